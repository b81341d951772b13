"""A source that comes again, newer, older or the same: what changes in a child's record, and what does not."""

from datetime import date

import pytest
from django.apps import apps
from small_extracts import ANNEX_A, CENSUS, bring, brought_events, changes, extract, found, person, told_of

from keel.exchange.extract import bits
from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
BORN = {"anna": {"birth_on": date(2018, 4, 1), "sex": "F"}}
STARTED = (
    "anna",
    E.PLAN_STARTED,
    date(2026, 2, 2),
    {"episode": "plan:1", "code": "NEG", "row": 9, "number": 1.0},
)
ENDED = ("anna", E.PLAN_ENDED, date(2026, 6, 5), {"episode": "plan:1", "code": "NEG", "row": 9})
VISIT = ("anna", E.VISIT_HELD, date(2026, 2, 9), {"episode": "plan:1", "yes": bits([F.CHILD_SEEN])})


def kept_rows(model: str) -> int:
    return apps.get_model(f"{model}Event").objects.count()


def test_the_same_again_changes_nothing_not_even_a_line_of_history():
    first = bring(extract(STARTED, ENDED, VISIT, children=BORN))
    second = bring(extract(STARTED, ENDED, VISIT, children=BORN))
    assert changes(first)["protection.protectionplan"] == (1, 0, 0, 0, 0)
    assert changes(second)["protection.protectionplan"] == (0, 0, 1, 0, 0)
    assert {count for row in changes(second).values() for count in (row[0], row[1], *row[3:])} == {0}
    assert second.brought.touched == ()
    assert kept_rows("protection.ProtectionPlan") == kept_rows("people.Person") == 0
    assert apps.get_model("loading.Origin").objects.exclude(load=first.load).count() == 0


def test_rows_that_only_stand_in_another_order_change_nothing():
    twice = ("anna", E.CIN_VISIT_HELD, date(2026, 3, 3))
    seen, unseen = (*twice, {"yes": bits([F.CHILD_SEEN])}), (*twice, {"no": bits([F.CHILD_SEEN])})
    bring(extract(seen, unseen, children=BORN))
    again = bring(extract(unseen, seen, children=BORN))
    assert changes(again)["protection.inneedvisit"] == (0, 0, 2, 0, 0)


def test_a_newer_extract_ends_the_plan_and_keeps_what_was_there():
    bring(extract(STARTED, VISIT, children=BORN, as_of=MAY))
    newer = bring(extract(STARTED, ENDED, VISIT, children=BORN))
    assert changes(newer)["protection.protectionplan"] == (0, 1, 0, 0, 0)
    assert (E.PLAN_ENDED, date(2026, 6, 5), "NEG", {}) in told_of("anna")
    kept = apps.get_model("protection.ProtectionPlanEvent").objects.get()
    assert (kept.ended_on, kept.pgh_label) == (None, "update")


def test_an_end_that_a_newer_extract_takes_back_leaves_the_child_on_her_plan():
    bring(extract(STARTED, ENDED, children=BORN, as_of=MAY))
    bring(extract(STARTED, children=BORN))
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED]


def test_a_corrected_start_is_the_same_plan_where_the_source_has_an_identifier():
    bring(extract(STARTED, children=BORN, as_of=MAY))
    moved = ("anna", E.PLAN_STARTED, date(2026, 2, 3), STARTED[3])
    newer = bring(extract(moved, children=BORN))
    assert changes(newer)["protection.protectionplan"] == (0, 1, 0, 0, 0)
    assert [on for _, on, *_ in told_of("anna")] == [date(2026, 2, 3)]


def test_what_disappeared_is_reported_and_never_deleted_and_may_come_back():
    bring(extract(STARTED, VISIT, children=BORN, as_of=MAY))
    without = bring(extract(STARTED, children=BORN))
    assert changes(without)["protection.visit"] == (0, 0, 0, 1, 0)
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED, E.VISIT_HELD]
    line = without.load.disappeared.get()
    assert (line.child, line.table, line.back_in) == (person("anna"), "protection.visit", None)

    still = bring(extract(STARTED, children=BORN))
    assert still.load.disappeared.count() == 0  # said once, not every month
    back = bring(extract(STARTED, VISIT, children=BORN))
    assert changes(back)["protection.visit"] == (0, 0, 1, 0, 1)
    line.refresh_from_db()
    assert line.back_in == back.load


def test_the_latest_visit_of_last_month_has_not_disappeared_and_still_counts():
    latest = bits([F.CHILD_SEEN, F.EARLIER_UNKNOWN])
    old = ("anna", E.CIN_VISIT_HELD, date(2026, 5, 4), {"yes": latest})
    new = ("anna", E.CIN_VISIT_HELD, date(2026, 6, 4), {"yes": latest})
    bring(extract(old, form=ANNEX_A, children=BORN, as_of=MAY))
    newer = bring(extract(new, form=ANNEX_A, children=BORN))
    assert newer.load.disappeared.count() == 0
    assert [on for _, on, *_ in told_of("anna")] == [date(2026, 5, 4), date(2026, 6, 4)]


def test_what_a_format_no_longer_asks_for_has_not_disappeared():
    old = ("anna", E.CONTACT_RECEIVED, date(2025, 10, 1))
    bring(extract(old, STARTED, form=ANNEX_A, children=BORN, as_of=MAY))
    newer = bring(extract(STARTED, form=ANNEX_A, children=BORN))
    assert newer.load.disappeared.count() == 0


def test_an_older_extract_after_a_newer_one_is_refused_and_nothing_changes():
    from keel.loading.running import Refused  # noqa: PLC0415

    bring(extract(STARTED, ENDED, children=BORN))
    with pytest.raises(Refused, match=r"31/05/2026.*30/06/2026.*Nothing was changed"):
        bring(extract(STARTED, children=BORN, as_of=MAY))
    assert E.PLAN_ENDED in [kind for kind, *_ in told_of("anna")]


def test_an_older_extract_may_fill_gaps_and_replaces_nothing():
    bring(extract(STARTED, ENDED, children={"anna": {"birth_on": date(2018, 4, 1)}}))
    other = ("anna", E.PLAN_STARTED, date(2026, 2, 4), {**STARTED[3], "code": "EMO"})
    filled = bring(extract(other, VISIT, children=BORN, as_of=MAY), only_fills=True)
    told = told_of("anna")
    assert (E.PLAN_STARTED, date(2026, 2, 2), "NEG", {}) in told
    assert E.VISIT_HELD in [kind for kind, *_ in told]
    assert person("anna").sex == "F"
    assert filled.load.disappeared.count() == 0
    assert {each.column for each in found(filled, "record-is-newer")} >= {"started_on", "initial_category"}


def test_a_census_that_counts_its_plans_anew_does_not_join_two_plans_into_one():
    def plan(name: str, on: date) -> tuple:
        return ("anna", E.PLAN_STARTED, on, {"episode": f"plan:anna:{name}"})

    def review(name: str, on: date) -> tuple:
        return ("anna", E.RCPC_HELD, on, {"episode": f"plan:anna:{name}"})

    first, second = date(2024, 6, 1), date(2026, 1, 10)
    bring(extract(plan("1.1", first), review("1.1", date(2024, 9, 1)), form=CENSUS, as_of=date(2025, 3, 31)))
    bring(extract(plan("1.1", second), review("1.1", date(2026, 4, 1)), form=CENSUS, as_of=date(2026, 3, 31)))
    from keel.record.histories import history_of  # noqa: PLC0415

    strands: dict[str | None, list[date]] = {}
    for event in brought_events(history_of(person("anna").pk).events):
        strands.setdefault(event.episode, []).append(event.on)
    assert sorted(strands.values()) == [[first, date(2024, 9, 1)], [second, date(2026, 4, 1)]]


def test_a_trial_says_what_would_change_and_changes_nothing():
    bring(extract(STARTED, children=BORN, as_of=MAY))
    tried = bring(extract(STARTED, ENDED, VISIT, children=BORN), is_trial=True)
    assert tried.state == "tried"
    assert changes(tried)["protection.visit"] == (1, 0, 0, 0, 0)
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED]
