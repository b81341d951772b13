"""What no source brings is watched from the day on which somebody says that it is recorded in Keel, and not before."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from written import FACTS, write

from keel.access.models import AuditEntry
from keel.exchange.extract import Coverage
from keel.oversight.actions import reassess
from keel.oversight.models import Flag, FlagGround, StoredReading, StoredSignal
from keel.oversight.rebuild import rebuild
from keel.oversight.recording_here import CannotBeSaid, say_recorded
from keel.oversight.rules_held import rules
from keel.oversight.sentences import told_readings
from keel.practice.history import Event, EventKind, Fact
from keel.practice.ladder import Colour, Rung
from keel.practice.timescales.model import Status
from keel.record.coverage import coverage_held, hold_coverage
from keel.record.models import RecordedHere
from keel.record.recorded_here import BY_KEY, FAMILIES
from keel.record.telling import telling_of

pytestmark = pytest.mark.django_db
PLAN_ON, SINCE = date(2025, 11, 3), date(2026, 6, 1)
WHY = "Supervision is written in Keel by every team since the first of June"
OF_AN_EXTRACT = (
    EventKind.PLAN_STARTED, EventKind.PLAN_ENDED, EventKind.VISIT_HELD, EventKind.ICPC_HELD, EventKind.RCPC_HELD,
)  # fmt: skip
EXTRACT = Coverage(dict.fromkeys(OF_AN_EXTRACT, FACTS), frozenset(OF_AN_EXTRACT), FACTS)


@pytest.fixture(autouse=True)
def _loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extract was loaded: plans, visits and conferences, and nothing of what managers do."""
    hold_coverage("Annex A", EXTRACT, PLAN_ON)
    on(SINCE, monkeypatch)


@pytest.fixture
def ada(cast: Any) -> Any:
    """A child on a plan that was loaded, whose supervision nobody has written down anywhere."""
    child = cast.families["own"].child
    write(child, Event(EventKind.PLAN_STARTED, PLAN_ON, episode="plan:1"))
    reassess(child)
    return child


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", day.isoformat())


def supervision_of(child: Any) -> list[StoredReading]:
    return list(
        StoredReading.objects.filter(child=child, timescale="supervision_child").order_by("started_on")
    )


def declare(cast: Any, family: str = "supervision", from_on: date | None = SINCE, reason: str = WHY) -> Any:
    return say_recorded(by=cast["qa_lead"], family=family, from_on=from_on, reason=reason)


def test_a_child_without_supervision_is_asked_about_from_the_day_it_is_recorded_here(
    cast: Any, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert supervision_of(ada) == [], "nobody is called late for what is written down elsewhere"
    declare(cast)
    rebuild([ada.pk])
    (reading,) = supervision_of(ada)
    assert (reading.started_on, reading.start_event_on, reading.status) == (SINCE, PLAN_ON, Status.RUNNING)
    assert reading.due_on is not None

    on(reading.due_on, monkeypatch)
    rebuild([ada.pk])
    assert (
        not Flag.objects.filter(child=ada, matter="supervision", closed_on=None)
        .exclude(answer_by=None)
        .exists()
    )
    day = reading.due_on + timedelta(days=1)
    on(day, monkeypatch)
    rebuild([ada.pk])
    flag = Flag.objects.get(child=ada, matter="supervision", closed_on=None)
    assert (flag.owner, flag.rung) == (cast["team_manager"], Rung.TEAM_MANAGER)
    assert flag.answer_by is not None
    (late,) = supervision_of(ada)
    (told,) = told_readings([late], rules().standards, day)
    assert told.because.startswith(
        "Child protection plan started on 3 November 2025, counted from 1 June 2026 (recorded in Keel since then); "
    )

    facts = {Fact.DATED_AND_OWNED: True}
    write(ada, Event(EventKind.CHILD_SUPERVISION_HELD, day, episode="plan:1", facts=facts))
    reassess(ada)
    asked = FlagGround.objects.filter(flag=flag, closed_on=None).values_list("key", "colour")
    assert list(asked) == [("supervision_child_record", Colour.SOON)], "talked about, and soon to be signed"
    write(ada, Event(EventKind.SUPERVISION_RECORD_SIGNED, day, episode="plan:1"))
    reassess(ada)
    flag.refresh_from_db()
    assert flag.closed_on == day, "supervision written down in Keel ends it"


def test_one_child_read_at_the_write_and_everybody_in_the_night_say_the_same(cast: Any, ada: Any) -> None:
    for family in FAMILIES:
        declare(cast, family.key)
    reassess(ada)
    by_write = readings_of(ada)
    assert {"supervision_child", "core_group_recurring", "plan_age_9m"} <= {key for key, *_ in by_write}
    changed = rebuild([ada.pk])
    assert (changed.gone, changed.new) == (0, 0)
    assert readings_of(ada) == by_write


def readings_of(child: Any) -> list[tuple[Any, ...]]:
    rows = StoredReading.objects.filter(child=child)
    return sorted(rows.values_list("timescale", "started_on", "due_on", "status", "doubt"), key=str)


def test_it_is_computed_since_then_and_says_so_and_signals_of_its_own_stay_in_the_dark(cast: Any) -> None:
    before = {each.key for each in rules().timescale_verdicts if each.computable}
    raised = {signal.key: signal.clauses for signal in rules().signals}
    declare(cast)
    held = rules()
    verdicts = {each.key: each for each in held.timescale_verdicts}
    assert verdicts["supervision_child"].since == SINCE
    assert held.since == {"supervision_child": SINCE}
    assert {key for key, each in verdicts.items() if each.computable} == before | {"supervision_child"}
    assert EventKind.CHILD_SUPERVISION_HELD not in held.held
    for signal in held.signals:
        more = set(signal.clauses) - set(raised.get(signal.key, ()))
        assert all("supervision_child" in clause.timescales or clause.signals for clause in more), signal.key


def test_what_a_source_holds_is_read_from_its_beginning(cast: Any, ada: Any) -> None:
    declare(cast)
    kinds = dict.fromkeys((*OF_AN_EXTRACT, *BY_KEY["supervision"].kinds), FACTS)
    hold_coverage("Another system", Coverage(kinds, frozenset(kinds), FACTS), SINCE)
    assert coverage_held().since == {}
    reassess(ada)
    (reading,) = supervision_of(ada)
    assert (reading.started_on, reading.status) == (PLAN_ON, Status.OVERDUE)
    with pytest.raises(CannotBeSaid, match="A source holds all of it"):
        declare(cast, from_on=SINCE - timedelta(days=1))


def test_no_longer_recorded_here_asks_no_more(cast: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(cast)
    on(SINCE + timedelta(days=90), monkeypatch)
    rebuild([ada.pk])
    assert Flag.objects.filter(child=ada, matter="supervision", closed_on=None).exists()
    declare(cast, from_on=None, reason="It is written in the other system again")
    rebuild([ada.pk])
    assert supervision_of(ada) == []
    assert not StoredSignal.objects.filter(child=ada, timescale="supervision_child").exists()
    assert not Flag.objects.filter(child=ada, matter="supervision", closed_on=None).exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"from_on": SINCE + timedelta(days=1)}, "has not come yet"),
        ({"from_on": None}, "cannot end"),
        ({"reason": "go live"}, "Say why"),
    ],
)
def test_what_cannot_be_said(cast: Any, given: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotBeSaid, match=words):
        declare(cast, **given)
    assert not RecordedHere.objects.exists()


def test_said_twice_it_is_said_once_and_nothing_said_is_ever_changed_or_deleted(cast: Any) -> None:
    made = declare(cast)
    with pytest.raises(CannotBeSaid, match="said already: recorded in Keel since 1 June 2026"):
        declare(cast)
    for change in ("delete", "save"):
        with pytest.raises(DatabaseError), transaction.atomic():
            getattr(made, change)()
    entry = AuditEntry.objects.get(code="recording.declared")
    assert (entry.actor_id, entry.detail["family"]) == (cast["qa_lead"].pk, "supervision")


def test_every_kind_is_in_one_family_at_most_and_a_table_tells_of_it() -> None:
    kinds = [kind for family in FAMILIES for kind in family.kinds]
    assert len(kinds) == len(set(kinds))
    assert [kind for kind in kinds if not telling_of(kind)] == []
