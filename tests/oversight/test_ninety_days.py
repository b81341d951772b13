"""Ninety days with managers who ignore and ninety with managers who act, from the same first morning."""

import sys
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from ninety_days import Play, Played, beside, closed_for_nothing, unanswered_for
from small_severnshire import Planted, bring_in

from keel.invent.authority import DEMO_DAY
from keel.invent.figures import plantings
from keel.oversight import rebuild as nightly
from keel.oversight.models import Flag, FlagGround, FlagStep, Standing
from keel.oversight.rebuild import rebuild
from keel.practice.ladder import Colour, Rung, Said, matter_of

ONLY_IN_THE_CENSUS = {"no_family_meeting"}  # the tables that the demo brings do not tell of it
IN_TIME_NOW = {"review_first_late", "review_next_late"}  # late once, and put right before the first day


def _known(programs: Any) -> Any:
    """What reads the rules on a day, made once: since when each is recorded tells days apart too."""
    kept = cache(lambda *given: programs(*given[:-1], dict(given[-1])))
    return lambda *given: kept(*given[:-1], tuple(sorted(given[-1].items())))


class _Back(Exception):
    """Takes the first morning back."""


def _set_today(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda day: monkeypatch.setenv("KEEL_TODAY", day.isoformat())


@pytest.mark.django_db
def test_ninety_days_of_managers_who_ignore_and_of_managers_who_act(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_today = _set_today(monkeypatch)
    monkeypatch.setattr(nightly, "programs", _known(nightly.programs))  # both play the same days
    set_today(DEMO_DAY)
    planted = bring_in()
    rebuild()
    found = every_failing_is_found_and_owned(planted)
    played: dict[bool, Played] = {}
    for acts in (False, True):
        try:
            with transaction.atomic():
                played[acts] = Play(set_today, planted, acts, DEMO_DAY).run()
                nothing_is_lost()
                if acts:
                    assert found.isdisjoint(asked_now())
                else:
                    where_ignoring_led(planted)
                raise _Back
        except _Back:
            set_today(DEMO_DAY)
    ignored, acted = played[False], played[True]
    with capsys.disabled():
        size = f"{Standing.objects.count()} children, {len(found)} planted failings standing on the first day"
        sys.stdout.write(f"\n{size}\n{beside(ignored, acted)}\n")
    assert acted.weeks[0].in_breach == ignored.weeks[0].in_breach
    assert acted.weeks[-1].in_breach < ignored.weeks[-1].in_breach / 2
    assert acted.weeks[-1].exposed_days < ignored.weeks[-1].exposed_days
    assert acted.weeks[-1].asking < ignored.weeks[-1].asking / 2
    assert not ignored.waits
    assert acted.days_to_answer is not None


def every_failing_is_found_and_owned(planted: list[Planted]) -> set[tuple[Any, ...]]:
    """What is asked about them on the first morning."""
    kinds = {failing for each in planted for failing in each.failing.split()}
    assert kinds >= set(plantings()) - ONLY_IN_THE_CENSUS - IN_TIME_NOW
    failings = {(each.child, each.key) for each in planted}
    found = {ground for ground in asked_now() if ground[:2] in failings}
    assert {ground[:2] for ground in found} == failings
    assert not Flag.objects.open().filter(owner=None).exists()
    return found


def asked_now() -> set[tuple[Any, ...]]:
    """Every reason for a question that waits for an answer: of whom, what, since when, by what entry."""
    grounds = FlagGround.objects.filter(closed_on=None, flag__answer_by__isnull=False)
    return set(grounds.values_list("child", "key", "began_on", "told_by"))


def nothing_is_lost() -> None:
    assert unanswered_for() == []
    assert closed_for_nothing() == []
    assert not Flag.objects.open().filter(owner=None).exists()


def where_ignoring_led(planted: list[Planted]) -> None:
    """Whatever still stands has climbed to the top, and the log says that it is known and unchanged."""
    for each in planted:
        flags = Flag.objects.filter(child=each.child, matter=matter_of(each.key).key)
        still = (
            flags.open()
            .exclude(colour=Colour.SOON)
            .filter(grounds__key=each.key, grounds__closed_on=None)
            .first()
        )
        assert still is not None, each
        assert Rung(still.rung) is Rung.DIRECTOR, each
        assert FlagStep.objects.filter(flag=still, said=Said.KNOWN_UNCHANGED).exists()
