"""A silent source makes nobody late: what it does not hold is not read, and the answer says why."""

from dataclasses import replace
from datetime import date

import pytest

from keel.exchange.extract import bits
from keel.population.coverage import feedable, raisable
from keel.practice.history import EventKind as E
from keel.practice.history import Fact
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK, Subject

OF_CHILDREN = [t for t in BOOK.values() if t.subject is Subject.CHILD]
PLAN = ("anna", E.PLAN_STARTED, date(2026, 1, 12))


def without(coverage, *kinds, **facts):
    """A source that does not hold these kinds."""
    held = {kind: facts for kind, facts in coverage.kinds.items() if kind not in kinds}
    return replace(coverage, kinds=held, **facts)


def silent_on(coverage, kind, *facts):
    """A source whose events of this kind do not carry these facts."""
    return replace(coverage, kinds={**coverage.kinds, kind: coverage.kinds[kind] - set(facts)})


def verdicts(answer):
    return {verdict.key: verdict for verdict in (*answer.timescales, *answer.signal_keys)}


def test_a_source_that_holds_everything_feeds_everything(everything):
    kept, told = feedable(OF_CHILDREN, everything)
    assert kept == OF_CHILDREN
    signals, also = raisable(SIGNALS.values(), everything, BOOK.values())
    assert [signal.key for signal in signals] == list(SIGNALS)
    assert all(verdict.computable and not verdict.why_not for verdict in (*told, *also))


@pytest.mark.parametrize("timescale", OF_CHILDREN, ids=lambda t: t.key)
def test_a_timescale_is_not_read_where_anything_that_may_meet_it_is_not_held(timescale, everything):
    for kind in timescale.needs or timescale.met_kinds:
        kept, (verdict,) = feedable([timescale], without(everything, kind))
        assert not kept
        assert not verdict.computable
        assert kind.label in verdict.why_not


def test_without_visits_no_visit_is_late_and_the_answer_says_why(checked, everything):
    held = checked(PLAN)
    assert "cp_visit" in held.readings["timescale"]
    assert "D04_visit_missed" in held.signals["signal"]
    silent = checked(PLAN, coverage=without(everything, E.VISIT_HELD))
    visits = {key for key in BOOK if E.VISIT_HELD in BOOK[key].met_kinds}
    assert not visits & set(silent.readings["timescale"])
    assert "D04_visit_missed" not in silent.signals["signal"]
    assert verdicts(silent)["cp_visit"].why_not == "holds no record of: visit held"
    assert not verdicts(silent)["D04_visit_missed"].computable
    assert "cp_visit" in verdicts(silent)["D04_visit_missed"].why_not


def test_the_sources_own_reason_is_given_where_it_has_one(checked, everything):
    reason = "list 7 has no column for the last visit"
    silent = checked(PLAN, coverage=without(everything, E.VISIT_HELD, absent={E.VISIT_HELD: reason}))
    assert verdicts(silent)["cp_visit"].why_not == reason


def test_visits_that_never_say_whether_the_child_was_seen_make_nobody_late(checked, everything):
    answer = checked(PLAN, coverage=silent_on(everything, E.VISIT_HELD, Fact.CHILD_SEEN))
    assert "cp_visit" not in answer.readings["timescale"]
    assert "child seen" in verdicts(answer)["cp_visit"].why_not


def test_without_birth_dates_nothing_that_hangs_on_age_is_read(everything):
    kept, told = feedable(OF_CHILDREN, replace(everything, has_births=False))
    assert not {"cp_visit", "cp_visit_seen_alone", "pf_first_visit"} & {t.key for t in kept}
    assert {v.why_not for v in told if not v.computable} == {"holds no birth dates"}


def test_a_date_that_is_counted_from_must_be_held(everything):
    kept, (verdict,) = feedable([BOOK["supervision_action"]], replace(everything, anchored=frozenset()))
    assert not kept
    assert "second date" in verdict.why_not


def test_a_record_is_not_thin_for_want_of_what_the_source_never_asks(checked, everything):
    thin = (Fact.OWN_WORDS, Fact.PURPOSE_LINKED, Fact.COPIED)
    visit = ("anna", E.VISIT_HELD, date(2026, 4, 28), {"yes": bits((Fact.CHILD_SEEN, Fact.LONG_ENOUGH))})
    in_doubt = checked(PLAN, visit).signals.filter(signal="D06_visit_thin")
    assert in_doubt["severity"].to_list() == ["cannot be computed"]
    answer = checked(PLAN, visit, coverage=silent_on(everything, E.VISIT_HELD, *thin))
    assert answer.signals.filter(signal="D06_visit_thin").is_empty()
    assert verdicts(answer)["D06_visit_thin"].computable


def test_silence_of_a_source_is_no_silence_of_the_record(checked, everything):
    """Nobody is flagged for want of an answer that the source could not hold."""
    plan = ("anna", E.PLAN_STARTED, date(2025, 2, 3))
    assert "D17_plan_long_no_plo" in checked(plan).signals["signal"]
    silent = checked(plan, coverage=without(everything, E.LEGAL_PLANNING_HELD))
    assert "D17_plan_long_no_plo" not in silent.signals["signal"]
    assert not verdicts(silent)["D17_plan_long_no_plo"].computable


SINCE = date(2026, 3, 2)


def since(coverage, **days):
    """A source without these kinds, which are recorded in Keel from these days on."""
    return replace(coverage, since={E[name]: day for name, day in days.items()})


def test_what_is_recorded_here_since_a_day_is_told_from_that_day(everything, checked):
    coverage = since(everything, CHILD_SUPERVISION_HELD=SINCE)
    kept, verdicts_of = feedable(OF_CHILDREN, coverage)
    assert kept == OF_CHILDREN
    assert {each.key: each.since for each in verdicts_of if each.since} == {"supervision_child": SINCE}
    answer = checked(PLAN, coverage=coverage)
    (reading,) = answer.readings.filter(timescale="supervision_child").to_dicts()
    assert reading["started_on"] == SINCE
    assert ", counted from 2 March 2026 (recorded in Keel since then); " in reading["because"]
    (visit,) = answer.readings.filter(timescale="cp_visit").to_dicts()
    assert "recorded in Keel" not in visit["because"]


def test_the_latest_day_holds_where_several_kinds_may_meet_it(everything):
    published, unchanged = SINCE, date(2026, 4, 1)
    coverage = since(everything, PLAN_VERSION_PUBLISHED=published, PLAN_REVIEWED_UNCHANGED=unchanged)
    _, (verdict,) = feedable([BOOK["plan_update"]], coverage)
    assert verdict.since == unchanged


def test_what_starts_and_is_met_here_is_read_from_its_beginning(everything):
    """A version written in Keel before anybody said so still waits for its sign-off."""
    here = replace(everything, since={})
    coverage = since(everything, PLAN_VERSION_PUBLISHED=SINCE, PLAN_SIGNED_OFF=SINCE)
    _, (verdict,) = feedable([BOOK["plan_manager_signoff"]], coverage, here)
    assert (verdict.computable, verdict.since) == (True, None)
    started_elsewhere = since(everything, PLAN_SIGNED_OFF=SINCE)
    _, (verdict,) = feedable([BOOK["plan_manager_signoff"]], started_elsewhere, here)
    assert verdict.since == SINCE


def test_signals_of_their_own_do_not_use_what_is_recorded_only_since_a_day(everything):
    for kind in (E.CHILD_SUPERVISION_HELD, E.CORE_GROUP_HELD, E.PLAN_SIGNED_OFF, E.CONFERENCE_REPORT_SHARED):
        coverage = replace(everything, since={kind: SINCE})
        book, _ = feedable(OF_CHILDREN, coverage)
        signals, _ = raisable(SIGNALS.values(), coverage, book)
        silent, _ = raisable(SIGNALS.values(), without(everything, kind), book)
        assert signals == silent, kind
