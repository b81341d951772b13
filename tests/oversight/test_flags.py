"""Flags: raised in the write that makes them due, asked of somebody who can act, climbing by themselves, never lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError
from written import hold_everything, write

from keel.oversight.actions import reassess
from keel.oversight.answering import CannotAnswer, Given, answer, promise_kept
from keel.oversight.flags import open_flags
from keel.oversight.models import CriticalSignal, Flag, FlagAnswer, FlagGround, FlagStep, ManagementDecision
from keel.oversight.rebuild import rebuild
from keel.practice.calendar import add_working_days
from keel.practice.history import Event, EventKind, Fact
from keel.practice.ladder import EXPOSURE, Colour, Kind, Rung, Said, Why
from keel.protection.models import S47Enquiry
from keel.workforce.models import Absence, Involvement

pytestmark = pytest.mark.django_db
PLAN_ON = date(2026, 4, 1)
LATE_ON = date(2026, 4, 30)
SEEN = {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True}
REASON = "He moves out on Friday, and grandmother stays with her until then"


@pytest.fixture(autouse=True)
def _held() -> None:
    hold_everything(PLAN_ON)


@pytest.fixture
def family(cast: Any) -> Any:
    """The worker's own family, with a plan for each child."""
    for child in cast.families["own"].children:
        write(child, Event(EventKind.PLAN_STARTED, PLAN_ON))
    return cast.families["own"]


def on(child: Any, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", day.isoformat())
    reassess(child)


def flag_of(child: Any, matter: str = "visits") -> Flag:
    return Flag.objects.get(child=child, matter=matter, closed_on=None)


def late(cast: Any, family: Any, monkeypatch: pytest.MonkeyPatch) -> Flag:
    on(family.child, LATE_ON, monkeypatch)
    return flag_of(family.child)


def act(cast: Any, until: date, reason: str = REASON) -> Given:
    return Given(Kind.ACT, reason, until, "Visit her at school, alone", cast.workers["worker"])


def test_a_visit_that_is_late_asks_her_manager_in_the_same_transaction(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    flag = late(cast, family, monkeypatch)
    assert (flag.owner, flag.rung, Colour(flag.colour)) == (
        cast["team_manager"], Rung.TEAM_MANAGER, Colour.RED,
    )  # fmt: skip
    assert flag.answer_by == add_working_days(LATE_ON, 2)
    told = [why.words for each in open_flags([family.child.pk])[family.child.pk] for why in each.because]
    assert any(words.startswith("Child protection visit, child seen: was due on") for words in told)


def test_what_is_due_soon_is_the_workers_and_asks_nothing(cast: Any, family: Any, monkeypatch: Any) -> None:
    on(family.child, PLAN_ON + timedelta(days=12), monkeypatch)
    soon = flag_of(family.child)
    assert (soon.colour, soon.answer_by, soon.owner) == (Colour.SOON, None, cast["worker"])


def test_a_visit_written_down_closes_it_and_the_log_says_so(cast: Any, family: Any, monkeypatch: Any) -> None:
    flag = late(cast, family, monkeypatch)
    write(family.child, Event(EventKind.VISIT_HELD, LATE_ON, facts=SEEN))
    reassess(family.child)
    flag.refresh_from_db()
    still = {ground.key for ground in FlagGround.objects.filter(flag=flag, closed_on=None)}
    assert "cp_visit" not in still
    assert "D04_visit_missed" not in still


def test_unanswered_it_climbs_with_the_days_and_the_log_names_everybody(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    flag = late(cast, family, monkeypatch)
    for day in range(1, 20):
        monkeypatch.setenv("KEEL_TODAY", (LATE_ON + timedelta(days=day)).isoformat())
        rebuild([family.child.pk])
    climbed = FlagStep.objects.filter(flag=flag, said=Said.UNANSWERED).order_by("pk")
    assert [step.owner for step in climbed] == [cast["head_of_service"], cast["director"]]
    graver = FlagStep.objects.get(flag=flag, said=Said.WORSENED)
    assert graver.owner == cast["service_manager"], "two visits missed is the service manager's question"
    assert FlagStep.objects.filter(flag=flag, said=Said.KNOWN_UNCHANGED, owner=cast["director"]).exists()


def test_a_night_that_is_run_twice_says_nothing_twice(cast: Any, family: Any, monkeypatch: Any) -> None:
    late(cast, family, monkeypatch)
    monkeypatch.setenv("KEEL_TODAY", (LATE_ON + timedelta(days=4)).isoformat())
    rebuild()
    before = list(FlagStep.objects.order_by("pk").values()), list(Flag.objects.order_by("pk").values())
    rebuild()
    assert (
        list(FlagStep.objects.order_by("pk").values()),
        list(Flag.objects.order_by("pk").values()),
    ) == before


def test_a_clock_that_is_set_back_closes_nothing(cast: Any, family: Any, monkeypatch: Any) -> None:
    flag = late(cast, family, monkeypatch)
    on(family.child, PLAN_ON, monkeypatch)
    flag.refresh_from_db()
    assert flag.closed_on is None
    assert flag.read_on == LATE_ON


def test_an_answer_for_brothers_and_sisters_stands_in_each_file(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    flags = []
    for child in family.children:
        on(child, LATE_ON, monkeypatch)
        flags.append(flag_of(child))
    until = add_working_days(LATE_ON, 2)
    made = answer(flags=flags, by=cast["team_manager"], given=act(cast, until))
    assert {each.child for each in made} == set(family.children)
    assert len({each.together for each in made}) == 1
    for flag in flags:
        flag.refresh_from_db()
        assert (flag.answer_by, flag.holds_until) == (None, until)


@pytest.mark.parametrize(
    ("reason", "words"), [("", "own words"), ("ok", "own words"), ("We will look", "own words")]
)
def test_a_poor_reason_is_asked_for_again(
    cast: Any, family: Any, monkeypatch: Any, reason: str, words: str
) -> None:
    flag = late(cast, family, monkeypatch)
    with pytest.raises(CannotAnswer, match=words):
        answer(flags=[flag], by=cast["team_manager"], given=act(cast, LATE_ON, reason))
    assert not FlagAnswer.objects.exists()


def test_a_pasted_reason_is_asked_for_again(cast: Any, family: Any, monkeypatch: Any) -> None:
    flag = late(cast, family, monkeypatch)
    answer(flags=[flag], by=cast["team_manager"], given=act(cast, LATE_ON))
    on(family.child, LATE_ON + timedelta(days=1), monkeypatch)
    with pytest.raises(CannotAnswer, match="same words"):
        answer(
            flags=[flag],
            by=cast["team_manager"],
            given=act(cast, LATE_ON + timedelta(days=1), REASON.upper() + "!"),
        )


@pytest.mark.parametrize("who", ["worker", "other_manager", "chair", "qa_lead"])
def test_an_answer_by_somebody_without_the_power_does_not_count(
    cast: Any, family: Any, monkeypatch: Any, who: str
) -> None:
    flag = late(cast, family, monkeypatch)
    with pytest.raises(CannotAnswer, match="Helen Ward"):
        answer(flags=[flag], by=cast[who], given=act(cast, LATE_ON))
    flag.refresh_from_db()
    assert flag.asks


def test_whoever_stands_above_may_answer(cast: Any, family: Any, monkeypatch: Any) -> None:
    flag = late(cast, family, monkeypatch)
    (made,) = answer(flags=[flag], by=cast["director"], given=act(cast, LATE_ON))
    assert made.rung == Rung.DIRECTOR


def test_what_must_not_be_accepted_is_not(cast: Any, family: Any, monkeypatch: Any) -> None:
    write(family.child, Event(EventKind.HARM_SUSPECTED, LATE_ON - timedelta(days=7)))
    on(family.child, LATE_ON, monkeypatch)
    flag = flag_of(family.child, "safety")
    with pytest.raises(CannotAnswer, match="cannot be accepted"):
        answer(flags=[flag], by=flag.owner, given=Given(Kind.ACCEPT, REASON, LATE_ON))


def test_a_managers_answer_is_the_decision_that_was_missing(cast: Any, family: Any, monkeypatch: Any) -> None:
    write(family.child, Event(EventKind.VISIT_MISSED, LATE_ON - timedelta(days=7)))
    on(family.child, LATE_ON, monkeypatch)
    flag = flag_of(family.child, "decision")
    assert flag.owner == cast["team_manager"]
    answer(flags=[flag], by=flag.owner, given=act(cast, add_working_days(LATE_ON, 1)))
    assert ManagementDecision.objects.filter(child=family.child, kind="missed_visit").exists()
    flag.refresh_from_db()
    assert flag.closed_why == Why.PUT_RIGHT


def test_a_red_signal_asks_the_chair_and_what_closes_it_ends_her_question(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    on(family.child, LATE_ON, monkeypatch)
    assert CriticalSignal.objects.filter(
        child=family.child, closed_on=None, chair=cast.workers["chair"]
    ).exists()
    on(family.child, add_working_days(LATE_ON, 3), monkeypatch)
    asked = flag_of(family.child, "scrutiny")
    assert asked.owner == cast["chair"]
    write(family.child, Event(EventKind.PLAN_ENDED, add_working_days(LATE_ON, 3)))
    reassess(family.child)
    assert not CriticalSignal.objects.filter(child=family.child, closed_on=None).exists()
    asked.refresh_from_db()
    assert asked.closed_why == Why.PUT_RIGHT


def test_when_the_worker_is_gone_all_her_children_are_one_question(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    own = Involvement.objects.filter(worker=cast.workers["worker"], child__in=family.children)
    own.update(ended_on=LATE_ON - timedelta(days=1))
    for child in family.children:
        on(child, LATE_ON, monkeypatch)
    causes = {flag_of(child, "worker").cause for child in family.children}
    assert causes == {f"worker:{cast.workers['worker'].pk}"}
    assert {flag_of(child).cause for child in family.children} == causes


def test_a_deputy_is_asked_while_somebody_is_away_and_nobody_is_asked_in_vain(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    away = Absence.objects.create(
        worker=cast.workers["team_manager"], from_on=LATE_ON, deputy=cast.workers["other_manager"]
    )
    flag = late(cast, family, monkeypatch)
    assert flag.owner == cast["other_manager"]
    Absence.objects.filter(pk=away.pk).update(deputy=None)
    reassess(family.child)
    flag.refresh_from_db()
    assert (flag.owner, flag.rung) == (cast["service_manager"], Rung.SERVICE_MANAGER)


@pytest.mark.parametrize("deputy", ["business", "partner", "administrator"])
def test_a_deputy_who_could_not_open_the_record_is_not_asked(
    cast: Any, family: Any, monkeypatch: Any, deputy: str
) -> None:
    Absence.objects.create(worker=cast.workers["team_manager"], from_on=LATE_ON, deputy=cast.workers[deputy])
    assert late(cast, family, monkeypatch).owner == cast["service_manager"]


def test_a_deputy_who_is_away_herself_is_not_asked_nor_is_hers(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    for who, deputy in (("team_manager", "other_manager"), ("other_manager", "service_manager")):
        Absence.objects.create(worker=cast.workers[who], from_on=LATE_ON, deputy=cast.workers[deputy])
    assert late(cast, family, monkeypatch).rung == Rung.SERVICE_MANAGER


def test_a_restricted_record_asks_only_who_may_open_it(cast: Any, monkeypatch: Any) -> None:
    child = cast.families["hidden"].child
    write(child, Event(EventKind.PLAN_STARTED, PLAN_ON))
    on(child, LATE_ON, monkeypatch)
    assert set(Flag.objects.filter(child=child).values_list("owner", flat=True)) == {
        cast["head_of_service"].pk
    }


def test_nothing_is_deleted_and_no_line_of_the_log_is_changed(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    flag = late(cast, family, monkeypatch)
    step = FlagStep.objects.filter(flag=flag).first()
    for forbidden in (
        lambda: FlagStep.objects.filter(flag=flag).update(said=Said.CLOSED),
        lambda: FlagStep.objects.filter(pk=step.pk).delete(),
        lambda: FlagGround.objects.filter(flag=flag).delete(),
        lambda: Flag.objects.filter(pk=flag.pk)._raw_delete("default"),
    ):
        with pytest.raises((InternalError, IntegrityError, DatabaseError)), transaction.atomic():
            forbidden()


def test_a_promise_that_closed_a_question_is_watched(cast: Any, family: Any, monkeypatch: Any) -> None:
    write(family.child, Event(EventKind.REFERRAL_RECEIVED, LATE_ON, facts={}))
    write(family.child, Event(EventKind.PLAN_STARTED, LATE_ON, number=3))
    on(family.child, LATE_ON, monkeypatch)
    flag = flag_of(family.child, "plan_age")
    (made,) = answer(flags=[flag], by=flag.owner, given=act(cast, add_working_days(LATE_ON, 2)))
    assert made.done_on is None
    promise_kept(made, by=cast["worker"], words="We met the family network; aunt stays on Mondays")
    made.refresh_from_db()
    assert made.done_on == LATE_ON


def test_what_a_loaded_decision_promised_is_watched_like_one_written_here(
    cast: Any, family: Any, monkeypatch: Any
) -> None:
    ManagementDecision.objects.create(
        child=family.child, kind="other", decided_on=PLAN_ON, action="Ring the school", due_on=PLAN_ON
    )
    on(family.child, PLAN_ON + timedelta(days=1), monkeypatch)
    (told,) = FlagGround.objects.filter(flag=flag_of(family.child, "decision"), source="promise")
    assert told.due_on == PLAN_ON


def test_the_written_and_the_nightly_flags_are_the_same(cast: Any, family: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("KEEL_TODAY", LATE_ON.isoformat())
    one, other = family.children
    reassess(one)
    rebuild([other.pk])

    def grounds(child: Any) -> set[tuple[Any, ...]]:
        rows = FlagGround.objects.filter(child=child)
        return set(rows.values_list("flag__matter", "flag__rung", "flag__owner", "key", "colour", "due_on"))

    mine = {
        row for row in grounds(one) if "alone" not in row[3]
    }  # the younger is too young to be asked alone
    assert mine == {row for row in grounds(other) if "alone" not in row[3]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM oversight_flag WHERE closed_on IS NULL AND owner_id IS NULL")
        assert cursor.fetchone() == (0,)


def exposed(cast: Any, monkeypatch: Any, days: int) -> Flag | None:
    """Enquiries ended without anybody saying what they found, so many working days after they began."""
    child = cast.families["own"].child
    ended = {"episode": "s47:one"}
    write(child, Event(EventKind.S47_STARTED, LATE_ON, facts={Fact.CONFERENCE_REQUIRED: False}, **ended))
    S47Enquiry.objects.update(ended_on=add_working_days(LATE_ON, 5), is_conference_required_by_end=False)
    on(child, add_working_days(LATE_ON, days), monkeypatch)
    return Flag.objects.filter(child=child, grounds__key=EXPOSURE, closed_on=None).first()


def test_a_child_whose_harm_is_known_and_whom_nothing_protects_is_somebodys_question(
    cast: Any, monkeypatch: Any
) -> None:
    flag = exposed(cast, monkeypatch, 16)
    assert flag is not None
    assert (flag.matter, flag.owner, Colour(flag.colour)) == ("safety", cast["team_manager"], Colour.RED)
    (told,) = (
        why.words for why in open_flags([flag.child_id])[flag.child_id][0].because if why.key == EXPOSURE
    )
    assert told.startswith(
        "Harm has been known since 30 April 2026, and nothing on the record protects the child"
    )
    assert told.endswith("(15 working days allowed)")
    with pytest.raises(CannotAnswer, match="cannot be accepted"):
        answer(flags=[flag], by=flag.owner, given=Given(Kind.ACCEPT, REASON, add_working_days(LATE_ON, 17)))
    with pytest.raises(CannotAnswer, match="too long"):
        answer(flags=[flag], by=flag.owner, given=act(cast, add_working_days(LATE_ON, 20)))
    S47Enquiry.objects.update(is_harm_substantiated=False)
    reassess(flag.child_id)
    flag.refresh_from_db()
    assert flag.closed_why == Why.PUT_RIGHT


def test_within_its_time_exposure_asks_nothing_and_more_time_does_not_take_back_what_was_asked(
    cast: Any, monkeypatch: Any, tmp_path: Any
) -> None:
    in_time = exposed(cast, monkeypatch, 15)
    assert in_time is not None
    assert (in_time.colour, in_time.answer_by) == (Colour.SOON, None)
    late = add_working_days(LATE_ON, 16)
    on(cast.families["own"].child, late, monkeypatch)
    path = tmp_path / "longer.toml"
    path.write_text('[exposure_protected]\nvalue = 30\nfrom = 2020-01-01\ncitation = "Severnshire, 2026"\n')
    monkeypatch.setenv("KEEL_STANDARDS", str(path))
    on(cast.families["own"].child, late + timedelta(days=1), monkeypatch)
    in_time.refresh_from_db()
    assert (in_time.colour, in_time.closed_on) == (Colour.RED, None)


def test_the_night_asks_about_exposure_what_the_write_asks(cast: Any, monkeypatch: Any) -> None:
    flag = exposed(cast, monkeypatch, 16)
    assert flag is not None
    before = list(FlagGround.objects.order_by("pk").values())
    rebuild()
    assert list(FlagGround.objects.order_by("pk").values()) == before
