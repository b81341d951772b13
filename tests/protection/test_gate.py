"""A plan that leaves something out does not reach a manager's signature unseen: each rule, met and not met."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from keel.people.models import Person
from keel.practice.language import avoided, found_in
from keel.practice.standards import load
from keel.protection.comparing import Change, compared
from keel.protection.gate import Gate, gate_of, rules
from keel.protection.models import (
    Contingency,
    ParentViews,
    PlanAction,
    PlanMember,
    PlanOutcome,
    PlanVersion,
)
from keel.protection.plan_rules import CHECKS
from keel.protection.written import SECTIONS, Written

DAY = date(2026, 6, 30)
FACTS = ("is_contingency_complete", "has_child_views", "has_parent_views", "is_child_focused")
ADA, ROSA, TOM = Person(birth_on=date(2015, 4, 9)), Person(), Person()


def whole(**changes: Any) -> Written:
    """A plan that meets every rule, with what a test changes in its version."""
    version = {
        "version": 1,
        "worry": "On 4 May Ada was alone at home all night.",
        "daily_life": "Ada gets herself up. On 9 May she said “I make the tea”.",
        "child_views": "I want Mum to be home.",
        "child_views_method": "Three houses",
        "child_views_on": date(2026, 6, 1),
        "child_views_by": "Maya Okoro",
        "visits": "Maya every ten days, alone at school; the health visitor each month.",
        "bottom_line": "Ada is never alone at night.",
        "strengths": "Rosa cooks every day.",
        "needs": "Sleep, and somebody to talk to.",
        "communication_needs": "Rosa likes to be read to.",
        "form_given": "Easy read",
        "network_offered_on": date(2026, 5, 20),
        "network_answer": "Yes, in July.",
        "core_group_on": date(2026, 7, 10),
        "later_core_group_on": date(2026, 8, 10),
    } | changes
    outcome = PlanOutcome(pk=1, outcome="Ada sleeps at home with an adult.", measure="Diary", by_on=DAY)
    action = PlanAction(
        pk=1, outcome_id=1, action="Keep a diary", owner="Rosa", due_on=DAY, done_when="Seen each week"
    )
    return Written(
        version=PlanVersion(**version),
        child=ADA,
        started_on=DAY - timedelta(days=60),
        category="NEG",
        outcomes=[outcome],
        actions=[action],
        contingencies=[
            Contingency(
                pk=1, trigger="A night alone", response="A meeting", within="The same day",
                decided_by="Helen Ward", is_court_considered=True,
            )
        ],
        parents=[ParentViews(pk=1, person_id=ROSA.pk, views="I try.", asked_on=date(2026, 6, 2))],
        members=[PlanMember(pk=1, name="Kemi Balogun", role="Health visitor")],
        known_parents=[ROSA],
        names={ADA.pk: "Ada", ROSA.pk: "Rosa", TOM.pk: "Tom"},
    )  # fmt: skip


def gate(plan: Written) -> Gate:
    return gate_of(plan, load(), DAY)


def fails(plan: Written) -> set[str]:
    return {each.rule.key for each in gate(plan).failures}


def test_each_rule_is_declared_once_and_asked() -> None:
    keys = [rule.key for rule in rules()]
    assert sorted(keys) == sorted(CHECKS)
    assert {rule.level for rule in rules()} == {"must", "should"}
    assert {rule.section for rule in rules()} - {""} <= {section.key for section in SECTIONS}
    assert {rule.fact for rule in rules()} - {""} == set(FACTS)
    assert all(rule.standard in load() for rule in rules() if rule.standard)


def test_a_whole_plan_passes_with_every_fact() -> None:
    said = gate(whole())
    assert said.failures == ()
    assert said.is_passed
    assert all(said.holds(fact) for fact in FACTS)


def test_an_empty_plan_passes_nothing() -> None:
    said = gate(Written(version=PlanVersion(), child=ADA, names={ADA.pk: "Ada"}))
    assert not said.is_passed
    assert not any(said.holds(fact) for fact in FACTS)
    silent = {section.key for section in SECTIONS} - {each.section.key for each in said.failing}
    assert silent == {"legal"}, "every section that must be written says that it is not"


OF_VERSION = [
    ({"worry": " "}, "worry"),
    ({"worry": "Ada was alone all night."}, "worry_dated"),
    ({"daily_life": "On 9 May the mother was out."}, "daily_life"),
    ({"daily_life": "Ada gets herself up."}, "daily_life_dated"),
    ({"child_views": ""}, "child_views"),
    ({"child_views_method": ""}, "child_views"),
    ({"child_views_by": ""}, "child_views"),
    ({"child_views_on": date(2026, 3, 29)}, "child_views_fresh"),
    ({"visits": ""}, "visits"),
    ({"bottom_line": ""}, "bottom_line"),
    ({"strengths": ""}, "strengths"),
    ({"needs": ""}, "needs"),
    ({"form_given": ""}, "communication"),
    ({"network_offered_on": None}, "network"),
    ({"network_answer": ""}, "network"),
    ({"later_core_group_on": None}, "members"),
    ({"visits": "Maya every ten days. She is hard to reach."}, "words"),
    ({"visits": "Maya every ten days, to monitor."}, "plain_words"),
]


@pytest.mark.parametrize(("changes", "rule"), OF_VERSION)
def test_what_is_missing_fails_its_own_rule_and_no_other(changes: dict[str, Any], rule: str) -> None:
    assert fails(whole(**changes)) == {rule}


def action(**changes: Any) -> Callable[[Written], Written]:
    def changed(plan: Written) -> Written:
        row = plan.actions[0]
        for name, value in changes.items():
            setattr(row, name, value)
        return plan

    return changed


OF_ROWS: list[tuple[Callable[[Written], Written], set[str]]] = [
    (action(owner=""), {"actions_owned"}),
    (action(due_on=None), {"actions_owned"}),
    (action(done_when=" "), {"actions_evidenced"}),
    (action(outcome_id=None), {"actions", "actions_linked", "actions_for_child"}),
    (lambda p: replace(p, actions=[]), {"actions"}),
    (lambda p: replace(p, category=""), {"particulars"}),
    (lambda p: replace(p, child=Person(expected_on=DAY), names={}), {"particulars"}),
    (lambda p: replace(p, contingencies=[]), {"contingency"}),
    (lambda p: replace(p, contingencies=[Contingency(pk=1, trigger="A night alone")]), {"contingency_whole"}),
    (lambda p: replace(p, members=[]), {"members"}),
    (lambda p: replace(p, members=[PlanMember(pk=1, name="Kemi")]), {"members"}),
    (lambda p: replace(p, known_parents=[ROSA, TOM]), {"parents_asked"}),
    (lambda p: replace(p, known_parents=[], parents=[]), {"parents_asked"}),
    (
        lambda p: replace(
            p, parents=[ParentViews(pk=1, person_id=ROSA.pk, views="x", asked_on=date(2026, 3, 29))]
        ),
        {"parents_fresh"},
    ),
]


@pytest.mark.parametrize(("change", "expected"), OF_ROWS)
def test_rows_that_lack_something_fail(change: Callable[[Written], Written], expected: set[str]) -> None:
    assert fails(change(whole())) == expected


def test_a_parent_living_apart_is_asked_for_by_name_and_tries_with_a_day_count() -> None:
    plan = replace(whole(), known_parents=[ROSA, TOM])
    [failure] = gate(plan).failing
    assert failure.where.startswith("Tom:")
    tried = ParentViews(pk=2, person_id=TOM.pk, tries="Rang and wrote.", asked_on=date(2026, 6, 3))
    assert fails(replace(plan, parents=[*plan.parents, tried])) == set()
    assert fails(replace(plan, parents=[*plan.parents, ParentViews(pk=2, person_id=TOM.pk, tries="Rang.")]))


def test_an_outcome_about_the_parent_alone_is_told_with_its_words() -> None:
    plan = whole()
    plan.outcomes[0].outcome = "Rosa stops drinking."
    said = gate(plan)
    [named] = [each for each in said.failing if each.rule.key == "outcomes_named"]
    assert named.where == "“Rosa stops drinking.” does not name Ada."
    assert not said.holds("is_child_focused")


def test_views_are_old_the_day_after_the_standard() -> None:
    assert fails(whole(child_views_on=date(2026, 3, 30))) == set()
    said = gate(whole(child_views_on=date(2026, 3, 29)))
    assert said.failing[0].number == "3 months (local value, please confirm)"
    assert not said.holds("has_child_views")


def test_more_actions_than_the_standard_fail_and_those_done_are_not_counted() -> None:
    plan = whole()
    first = plan.actions[0]
    many = [
        PlanAction(pk=pk, outcome_id=1, action="x", owner="Rosa", due_on=DAY, done_when="x")
        for pk in range(2, 13)
    ]
    assert fails(replace(plan, actions=[first, *many])) == set()
    thirteenth = PlanAction(pk=13, outcome_id=1, action="x", owner="Rosa", due_on=DAY, done_when="x")
    assert fails(replace(plan, actions=[first, *many, thirteenth])) == {"actions_few"}
    thirteenth.done_on = DAY
    assert fails(replace(plan, actions=[first, *many, thirteenth])) == set()


@pytest.mark.parametrize(
    ("started_on", "expected"),
    [(date(2025, 10, 1), set()), (date(2025, 9, 30), {"legal"}), (date(2025, 1, 1), {"legal"})],
)
def test_legal_planning_is_asked_for_from_the_ninth_month(started_on: date, expected: set[str]) -> None:
    assert fails(replace(whole(), started_on=started_on)) == expected
    decided = whole(legal_considered_on=DAY, legal_decision="Not now", legal_reason="Going well")
    assert fails(replace(decided, started_on=started_on)) == set()


def test_the_same_words_again_need_a_reason() -> None:
    plan = replace(whole(version=2), before=whole())
    assert fails(plan) == {"changed"}
    assert fails(replace(whole(version=2, why_unchanged="All still true"), before=whole())) == set()
    assert fails(replace(whole(version=2, needs="Sleep"), before=whole())) == set()


def test_an_avoided_word_is_told_once_in_its_section_with_what_to_say() -> None:
    said = gate(whole(visits="Maya. A chaotic home, chaotic days.", strengths="Not chaotic."))
    told = [(each.section.key, each.where) for each in said.failing]
    assert told == [("safety", "“chaotic”: say what happens at home, with an example.")]


def test_words_that_somebody_said_may_stand() -> None:
    assert fails(whole(strengths="Rosa says “it is chaotic, I know”.")) == set()


def test_what_is_said_instead_is_not_itself_avoided() -> None:
    for each in avoided():
        assert each.terms, each
        assert not [found.term for found in found_in(each.say) if found.blocks], each.say
        for term in each.terms:
            assert list(found_in(f"so {term.removesuffix('*')}.")), term


def test_a_word_within_a_word_is_left_alone() -> None:
    assert list(found_in("The lacquer was black; claimsman; plop.")) == []


# Comparing two versions


def test_what_changed_is_told_by_what_was_carried_over_and_not_by_place() -> None:
    before = whole()
    after = whole(needs="", bottom_line="Ada is never alone at any time.")
    kept = PlanOutcome(pk=9, carried_from_id=1, outcome="Ada sleeps well.", measure="Diary", by_on=DAY)
    new = PlanOutcome(pk=8, outcome="Ada is at school.", measure="Register", by_on=DAY)
    moved = PlanAction(
        pk=7, carried_from_id=1, outcome_id=9, action="Keep a diary", owner="Rosa", due_on=DAY,
        done_when="Seen each week",
    )  # fmt: skip
    after = replace(after, outcomes=[new, kept], actions=[moved])
    told = {(line.label, line.change) for line in compared(before, after).lines}
    assert ("Outcome 2", Change.CHANGED) in told
    assert ("Outcome 1", Change.ADDED) in told
    assert ("What the child needs", Change.GONE) in told
    assert ("What must never happen", Change.CHANGED) in told
    assert ("Action 1", Change.SAME) in told, "its outcome was put in other words; the action was not changed"
    assert compared(before, after).was_there == compared(before, before).was_there
    assert compared(before, before).unchanged == len(compared(before, before).lines)


def test_an_action_for_another_outcome_has_changed() -> None:
    before = whole()
    other = PlanOutcome(pk=8, outcome="Ada is at school.", measure="Register", by_on=DAY)
    after = replace(whole(), outcomes=[*before.outcomes, other])
    after.actions[0].outcome_id = 8
    assert [line.change for line in compared(before, after).of("actions")] == [Change.CHANGED]


def test_word_by_word_nothing_is_lost() -> None:
    before, after = whole(), whole(bottom_line="Ada is not alone at night or day.")
    [line] = [line for line in compared(before, after).lines if line.change is Change.CHANGED]
    old = " ".join(piece.words for piece in line.pieces if piece.change is not Change.ADDED)
    new = " ".join(piece.words for piece in line.pieces if piece.change is not Change.GONE)
    assert (old, new) == (before.version.bottom_line, after.version.bottom_line)
