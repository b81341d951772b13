"""What nobody answers goes up by itself: at its time, once, to whoever is there, and the same when run again."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from written import hold_everything

from cast import Cast
from keel.access.models import Notice
from keel.oversight.actions import reassess
from keel.oversight.models import Challenge, ChallengeStage, Escalation, StoredReading
from keel.people.models import Person
from keel.protection.models import ProtectionPlan
from keel.scrutiny import climbing
from keel.scrutiny.climbing import climb
from keel.scrutiny.planting import plant
from keel.scrutiny.stages import CHALLENGE, stages
from keel.scrutiny.upwards import escalate, send, stage_now

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)


@pytest.fixture
def challenge(cast: Cast, child: Person) -> Challenge:
    """Raised today, not answered."""
    row = Challenge.objects.create(
        child=child,
        episode="challenge:1",
        raised_on=NOW,
        chair=cast.workers["chair"],
        what_is_wrong="No visit",
    )
    send(row, stages(CHALLENGE)[0], NOW)
    return row


def due(challenge: Challenge) -> date:
    now = stage_now(challenge)
    assert now is not None
    assert now.due_on is not None
    return now.due_on


def at(challenge: Challenge) -> list[tuple[int | None, str, bool | None]]:
    rows = ChallengeStage.objects.filter(challenge=challenge).order_by("pk")
    return [(row.stage, row.sent_to.name if row.sent_to else "", row.has_climbed) for row in rows]


def test_it_climbs_the_day_after_its_day_and_not_before(challenge: Challenge) -> None:
    last = due(challenge)
    assert climb(last) == (0, 0)
    assert climb(last + timedelta(days=1)) == (1, 0)
    assert at(challenge) == [(1, "Helen Ward", False), (2, "Priya Nair", True)]
    assert Notice.objects.filter(to__name="Priya Nair").count() == 1


def test_run_again_the_same_day_it_stays(challenge: Challenge) -> None:
    day = due(challenge) + timedelta(days=1)
    assert [climb(day), climb(day)] == [(1, 0), (0, 0)]
    assert len(at(challenge)) == 2


def test_cut_short_and_run_again_it_gives_the_same(
    cast: Cast, child: Person, challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Challenge.objects.create(
        child=child,
        episode="challenge:2",
        raised_on=NOW,
        chair=cast.workers["chair"],
        what_is_wrong="No plan",
    )
    send(second, stages(CHALLENGE)[0], NOW)
    day = due(challenge) + timedelta(days=1)
    monkeypatch.setattr(climbing, "up", _that_dies_on(second, climbing.up))
    with pytest.raises(KeyboardInterrupt):
        climb(day)
    assert (len(at(challenge)), len(at(second))) == (2, 1)
    monkeypatch.undo()
    monkeypatch.setenv("KEEL_TODAY", NOW.isoformat())
    assert climb(day) == (1, 0)
    assert at(challenge) == at(second)


def _that_dies_on(which: Challenge, up: Callable[..., Any]) -> Callable[..., Any]:
    def dying(challenge: Challenge, *given: Any, **named: Any) -> Any:
        found = up(challenge, *given, **named)
        if challenge.pk == which.pk:
            raise KeyboardInterrupt
        return found

    return dying


def test_answered_it_waits_for_the_chair_and_climbs_no_further(challenge: Challenge) -> None:
    ChallengeStage.objects.filter(challenge=challenge).update(answered_on=NOW, response="We look")
    assert climb(due(challenge) + timedelta(days=40)) == (0, 0)


def test_it_climbs_to_the_director_and_stays_there_overdue(cast: Cast, challenge: Challenge) -> None:
    for day in _days_after(challenge):
        climb(day)
    assert [number for number, _, _ in at(challenge)] == [1, 2, 3, 4]
    assert at(challenge)[-1] == (4, "Fiona Grant", True)
    assert climb(due(challenge) + timedelta(days=60)) == (0, 0)


def _days_after(challenge: Challenge) -> Iterator[date]:
    for _ in range(5):
        yield due(challenge) + timedelta(days=1)


def test_the_readings_follow(challenge: Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_everything(NOW)
    day = due(challenge) + timedelta(days=1)
    monkeypatch.setenv("KEEL_TODAY", day.isoformat())
    climb(day)
    readings = dict(
        StoredReading.objects.filter(timescale__startswith="challenge").values_list("timescale", "status")
    )
    assert readings == {"challenge_stage_1": "late", "challenge_stage_2": "running"}


def test_a_partners_escalation_climbs_by_its_own_clock(child: Person) -> None:
    row = escalate(
        Escalation(child=child, episode="escalation:1", agency="School", disagreement="No plan"), NOW
    )
    assert row.due_on is not None
    day = row.due_on + timedelta(days=1)
    assert [climb(row.due_on), climb(day), climb(day)] == [(0, 0), (0, 1), (0, 0)]
    higher = Escalation.objects.get(stage=2)
    assert (higher.agency, higher.has_climbed, higher.sent_to and higher.sent_to.name) == (
        "School",
        True,
        "Priya Nair",
    )
    Escalation.objects.filter(pk=higher.pk).update(resolved_on=day)
    assert climb(day + timedelta(days=60)) == (0, 0)


def test_what_is_planted_for_the_trial_shows_each_state_and_touches_no_restricted_child(
    cast: Cast, child: Person
) -> None:
    restricted = cast.families["restricted"].child
    ProtectionPlan.objects.create(child=restricted, started_on=date(2025, 3, 2))
    own = cast.families["own"].children[1]
    ProtectionPlan.objects.create(child=own, started_on=date(2026, 4, 2))
    reassess(own)
    plant(cast.workers["chair"], cast.teams["T04"], NOW)
    first, second = Challenge.objects.order_by("raised_on")
    assert (at(first)[-1], at(second)[-1]) == ((2, "Priya Nair", True), (1, "Helen Ward", False))
    assert stage_now(second).answered_on  # type: ignore[union-attr]
    assert climb(NOW) == (0, 0), "nothing that is planted is past its day already"
    assert not Challenge.objects.filter(child=restricted).exists()
    assert not Notice.objects.exists()
