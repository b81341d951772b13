"""The policy: what nothing outweighs, what nothing gives, and the table of who may see and do what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keel.access.policy import (
    Act,
    Answer,
    Asker,
    Held,
    OpenedFor,
    Relation,
    Restricted,
    Standing,
    Tie,
    decide,
)
from keel.access.roles import Role
from keel.access.rules import CELLS, LOOKED_AFTER, OF_NO_CHILD, SOURCES, STEP_UP

UNTIL = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(hours=4)
OF_A_CHILD = [act for act in Act if act not in OF_NO_CHILD]
CASE = [act for act in OF_A_CHILD if act not in {Act.AUDIT_READ, Act.OPENING_REVIEW, Act.RESTRICTION_MANAGE}]


def _chosen(bits: int, of: list[object]) -> frozenset[object]:
    """Those whose bit is set."""
    return frozenset(one for place, one in enumerate(of) if bits >> place & 1)


# Drawn as one number each, since ten thousand structures drawn piece by piece take minutes.
ROLES, TIES = list(Role), [Tie(role, relation) for role in Role for relation in Relation]
few = st.integers(0, 2 ** len(ROLES) - 1).flatmap(
    lambda n: st.integers(0, 2 ** len(ROLES) - 1).map(n.__and__)
)
askers = st.tuples(few, st.integers(0, 15)).map(
    lambda drawn: Asker(
        7,
        frozenset(Held(role, drawn[1] or None) for role in _chosen(drawn[0], ROLES)),
        is_gone=drawn[1] % 8 == 1,
        has_stepped_up=drawn[1] % 2 == 0,
    )
)
ties = st.tuples(st.integers(0, 2 ** len(TIES) - 1), st.integers(0, 2 ** len(TIES) - 1)).map(
    lambda drawn: _chosen(drawn[0] & drawn[1], TIES)
)
standings = st.tuples(ties, st.integers(0, 4 * 2 * 3 - 1)).map(
    lambda drawn: Standing(
        ties=drawn[0],
        restricted=list(Restricted)[drawn[1] % 4],
        is_excluded=drawn[1] // 4 % 2 == 1,
        opened=(None, OpenedFor("cover", UNTIL), OpenedFor("cover", UNTIL, has_stepped_up=True))[
            drawn[1] // 8
        ],
        ring="Priya Nair",
    )
)
MANY, SOME = settings(max_examples=600), settings(max_examples=150)  # each asked for every act
RANK = {Answer.NO: 0, Answer.ASK: 1, Answer.YES: 2}


def rank(asker: Asker, act: Act, standing: Standing) -> int:
    return RANK[decide(asker, act, standing).answer]


@MANY
@given(askers, standings)
def test_what_closes_a_record_outweighs_all_that_opens_it(asker: Asker, standing: Standing) -> None:
    for act in Act:
        what_closes_outweighs_what_opens(asker, act, standing)


def what_closes_outweighs_what_opens(asker: Asker, act: Act, standing: Standing) -> None:
    decision = decide(asker, act, standing)
    assert decision.why
    if asker.is_gone or standing.is_excluded or standing.restricted is Restricted.HIDDEN:
        assert decision.answer is Answer.NO
    if asker.roles <= {Role.SYSTEM_ADMINISTRATOR} and act in CASE:
        assert decision.answer is Answer.NO
    if not asker.held:
        assert decision.answer is Answer.NO
    if decision.answer is Answer.ASK:
        assert decision.needs_reason or decision.needs_step_up
    if decision and act in STEP_UP:
        assert asker.has_stepped_up
    if decision and standing.restricted is Restricted.RESTRICTED:
        assert act not in OF_NO_CHILD
        if act in LOOKED_AFTER and Role.INFORMATION_GOVERNANCE in asker.roles:
            return  # looked after without being opened
        assert standing.opened is not None
        assert standing.opened.has_stepped_up


@SOME
@given(askers, standings)
def test_a_restriction_an_exclusion_or_leaving_never_gives_more(asker: Asker, standing: Standing) -> None:
    free = replace(standing, restricted=Restricted.NO, is_excluded=False)
    grades = (Restricted.LISTED, Restricted.RESTRICTED, Restricted.HIDDEN)
    for act in Act:
        assert rank(asker, act, standing) <= rank(asker, act, free)
        assert rank(asker, act, replace(standing, restricted=Restricted.LISTED)) == rank(
            asker, act, replace(standing, restricted=Restricted.NO)
        )
        ranks = [rank(asker, act, replace(standing, restricted=grade)) for grade in grades]
        assert ranks == sorted(ranks, reverse=True)
        assert rank(replace(asker, is_gone=True), act, standing) == 0


@SOME
@given(askers, standings, ties)
def test_more_ties_or_an_opening_never_give_less(
    asker: Asker, standing: Standing, more: frozenset[Tie]
) -> None:
    opened = replace(standing, opened=OpenedFor("cover", UNTIL, has_stepped_up=True))
    for act in Act:
        assert rank(asker, act, replace(standing, ties=standing.ties | more)) >= rank(asker, act, standing)
        assert rank(asker, act, opened) >= rank(asker, act, replace(standing, opened=None))


@SOME
@given(askers, standings)
def test_an_opening_only_answers_what_was_asked_a_reason_for(asker: Asker, standing: Standing) -> None:
    for act in CASE:
        without = decide(asker, act, replace(standing, opened=None))
        if without.answer is Answer.NO:
            assert decide(asker, act, standing).answer is Answer.NO


@SOME
@given(askers, standings)
def test_a_tie_of_a_role_that_is_not_held_counts_for_nothing(asker: Asker, standing: Standing) -> None:
    held = replace(standing, ties=frozenset(tie for tie in standing.ties if tie.role in asker.roles))
    for act in Act:
        assert decide(asker, act, standing) == decide(asker, act, held)


WORKER = Tie(Role.SOCIAL_WORKER, Relation.ALLOCATED)
MANAGER = Tie(Role.TEAM_MANAGER, Relation.MANAGING)
SERVICE = Tie(Role.SERVICE_MANAGER, Relation.MANAGING)
CHAIR = Tie(Role.CONFERENCE_CHAIR, Relation.CHAIRING)
AUDITOR = Tie(Role.AUDITOR, Relation.AUDITING)
LAWYER = Tie(Role.LAWYER, Relation.LEGAL)
BUSINESS = Tie(Role.BUSINESS_SUPPORT, Relation.SUPPORTING)
DUTY = Tie(Role.EMERGENCY_DUTY, Relation.ON_DUTY)
DIRECTOR = Tie(Role.DIRECTOR, Relation.MANAGING)
YES, NO, ASK = Answer.YES, Answer.NO, Answer.ASK

TABLE = [
    (
        Act.CHILD_READ,
        {WORKER: YES, MANAGER: YES, CHAIR: YES, LAWYER: YES, BUSINESS: YES, DUTY: YES, DIRECTOR: YES},
    ),
    (Act.CONTACT_APPROVE, {WORKER: NO, MANAGER: YES, SERVICE: NO, DIRECTOR: NO}),
    (Act.CONTACT_READ, {LAWYER: NO, BUSINESS: YES}),
    (Act.STRATEGY_APPROVE, {WORKER: NO, MANAGER: YES, CHAIR: NO}),
    (Act.CONFERENCE_RECORD_APPROVE, {CHAIR: YES, MANAGER: NO, WORKER: NO}),
    (Act.CONFERENCE_RECORD_WRITE, {CHAIR: YES, BUSINESS: YES, WORKER: NO}),
    (Act.PLAN_WRITE, {WORKER: YES, CHAIR: NO, AUDITOR: NO, DIRECTOR: NO}),
    (Act.PLAN_APPROVE, {MANAGER: YES, WORKER: NO}),
    (Act.VISIT_READ, {WORKER: YES, LAWYER: ASK, BUSINESS: NO, DUTY: YES}),
    (Act.VISIT_WRITE, {WORKER: YES, MANAGER: NO, CHAIR: NO, AUDITOR: NO}),
    (Act.SUPERVISION_READ, {WORKER: YES, LAWYER: NO, BUSINESS: NO, DUTY: NO}),
    (Act.SUPERVISION_PERSONAL_READ, {MANAGER: YES, SERVICE: ASK, CHAIR: NO, DIRECTOR: NO, WORKER: NO}),
    (Act.LEGAL_ADVICE_READ, {WORKER: YES, MANAGER: YES, LAWYER: YES, CHAIR: NO, AUDITOR: NO, DIRECTOR: YES}),
    (Act.LEGAL_ADVICE_WRITE, {LAWYER: YES, WORKER: NO, DIRECTOR: NO}),
    (Act.LETTER_APPROVE, {LAWYER: YES, MANAGER: YES, SERVICE: YES, WORKER: NO}),
    (Act.CHALLENGE_WRITE, {CHAIR: YES, WORKER: NO, MANAGER: NO}),
    (Act.GRADE_WRITE, {AUDITOR: YES, WORKER: NO, MANAGER: NO}),
]


@pytest.mark.parametrize(("act", "expected"), TABLE, ids=[act for act, _ in TABLE])
def test_who_may_see_and_do_what_with_a_child_of_her_own(act: Act, expected: dict[Tie, Answer]) -> None:
    for tie, answer in expected.items():
        asker = Asker(1, frozenset({Held(tie.role)}), has_stepped_up=True)
        assert decide(asker, act, Standing(ties=frozenset({tie}))).answer is answer, tie


def test_her_own_supervision_is_hers_to_read() -> None:
    asker = Asker(1, frozenset({Held(Role.SOCIAL_WORKER, 1)}))
    own = Standing(ties=frozenset({Tie(Role.SOCIAL_WORKER, Relation.OWN)}))
    assert decide(asker, Act.SUPERVISION_PERSONAL_READ, own)
    assert not decide(asker, Act.SUPERVISION_PERSONAL_READ)


@pytest.mark.parametrize(
    "act",
    [
        Act.LEGAL_ADVICE_READ,
        Act.SUPERVISION_READ,
        Act.SUPERVISION_PERSONAL_READ,
        Act.PLAN_WRITE,
        Act.GRADE_READ,
    ],
)
def test_a_reason_opens_no_more_than_a_colleague_would_need(act: Act) -> None:
    asker = Asker(1, frozenset({Held(Role.SOCIAL_WORKER, 1)}))
    assert decide(asker, act, Standing(opened=OpenedFor("cover", UNTIL))).answer is Answer.NO


def test_whoever_would_have_opened_it_may_break_the_glass_and_nobody_else_knows_of_it() -> None:
    restricted = Standing(ties=frozenset({DUTY}), restricted=Restricted.RESTRICTED, ring="Priya Nair")
    duty = Asker(1, frozenset({Held(Role.EMERGENCY_DUTY)}))
    decision = decide(duty, Act.CHILD_READ, restricted)
    assert (decision.answer, decision.needs_reason, decision.needs_step_up) == (ASK, True, True)
    assert "Ring Priya Nair" in decision.why
    stranger = Asker(2, frozenset({Held(Role.SOCIAL_WORKER, 1)}))
    opened = replace(restricted, ties=frozenset(), opened=OpenedFor("cover", UNTIL, has_stepped_up=True))
    assert decide(stranger, Act.CHILD_READ, opened).answer is NO


def test_every_relation_that_a_role_gives_opens_the_child() -> None:
    for source in SOURCES:
        asker = Asker(1, frozenset({Held(source.role)}))
        standing = Standing(ties=frozenset({Tie(source.role, source.relation)}))
        act = Act.PARTNER_READ if source.role is Role.PARTNER else Act.CHILD_READ
        assert decide(asker, act, standing), source


def test_another_agency_has_its_own_part_and_nothing_else_of_a_child() -> None:
    of_her = {key[0] for key in CELLS if key[1] is Role.PARTNER and key[0] not in OF_NO_CHILD}
    assert of_her == {Act.PARTNER_READ, Act.PARTNER_WRITE}
    assert {key[1:] for key in CELLS if key[0] in of_her} == {(Role.PARTNER, Relation.PARTNER)}
