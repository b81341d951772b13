"""Spark carries the same evaluator: what it finds is what this machine finds, row for row."""

import shutil
from datetime import date
from importlib.util import find_spec

import pytest

from keel.exchange.source import read_source
from keel.invent import Format, write_authority
from keel.population import check
from keel.population import spark as on_spark
from keel.practice.standards import load

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    folder = tmp_path_factory.mktemp("severnshire") / "tables"
    write_authority(600, 5, AS_OF, Format.SSD, folder)
    return read_source(folder)


@pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed, and Spark needs it")
def test_spark_finds_exactly_what_this_machine_finds(extract, monkeypatch):
    monkeypatch.setattr(
        on_spark, "CHILDREN_IN_A_PARTITION", 90
    )  # several partitions, so that order can go wrong
    standards = load()
    here = check(extract, standards, AS_OF)
    there = check(extract, standards, AS_OF, engine="spark")
    assert here.readings.height > 1_000
    assert there.readings.equals(here.readings)
    assert there.signals.equals(here.signals)
    assert there.children.equals(here.children)


def test_an_engine_that_does_not_exist_is_refused(extract):
    with pytest.raises(ValueError, match="abacus"):
        check(extract, load(), AS_OF, engine="abacus")
