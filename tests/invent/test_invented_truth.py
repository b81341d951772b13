"""What is planted is found in every format that can show it, and nobody else is accused."""

from datetime import date

import pytest

from keel.invent import Format
from keel.invent.authority import DEMO_CHILDREN, DEMO_DAY, DEMO_SEED
from keel.invent.figures import plantings
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK

CHILDREN = 1_500
SEEDS = (7, 8, 9)
FORMATS = (Format.ANNEX_A, Format.CIN, Format.SSD)  # those that tell what happened


def wanted_breaches(checked):
    return {tuple(b) for b in checked.truth["breaches"] if b[1] in checked.computable}


def wanted_signals(checked):
    return {tuple(s) for s in checked.truth["signals"] if s[1] in checked.computable}


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_authority_is_accused_of_nothing(form, invented):
    checked = invented(form, CHILDREN, is_clean=True)
    assert checked.breaches == set()
    assert checked.signals == set()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMATS)
def test_exactly_the_planted_breaches_are_found(form, seed, invented):
    checked = invented(form, CHILDREN, seed=seed)
    assert checked.breaches == wanted_breaches(checked)
    assert checked.breaches


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMATS)
def test_exactly_the_planted_signals_are_raised(form, seed, invented):
    checked = invented(form, CHILDREN, seed=seed)
    assert checked.signals == wanted_signals(checked)
    assert checked.signals


@pytest.mark.parametrize("form", FORMATS)
def test_every_planted_failing_that_a_format_shows_can_be_computed_from_it(form, invented):
    checked = invented(form, CHILDREN)
    shown = {key for _, key, *_ in (*checked.truth["breaches"], *checked.truth["signals"])}
    assert shown <= checked.computable


def test_the_demo_has_every_failing_and_finds_them(invented):
    checked = invented(Format.SSD, DEMO_CHILDREN, seed=DEMO_SEED, as_of=DEMO_DAY)
    assert set(checked.truth["plantings"]) == set(plantings())
    assert checked.breaches == wanted_breaches(checked)
    assert checked.signals == wanted_signals(checked)


@pytest.mark.parametrize(
    "as_of", [date(2022, 5, 31), date(2023, 12, 26), date(2025, 4, 1), date(2027, 6, 30)]
)
def test_the_census_of_other_years_shows_what_it_can(as_of, invented):
    checked = invented(Format.CIN, CHILDREN, as_of=as_of)
    assert checked.breaches == wanted_breaches(checked)
    assert checked.signals == wanted_signals(checked)


def test_plantings_name_timescales_and_signals_that_exist():
    for planting in plantings().values():
        assert set(planting.timescales) <= set(BOOK), planting.key
        assert set(planting.signals) <= set(SIGNALS), planting.key
        assert 0 < planting.rate < 1, planting.key


def test_the_truth_names_only_what_the_planting_declares(invented):
    checked = invented(Format.SSD, CHILDREN)
    for child, about in checked.truth["children"].items():
        declared = [plantings()[key] for key in about["planted"]]
        timescales = {key for planting in declared for key in planting.timescales}
        signals = {key for planting in declared for key in planting.signals}
        assert {key for key, _ in about["ssd"]["breaches"]} <= timescales, child
        assert set(about["ssd"]["signals"]) <= signals, child
