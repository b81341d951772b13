"""Two sources that speak of one child: the newer is believed, both are kept, and the difference is said."""

from datetime import date

import pytest
from small_extracts import (
    ANNEX_A,
    EVERYTHING,
    STANDARD,
    bring,
    brought_events,
    changes,
    extract,
    found,
    person,
    told_of,
)

from keel.exchange.extract import Coverage, bits
from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
ON = date(2026, 2, 2)


def plan(category: str, *, strand: str = "plan:1", ended_on: date | None = None) -> list[tuple]:
    about = {"episode": strand, "code": category, "row": 9}
    started = ("anna", E.PLAN_STARTED, ON, about)
    return [started] if ended_on is None else [started, ("anna", E.PLAN_ENDED, ended_on, about)]


def origins(key: str) -> dict[str, str]:
    from keel.loading.models import Origin  # noqa: PLC0415

    rows = Origin.objects.filter(child=person(key), shape__table="protection.protectionplan")
    return {row.shape.family: row.raw for row in rows.select_related("shape")}


def test_one_plan_told_by_two_formats_is_one_plan():
    bring(extract(*plan("NEG"), form=STANDARD, as_of=MAY))
    second = bring(extract(*plan("NEG", strand="plan:anna:2026-02-02"), form=ANNEX_A))
    assert changes(second)["protection.protectionplan"] == (0, 0, 1, 0, 0)
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED]
    assert set(origins("anna")) == {STANDARD, ANNEX_A}


def test_what_belongs_to_the_plan_belongs_to_it_whatever_each_format_calls_it():
    from keel.record.histories import history_of  # noqa: PLC0415

    bring(extract(*plan("NEG"), form=STANDARD, as_of=MAY))
    visit = ("anna", E.VISIT_HELD, date(2026, 6, 1), {"episode": "plan:anna:2026-02-02"})
    bring(extract(*plan("NEG", strand="plan:anna:2026-02-02"), visit, form=ANNEX_A))
    events = brought_events(history_of(person("anna").pk).events)
    assert {event.episode for event in events} == {"plan:1"}


def test_the_newer_source_is_believed_and_both_are_kept():
    bring(extract(*plan("NEG"), form=STANDARD, as_of=MAY))
    newer = bring(extract(*plan("EMO", strand="plan:a"), form=ANNEX_A, as_of=JUNE))
    assert told_of("anna") == [(E.PLAN_STARTED, ON, "EMO", {})]
    (said,) = found(newer, "sources-disagree")
    assert (said.column, said.examples.get().child) == ("initial_category", person("anna"))
    assert origins("anna")[STANDARD] == "initial_category=NEG"


def test_an_older_source_of_another_format_does_not_put_its_value_back():
    bring(extract(*plan("EMO"), form=STANDARD, as_of=JUNE))
    older = bring(extract(*plan("NEG", strand="plan:a"), form=ANNEX_A, as_of=MAY))
    assert told_of("anna") == [(E.PLAN_STARTED, ON, "EMO", {})]
    (said,) = found(older, "record-is-newer")
    assert said.examples.get().raw == "this source: NEG; the record: EMO"
    assert origins("anna")[ANNEX_A] == "initial_category=NEG"


def test_a_source_that_is_silent_takes_nothing_away_from_another():
    bring(extract(*plan("NEG", ended_on=date(2026, 5, 20)), form=STANDARD, as_of=MAY))
    bring(extract(*plan("NEG", strand="plan:a"), form=ANNEX_A, as_of=JUNE))
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED, E.PLAN_ENDED]


def test_a_format_that_no_longer_has_a_column_takes_nothing_away():
    bring(extract(*plan("NEG", ended_on=date(2026, 5, 20)), form=STANDARD, as_of=MAY))
    without = {kind: facts for kind, facts in EVERYTHING.kinds.items() if kind is not E.PLAN_ENDED}
    later = bring(extract(*plan("NEG"), form=STANDARD, coverage=Coverage(without)))
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED, E.PLAN_ENDED]
    assert changes(later)["protection.protectionplan"] == (0, 0, 1, 0, 0)


def test_whoever_knows_every_visit_outweighs_whoever_knows_only_the_latest():
    visit = ("anna", E.CIN_VISIT_HELD, date(2026, 5, 4))
    bring(extract((*visit, {"yes": bits([F.EARLIER_UNKNOWN, F.CHILD_SEEN])}), form=ANNEX_A, as_of=MAY))
    bring(extract((*visit, {"yes": bits([F.CHILD_SEEN])}), form=STANDARD, as_of=MAY))
    assert told_of("anna") == [(E.CIN_VISIT_HELD, date(2026, 5, 4), None, {F.CHILD_SEEN: True})]
    bring(extract((*visit, {"yes": bits([F.EARLIER_UNKNOWN, F.CHILD_SEEN])}), form=ANNEX_A))
    assert F.EARLIER_UNKNOWN not in told_of("anna")[0][3]


def test_what_was_recorded_here_gives_way_to_no_source():
    from keel.protection.models import ProtectionPlan  # noqa: PLC0415

    bring(extract(children={"anna": {}}, form=STANDARD, as_of=MAY))
    ProtectionPlan.objects.create(child=person("anna"), started_on=ON, initial_category="SAB")
    brought = bring(extract(*plan("NEG"), form=STANDARD))
    assert told_of("anna") == [(E.PLAN_STARTED, ON, "SAB", {})]
    assert found(brought, "record-is-newer")


def test_a_person_merged_into_another_stays_merged():
    from keel.people.models import Person  # noqa: PLC0415

    bring(extract(*plan("NEG"), children={"anna": {"birth_on": date(2018, 4, 1)}, "annie": {}}, as_of=MAY))
    anna, annie = person("anna"), person("annie")
    Person.objects.filter(pk=annie.pk).update(merged_into=anna)
    visit = ("annie", E.CIN_VISIT_HELD, date(2026, 6, 4))
    bring(extract(*plan("NEG"), visit, children={"anna": {}, "annie": {}}))
    assert [kind for kind, *_ in told_of("anna")] == [E.PLAN_STARTED, E.CIN_VISIT_HELD]
    assert Person.objects.count() == 2


def test_two_records_made_one_do_not_become_more_visits_with_the_next_extract():
    """The source goes on speaking of two children, with a visit to each on the same day."""
    from keel.access.models import User  # noqa: PLC0415
    from keel.people.actions import merge, unmerge  # noqa: PLC0415

    visits = [(name, E.CIN_VISIT_HELD, date(2026, 6, 4)) for name in ("anna", "annie")]
    both = {"anna": {"birth_on": date(2018, 4, 1)}, "annie": {"birth_on": date(2018, 4, 1)}}
    bring(extract(*visits, children=both, as_of=MAY))
    maya = User.objects.create_user("maya@severnshire.example", name="Maya Okoro")
    done = merge(by=maya, kept=person("anna"), merged=person("annie"), reason="one child, two numbers")
    again = bring(extract(*visits, children=both))
    assert changes(again)["protection.inneedvisit"] == (0, 0, 2, 0, 0)
    assert [kind for kind, *_ in told_of("anna")] == [E.CIN_VISIT_HELD] * 2
    assert unmerge(by=maya, merge=done, why="two cousins of one name") == []
    assert changes(bring(extract(*visits, children=both)))["protection.inneedvisit"] == (0, 0, 2, 0, 0)
    assert [kind for kind, *_ in told_of("annie")] == [E.CIN_VISIT_HELD]


def test_two_children_with_one_number_in_two_sources_are_one_child():
    bring(extract(children={"anna": {"birth_on": date(2018, 4, 1)}}, form=STANDARD, as_of=MAY))
    bring(extract(children={"anna": {"sex": "F"}}, form=ANNEX_A))
    anna = person("anna")
    assert (anna.birth_on, anna.sex, anna.is_child) == (date(2018, 4, 1), "F", True)


def test_what_the_record_can_feed_is_what_its_sources_can_feed_together():
    from keel.record.coverage import coverage_held  # noqa: PLC0415

    of_plans = Coverage({E.PLAN_STARTED: frozenset(), E.PLAN_ENDED: frozenset()}, has_births=False)
    of_visits = Coverage({E.VISIT_HELD: frozenset({F.CHILD_SEEN})}, absent={E.PLAN_ENDED: "no such list"})
    bring(extract(*plan("NEG"), coverage=of_plans))
    bring(extract(children={"anna": {}}, form=ANNEX_A, coverage=of_visits))
    held = coverage_held()
    assert set(held.kinds) == {E.PLAN_STARTED, E.PLAN_ENDED, E.VISIT_HELD}
    assert held.kinds[E.VISIT_HELD] == {F.CHILD_SEEN}
    assert (held.has_births, held.absent) == (True, {})
    bring(extract(children={"anna": {}}, form=ANNEX_A, coverage=Coverage()))
    assert set(coverage_held().kinds) == {E.PLAN_STARTED, E.PLAN_ENDED}
