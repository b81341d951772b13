"""Section 47 enquiries: what they found, who authorises it, and why there is no conference where there is none."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from sent import mistakes, refused, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import Standing, StoredReading
from keel.people.models import Person
from keel.protection.models import (
    Conference,
    InNeedVisit,
    S47Check,
    S47Enquiry,
    StrategyAgency,
    StrategyDiscussion,
)
from keel.recording.moves import state_of

pytestmark = pytest.mark.django_db
BEGAN = timedelta(days=5)
FOUND = {
    "found-others_spoken_to": "Her mother, her teacher", "found-medical": "A bruise of two days",
    "found-analysis": "She is hit when her mother drinks; it is likely to happen again",
    "found-outcome": "Substantiated, likely to suffer harm", "found-is_conference_required_by_end": "yes",
    "found-child_told": "By me, at school", "found-parent_told": "Mother, at home", "found-agencies_told": "All three",
}  # fmt: skip
NONE_HELD = {
    "decision-is_conference_required": "no", "decision-reason": "He has left and she keeps him away",
    "decision-chair_consulted": "Ruth Kelly", "decision-chair_consulted_on": "today",
    "decision-support_instead": "A child in need plan with weekly visits", "decision-are_partners_told": "yes",
}  # fmt: skip


def way(row: S47Enquiry, page: str) -> str:
    return reverse(f"protection:s47-{page}", args=[row.child_id, row.pk])


@pytest.fixture
def ada(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def enquiry(cast: Cast, ada: Person) -> S47Enquiry:
    """Begun five days ago, checked, and Ada seen alone the next day."""
    about = {"child": ada, "episode": "s47:one"}
    day = today() - BEGAN
    discussion = StrategyDiscussion.objects.create(
        **about, held_on=day, decided_on=day, is_enquiry_started=True
    )
    for agency in ("Local authority", "Police", "Health"):
        StrategyAgency.objects.create(**about, discussion=discussion, agency=agency, is_present=True)
    enquiry = S47Enquiry.objects.create(**about, discussion=discussion, started_on=day)
    S47Check.objects.create(**about, enquiry=enquiry, agency="School", asked_on=day)
    seen = {"visited_on": day + timedelta(days=1), "is_child_seen": True, "is_seen_alone": True}
    InNeedVisit.objects.create(child=ada, **seen)
    return enquiry


def found(cast: Cast, enquiry: S47Enquiry, **boxes: str) -> Any:
    return send(cast.client("worker"), way(enquiry, "outcome"), FOUND, **boxes)


def test_checks_begin_with_the_agencies_of_the_discussion_and_answers_are_added(
    cast: Cast, enquiry: S47Enquiry
) -> None:
    S47Check.objects.all().delete()
    client = cast.client("worker")
    three = {f"checks-{number}-asked_on": "yesterday" for number in range(3)}
    answer = send(client, way(enquiry, "checks"), three)
    assert answer.status_code == 302, mistakes(answer)
    assert [check.agency for check in S47Check.objects.order_by("pk")] == [
        "Local authority",
        "Police",
        "Health",
    ]
    early = {"checks-1-answered_on": (today() - BEGAN).isoformat(), "checks-1-response": "Nothing known"}
    assert "answered before it was asked" in mistakes(send(client, way(enquiry, "checks"), early))
    answer = send(client, way(enquiry, "checks"), early | {"checks-1-answered_on": "today", "revision": "1"})
    assert answer.status_code == 302, mistakes(answer)
    police = S47Check.objects.get(agency="Police")
    assert (police.asked_on, police.answered_on, police.response) == (
        today() - timedelta(days=1),
        today(),
        "Nothing known",
    )
    assert S47Check.objects.count() == 3, "an answer is no second check"


def test_when_she_was_seen_is_carried_over_from_the_visits(cast: Cast, enquiry: S47Enquiry) -> None:
    answer = found(cast, enquiry)
    assert answer.status_code == 302, mistakes(answer)
    enquiry.refresh_from_db()
    assert enquiry.child_seen.endswith(", alone")
    assert (enquiry.is_harm_substantiated, enquiry.ended_on) == (True, None)
    assert state_of(enquiry) == "outcome proposed"


def test_an_outcome_without_the_child_seen_or_anybody_asked_says_why(cast: Cast, enquiry: S47Enquiry) -> None:
    InNeedVisit.objects.all().delete()
    S47Check.objects.all().delete()
    said = mistakes(found(cast, enquiry, found__child_seen="At school"))
    assert "No visit is recorded in which the child was seen." in said
    assert "No agency was asked what it knows." in said


def test_of_a_baby_who_is_not_born_no_page_asks_when_she_was_seen(cast: Cast, enquiry: S47Enquiry) -> None:
    Person.objects.filter(pk=enquiry.child_id).update(birth_on=None, expected_on=today() + timedelta(days=30))
    form = cast.client("worker").get(way(enquiry, "outcome")).context["sheet"].forms["found"]
    assert "child_seen" not in form.fields
    answer = found(cast, enquiry, found__why_odd="Nobody was asked yet", found__child_seen="Alone")
    assert answer.status_code == 302, mistakes(answer)
    enquiry.refresh_from_db()
    assert enquiry.child_seen == ""


def test_what_an_outcome_must_hold(cast: Cast, enquiry: S47Enquiry) -> None:
    needed = (
        "analysis",
        "outcome",
        "is_conference_required_by_end",
        "child_told",
        "parent_told",
        "agencies_told",
    )
    cases = [({f"found-{name}": ""}, "required") for name in needed]
    refused(cast.client("worker"), way(enquiry, "outcome"), FOUND, cases)
    enquiry.refresh_from_db()
    assert enquiry.outcome == ""


def test_nobody_authorises_what_nobody_or_she_herself_proposed(cast: Cast, enquiry: S47Enquiry) -> None:
    manager = cast.client("team_manager")
    assert "No outcome is proposed yet" in manager.get(way(enquiry, "authorise")).content.decode()
    send(manager, way(enquiry, "outcome"), FOUND)
    assert "Another manager authorises it" in manager.get(way(enquiry, "authorise")).content.decode()
    assert manager.post(way(enquiry, "authorise"), NONE_HELD).status_code == 409
    assert cast.client("worker").get(way(enquiry, "authorise")).status_code == 404
    enquiry.refresh_from_db()
    assert enquiry.ended_on is None


def test_a_yes_calls_the_conference_in_the_same_strand(cast: Cast, enquiry: S47Enquiry) -> None:
    found(cast, enquiry)
    answer = send(cast.client("team_manager"), way(enquiry, "authorise"), decision__reason="I agree")
    assert answer.status_code == 302, mistakes(answer)
    conference = Conference.objects.get()
    assert (conference.kind, conference.enquiry, conference.episode) == ("initial", enquiry, "s47:one")
    assert (conference.decided_on, conference.booked_on) == (today(), None)
    assert "/conference/" in answer.headers["Location"]
    enquiry.refresh_from_db()
    assert (enquiry.ended_on, enquiry.is_manager_authorised) == (today(), True)
    assert "The enquiries ended on" in cast.client("worker").get(way(enquiry, "outcome")).content.decode()


def test_the_conference_about_an_unborn_baby_is_before_birth(
    cast: Cast, ada: Person, enquiry: S47Enquiry
) -> None:
    Person.objects.filter(pk=ada.pk).update(birth_on=None, expected_on=today() + timedelta(days=90))
    found(cast, enquiry, found__child_seen="Not born yet")
    send(cast.client("team_manager"), way(enquiry, "authorise"), decision__reason="I agree")
    assert Conference.objects.get().kind == "pre_birth"


def test_harm_and_no_conference_needs_chair_reason_support_and_partners(
    cast: Cast, enquiry: S47Enquiry
) -> None:
    found(cast, enquiry, found__is_conference_required_by_end="no")
    cases = [
        ({"decision-reason": ""}, "required"),
        ({"decision-chair_consulted": ""}, "name the chair"),
        ({"decision-chair_consulted_on": ""}, "when you consulted the chair"),
        ({"decision-support_instead": ""}, "what support the family has"),
        ({"decision-are_partners_told": "no"}, "Tell the agencies that took part first"),
    ]
    refused(cast.client("team_manager"), way(enquiry, "authorise"), NONE_HELD, cases)
    enquiry.refresh_from_db()
    assert (enquiry.ended_on, enquiry.no_conference_on) == (None, None)


def test_harm_and_no_conference_keeps_who_was_consulted_and_why(cast: Cast, enquiry: S47Enquiry) -> None:
    hold_everything(today())
    found(cast, enquiry, found__is_conference_required_by_end="no")
    answer = send(cast.client("team_manager"), way(enquiry, "authorise"), NONE_HELD)
    assert answer.status_code == 302, mistakes(answer)
    enquiry.refresh_from_db()
    assert (enquiry.chair_consulted, enquiry.no_conference_on) == ("Ruth Kelly", today())
    assert enquiry.no_conference_reason.startswith("He has left")
    assert not Conference.objects.exists()
    why = StoredReading.objects.get(child=enquiry.child, timescale="s47_no_icpc_rationale")
    assert why.status == "met"


def test_no_harm_and_no_conference_needs_no_chair(cast: Cast, enquiry: S47Enquiry) -> None:
    found(cast, enquiry, found__outcome="Not substantiated", found__is_conference_required_by_end="no")
    answer = send(cast.client("team_manager"), way(enquiry, "authorise"), decision__reason="An accident")
    assert answer.status_code == 302, mistakes(answer)
    enquiry.refresh_from_db()
    assert (enquiry.is_harm_substantiated, enquiry.no_conference_on) == (False, None)


def test_the_readings_wait_for_the_manager_and_the_plan_until_the_conference(
    cast: Cast, enquiry: S47Enquiry
) -> None:
    hold_everything(today())

    def stands(key: str) -> set[str]:
        return set(
            StoredReading.objects.filter(child=enquiry.child, timescale=key).values_list("status", flat=True)
        )

    reassess(enquiry.child, as_of=today())
    assert stands("s47_child_seen") == {"met"}
    found(cast, enquiry)
    assert stands("s47_outcome") == {"running"}, "proposed is not concluded"
    interim = way(enquiry, "interim")
    assert "authorise the outcome first" in cast.client("worker").get(interim).content.decode()
    send(cast.client("team_manager"), way(enquiry, "authorise"), decision__reason="I agree")
    assert (stands("s47_outcome"), stands("icpc_interim_plan"), stands("icpc_request")) == (
        {"met"},
        {"running"},
        {"running"},
    )
    answer = send(cast.client("worker"), interim, interim__interim_plan="She stays with her aunt")
    assert answer.status_code == 302, mistakes(answer)
    assert stands("icpc_interim_plan") == {"met"}


def test_another_teams_worker_finds_nothing(cast: Cast, enquiry: S47Enquiry) -> None:
    for page in ("checks", "outcome", "authorise", "interim"):
        assert cast.client("other_worker").get(way(enquiry, page)).status_code == 404


def test_enquiries_that_ended_with_nothing_said_expose_her_until_a_manager_authorises_what_they_found(
    cast: Cast, enquiry: S47Enquiry
) -> None:
    hold_everything(today())
    S47Enquiry.objects.update(ended_on=today(), is_conference_required_by_end=False)
    found(cast, enquiry, found__outcome="Not substantiated", found__is_conference_required_by_end="no")
    assert Standing.objects.get(child=enquiry.child).exposed_since == enquiry.started_on
    answer = send(
        cast.client("team_manager"),
        way(enquiry, "authorise"),
        decision__is_conference_required="no",
        decision__reason="An accident, and the doctor agrees",
    )
    assert answer.status_code == 302, mistakes(answer)
    enquiry.refresh_from_db()
    assert (enquiry.is_harm_substantiated, enquiry.ended_on) == (False, today())
    assert Standing.objects.get(child=enquiry.child).exposed_since is None


def test_harm_that_was_found_and_led_to_no_conference_is_decided_by_a_manager_with_the_chair(
    cast: Cast, enquiry: S47Enquiry
) -> None:
    S47Enquiry.objects.update(
        ended_on=today(), is_harm_substantiated=True, is_conference_required_by_end=True
    )
    reassess(enquiry.child)
    assert Standing.objects.get(child=enquiry.child).exposed_since == enquiry.started_on
    page, manager = way(enquiry, "conference"), cast.client("team_manager")
    assert cast.client("worker").get(page).status_code == 404
    refused(
        manager,
        page,
        NONE_HELD,
        [
            ({"decision-chair_consulted": ""}, "name the chair"),
            ({"decision-are_partners_told": "no"}, "Tell the agencies that took part first"),
        ],
    )
    assert send(manager, page, NONE_HELD).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.no_conference_on, enquiry.chair_consulted) == (today(), "Ruth Kelly")
    assert Standing.objects.get(child=enquiry.child).exposed_since is None


def test_harm_that_was_found_long_ago_may_still_lead_to_a_conference(cast: Cast, enquiry: S47Enquiry) -> None:
    S47Enquiry.objects.update(
        ended_on=today(), is_harm_substantiated=True, is_conference_required_by_end=False
    )
    page, manager = way(enquiry, "conference"), cast.client("team_manager")
    said = {
        "decision-is_conference_required": "yes",
        "decision-reason": "He is back, and she is afraid of him",
    }
    assert send(manager, page, said).status_code == 302
    called = Conference.objects.get()
    assert (called.enquiry, called.decided_on, called.held_on) == (enquiry, today(), None)
    assert Standing.objects.get(child=enquiry.child).exposed_since == enquiry.started_on, "until it is held"
    assert "A conference is called already" in manager.get(page).content.decode()
