"""What was entered or decided at the front door is put right with a reason: by whom it may be, and what follows."""

from datetime import date, time
from typing import Any

import pytest
from front_door_pages import DAY, address, made_contact, made_referral
from sent import mistakes, opened
from test_assessing import whole
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door.assessments import DONE, SENT, WRITING, factors_of
from keel.front_door.deciding import DECIDED
from keel.front_door.models import Assessment, Contact, PrivateFostering
from keel.front_door.suitability import SUITABLE
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.recording.moves import moved, moves_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast: Cast) -> Person:
    return cast.families["own"].child


def corrected(cast: Cast, who: str, page: str, row: Any, **changes: Any) -> Any:
    """The page sent back as it stands, but for the changes."""
    client, way = cast.client(who), address(f"{page}-correction", row.child, row)
    return client.post(way, opened(client, way) | {f"right-{name}": said for name, said in changes.items()})


def answered(cast: Cast, who: str, page: str, row: Any) -> str:
    return cast.client(who).get(address(f"{page}-correction", row.child, row)).content.decode()


@pytest.fixture
def contact(cast: Cast, child: Person) -> Contact:
    """Decided by the manager, and the school told."""
    made = made_contact(
        cast, child, outcome="Referral to children’s social care", decision="Zqtwo bruises", made_on=date(2026, 4, 15),
        decided_on=date(2026, 4, 16), is_referrer_told=True, referrer_told_on=date(2026, 4, 16),
        is_no_further_action=False, received_time=time(9),
    )  # fmt: skip
    moved(made, DECIDED, by=cast["team_manager"])
    return made


def test_a_contacts_facts_are_put_right_and_what_was_made_of_it_with_them(
    cast: Cast, child: Person, contact: Contact
) -> None:
    hold_everything(today())
    shared = {name: getattr(contact, name) for name in ("partner_aware_on", "partner_agency", "source")}
    referral = made_referral(child, contact=contact, **shared, referrals_in_year=2)
    begun = Assessment.objects.create(child=child, referral=referral, referred_on=DAY, started_on=DAY)
    reassess(child)
    right = {"received_on": "13/4/2026", "partner_aware_on": "13/4/2026", "source": "1B"}
    answer = corrected(cast, "worker", "contact", contact, **right, why="The post book says Monday")
    assert answer.status_code == 302, mistakes(answer)
    for row in (contact, referral, begun):
        row.refresh_from_db()
    monday = date(2026, 4, 13)
    assert (contact.received_on, referral.received_on, begun.referred_on) == (monday, monday, monday)
    assert (referral.partner_aware_on, referral.source, referral.referrals_in_year) == (monday, "1B", 1)
    page = cast.client("team_manager").get(answer.headers["Location"]).content.decode()
    for words in (
        "Maya Okoro",
        "The post book says Monday. Before",
        "14 April 2026",
        "10 April 2026",
        "“School”",
    ):
        assert words in page, words
    assert "The post book says Monday" in moves_of(referral)[-1].reason, "there too"
    reading = StoredReading.objects.get(child=child, timescale="referral_lag_partner")
    assert (reading.status, reading.started_on) == ("met", monday)


def test_what_a_contact_says_must_still_be_possible(cast: Cast, contact: Contact) -> None:
    for changes, words in (
        ({"partner_aware_on": "15/4/2026"}, "told before the partner knew"),
        ({"received_on": "16/4/2026"}, "It was dealt with on 15 April 2026"),
        ({"source": ""}, "required"),
    ):
        answer = corrected(cast, "worker", "contact", contact, **changes, why="No")
        assert (answer.status_code, words in mistakes(answer)) == (422, True), mistakes(answer)


def test_a_decision_is_put_right_only_by_a_manager_who_wrote_none_of_it(
    cast: Cast, child: Person, contact: Contact
) -> None:
    for who in ("worker", "chair", "business"):
        way = address("contact-decision-correction", child, contact)
        assert cast.client(who).get(way).status_code == 404, who
    right = {"outcome": "Referral to children’s social care, with a strategy discussion at once"}
    referral = made_referral(child, contact=contact, outcome=contact.outcome)
    answer = corrected(
        cast, "team_manager", "contact-decision", contact, **right, why="I ticked the wrong one"
    )
    assert answer.status_code == 302, mistakes(answer)
    for row in (contact, referral):
        row.refresh_from_db()
        assert row.outcome == right["outcome"]
    assert contact.decided_on == date(2026, 4, 16), "the duty is done once the school is told"
    assert [move.state for move in moves_of(contact)] == ["decided", "decision corrected"]
    again = corrected(cast, "team_manager", "contact-decision", contact, decision="Zqthree", why="One more")
    assert again.status_code == 302, "to put her own decision right is not to write the contact"
    kind = {"outcome": "No further action"}
    assert corrected(cast, "team_manager", "contact-decision", contact, **kind, why="No").status_code == 422
    assert "stays as it was decided" in answered(cast, "team_manager", "contact-decision", contact)
    Contact.objects.update(recorded_by=cast["team_manager"])
    assert "You wrote this contact" in answered(cast, "team_manager", "contact-decision", contact)


def test_a_decision_made_later_is_in_time_no_more(cast: Cast, child: Person, contact: Contact) -> None:
    hold_everything(today())
    Contact.objects.update(referrer_told_on=date(2026, 4, 15), decided_on=date(2026, 4, 15))
    reassess(child)
    readings = StoredReading.objects.filter(child=child, timescale="contact_decision")
    assert readings.get().status == "met"
    told = corrected(cast, "worker", "telling", contact, referrer_told_on="16/4/2026", why="She rang back")
    assert told.status_code == 302, mistakes(told)
    assert readings.get().status == "late"
    late = corrected(cast, "team_manager", "contact-decision", contact, made_on="13/4/2026", why="No")
    assert "before the contact reached us" in mistakes(late)


def test_a_closing_is_put_right_by_whoever_may_close_and_not_for_what_never_was(
    cast: Cast, child: Person
) -> None:
    referral = made_referral(
        child, closed_on=date(2026, 4, 15), close_reason="RC1", closing_words="Zqgran helps"
    )
    answer = corrected(cast, "team_manager", "closing", referral, close_reason="RC8", why="No")
    assert "No assessment of this referral is authorised" in mistakes(answer)
    assert (
        corrected(
            cast, "team_manager", "closing", referral, close_reason="RC1", closed_on="16/4/2026", why="Yes"
        ).status_code
        == 302
    )
    referral.refresh_from_db()
    assert referral.closed_on == date(2026, 4, 16)
    assert cast.client("worker").get(address("closing-correction", child, referral)).status_code == 404
    open_one = made_referral(child)
    assert "is not closed" in answered(cast, "team_manager", "closing", open_one)


@pytest.fixture
def assessment(cast: Cast, child: Person) -> Assessment:
    """Authorised by the manager; the child was not seen."""
    made = whole(
        cast, child, made_referral(child), is_child_seen_by_end=False, authorised_on=date(2026, 4, 15),
        authorised_by=cast.workers["team_manager"], is_manager_authorised=True, is_no_further_action=False,
        needs_support=True, is_history_weighed=True,
    )  # fmt: skip
    for state, who in ((WRITING, "worker"), (SENT, "worker"), (DONE, "team_manager")):
        moved(made, state, by=cast[who])
    return made


def test_an_authorised_assessment_is_put_right_and_stays_authorised(
    cast: Cast, child: Person, assessment: Assessment
) -> None:
    page = answered(cast, "worker", "assessment", assessment)
    assert "Zqneeds" in page
    right = {"history_effect": "", "factors": ["3B", "18C"], "is_child_seen_by_end": "yes"}
    answer = corrected(cast, "worker", "assessment", assessment, **right, why="I saw her on the 14th")
    assert answer.status_code == 302, mistakes(answer)
    assessment.refresh_from_db()
    assert (assessment.is_child_seen_by_end, assessment.is_history_weighed) == (True, False)
    assert factors_of(assessment) == ["18C", "3B"]
    assert assessment.authorised_on == date(2026, 4, 15)
    entry = cast.client("worker").get(answer.headers["Location"]).content.decode()
    for words in ("Zqhistory_effect", "Was the child seen in this assessment? No", "I saw her on the 14th"):
        assert words in entry
    for changes, words in (
        ({"factors": ["21", "3B"]}, "stands alone"),
        ({"started_on": "13/4/2026"}, "The referral came on 14 April 2026"),
        ({"started_on": "16/4/2026"}, "It was authorised on 15 April 2026"),
    ):
        assert words in mistakes(corrected(cast, "worker", "assessment", assessment, **changes, why="No"))


def test_what_an_assessment_comes_to_is_put_right_by_a_manager_who_wrote_none_of_it(
    cast: Cast, child: Person, assessment: Assessment
) -> None:
    way = address("assessment-decision-correction", child, assessment)
    assert cast.client("worker").get(way).status_code == 404
    right = {"outcome": "No further action", "why": "Wrong box"}
    assert corrected(cast, "team_manager", "assessment-decision", assessment, **right).status_code == 302
    assessment.refresh_from_db()
    assert (assessment.is_no_further_action, assessment.needs_support) == (True, False)
    moved(assessment, "corrected", by=cast["team_manager"])
    assert "You wrote some of this assessment" in answered(
        cast, "team_manager", "assessment-decision", assessment
    )


def test_what_is_still_being_written_is_written_on_and_not_corrected(cast: Cast, child: Person) -> None:
    made = whole(cast, child, made_referral(child))
    for page, row in (
        ("assessment", made),
        ("parent-view", made.parents.get()),
        ("child-considered", made.children_considered.get()),
    ):
        assert "write on in it" in answered(cast, "worker", page, row), page
    assert "not authorised yet" in answered(cast, "team_manager", "assessment-decision", made)


def test_whether_private_fostering_is_suitable_is_put_right_by_a_manager_who_wrote_none_of_it(
    cast: Cast, child: Person
) -> None:
    row = PrivateFostering.objects.create(
        child=child, notified_on=date(2026, 4, 1), recorded_by=cast["worker"], is_suitable=True,
        decision="Zqshe knows her well", decided_on=DAY,
    )  # fmt: skip
    moved(row, SUITABLE, by=cast["team_manager"])
    page = "private-fostering-decision"
    assert cast.client("worker").get(address(f"{page}-correction", child, row)).status_code == 404
    early = corrected(cast, "team_manager", page, row, decided_on="31/3/2026", why="No")
    assert "did not know of the arrangement yet" in mistakes(early)
    answer = corrected(
        cast, "team_manager", page, row, is_suitable="no", decided_on=f"{DAY:%d/%m/%Y}", why="She left"
    )
    assert answer.status_code == 302, mistakes(answer)
    row.refresh_from_db()
    assert (row.is_suitable, row.decided_on) == (False, DAY)
    seen = cast.client("worker").get(answer.headers["Location"]).content.decode()
    assert "Is the arrangement suitable? Yes" in seen
    PrivateFostering.objects.update(recorded_by=cast["team_manager"])
    assert "You wrote some of this" in answered(cast, "team_manager", page, row)
