"""One made-up authority, made once for each format and read as anyone would read it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest

from keel.exchange.annex_a.reader import read as read_annex_a
from keel.exchange.cin_census.census import read as read_census
from keel.exchange.ssd.reader import read as read_ssd
from keel.invent import Format, write_authority
from keel.population import check
from keel.population.answer import Answer
from keel.practice.standards import load

AS_OF = date(2026, 6, 30)
READ = {Format.ANNEX_A: read_annex_a, Format.CIN: read_census, Format.SSD: read_ssd}
NAMES = {Format.ANNEX_A: "severnshire.xlsx", Format.CIN: "severnshire.xml", Format.SSD: "severnshire"}


@dataclass(frozen=True)
class Checked:
    """What was written, what ``check`` said of it, and what the truth file says it must."""

    answer: Answer
    truth: dict[str, Any]

    @property
    def breaches(self) -> set[tuple[str, str, str]]:
        """Child, timescale, status."""
        keys = self.answer.children["key"].to_list()
        stands = self.answer.readings.filter(pl.col("status").is_in(["late", "overdue", "missed"]))
        return {(keys[c], t, s) for c, t, s in stands.select("child", "timescale", "status").iter_rows()}

    @property
    def signals(self) -> set[tuple[str, str]]:
        """Child, signal."""
        keys = self.answer.children["key"].to_list()
        raised = self.answer.signals.filter(pl.col("severity") != "cannot be computed")
        return {(keys[c], s) for c, s in raised.select("child", "signal").iter_rows()}

    @property
    def computable(self) -> set[str]:
        """Keys of the timescales and signals that the format can feed."""
        verdicts = (*self.answer.timescales, *self.answer.signal_keys)
        return {verdict.key for verdict in verdicts if verdict.computable}


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Checked]:
    """Make an authority, write it, read it and check it."""

    @cache
    def invent(
        form: Format, children: int, *, seed: int = 7, as_of: date = AS_OF, is_clean: bool = False
    ) -> Checked:
        folder = tmp_path_factory.mktemp(form)
        out, truth = folder / NAMES[form], folder / "truth.json"
        write_authority(children, seed, as_of, form, out, truth=truth, is_clean=is_clean)
        said = json.loads(truth.read_text(encoding="utf-8"))
        about = {**said["formats"][form.value], "plantings": said["plantings"], "children": said["children"]}
        answer = check(READ[form](out), load(), date.fromisoformat(about["read_on"]))
        return Checked(answer, about)

    return invent
