"""An assessment: started from a referral, written, sent, and passed by a manager who wrote none of it."""

from datetime import date
from typing import Any

import pytest
from front_door_pages import DAY, TODAY, address, made_referral, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door.assessments import DONE, SECTIONS, SENT, WAYS, WRITING, missing, step
from keel.front_door.models import Assessment, AssessmentCheckpoint, ChildConsidered, ParentView, Referral
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.recording.declared import CannotBeRecorded
from keel.recording.moves import moves_of
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db

START = {
    "start__started_on": "15/4/2026", "start__is_child_seen": "no", "start__reason": "A bruise",
    "start__question": "Is Ada safe with her stepfather?", "start__internal_review_on": "27/4/2026",
}  # fmt: skip


@pytest.fixture
def child(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def referral(child: Person) -> Referral:
    return made_referral(child, reason="Zqbruise on her arm")


def assessment_of(cast: Cast, child: Person, referral: Referral, **fields: Any) -> Assessment:
    """One that the worker wrote, with every part in words and the mother and the brother still to come."""
    words = {
        part.name: f"Zq{part.name}" for section in SECTIONS if section.is_of(child) for part in section.parts
    }
    made = Assessment.objects.create(
        **{
            "child": child, "referral": referral, "referred_on": DAY, "started_on": DAY,
            "outcome": "Child in need plan", "is_child_seen_by_end": True, "recorded_by": cast["worker"],
            "episode": "assessment:1",
        }
        | words
        | fields
    )  # fmt: skip
    made.factors.create(child=child, factor="18C")
    return made


def whole(cast: Cast, child: Person, referral: Referral, **fields: Any) -> Assessment:
    """The same with nothing missing."""
    made, family = assessment_of(cast, child, referral, **fields), cast.families["own"]
    ParentView.objects.create(child=child, assessment=made, parent=family.mother, views="Zqmother")
    ChildConsidered.objects.create(
        child=child,
        assessment=made,
        other=family.children[1],
        is_considered=False,
        reason="Lives with his aunt",
    )
    return made


def writing(cast: Cast, assessment: Assessment, **boxes: str) -> dict[str, Any]:
    """All boxes of the page as it stands, with the mother's and the brother's filled in."""
    mother, brother = cast.families["own"].mother.pk, cast.families["own"].children[1].pk
    words = {
        f"{s.key}__{p.name}": getattr(assessment, p.name) for s in SECTIONS if s.of_born for p in s.parts
    }
    return words | {
        "end__outcome": assessment.outcome, "end__factors": ["18C", "3B"], "end__is_child_seen_by_end": "yes",
        f"parent-{mother}__views": "Zqshe says she fell", f"parent-{mother}__asked_on": "15/4/2026",
        f"child-{brother}__is_considered": "yes", f"child-{brother}__reason": "Seen at nursery, well",
    } | boxes  # fmt: skip


def passed(**boxes: str) -> dict[str, str]:
    return {"pass__decision": "authorise", "pass__comment": "Ada can be heard in it"} | boxes


def test_it_starts_from_the_referral_with_what_is_known(
    cast: Cast, child: Person, referral: Referral
) -> None:
    before = assessment_of(
        cast, child, made_referral(child, received_on=date(2025, 3, 3), closed_on=date(2025, 5, 1))
    )
    Assessment.objects.filter(pk=before.pk).update(authorised_on=date(2025, 4, 28))
    client = cast.client("worker")
    page = client.get(address("start-assessment", child, referral)).content.decode()
    assert "Zqbruise on her arm" in page
    assert "30/04/2026" in page, "the manager looks ten working days on"
    answer = send(client, "start-assessment", child, referral, **START)
    made = Assessment.objects.get(referral=referral)
    assert answer.headers["Location"].endswith(f"/assessment/{made.pk}")
    assert (made.referred_on, made.is_child_seen, made.internal_review_on) == (DAY, False, date(2026, 4, 27))
    assert (
        made.family_history
        == "From the assessment authorised on 28 April 2025, to be checked:\nZqfamily_history"
    )
    assert made.history_effect == "", "what it does to her now is thought about anew"
    assert "3 March 2025: referral (School)" in made.key_events
    again = send(client, "start-assessment", child, referral, **START)
    assert again.status_code == 409
    assert Assessment.objects.filter(referral=referral).count() == 1


def test_a_start_that_cannot_be(cast: Cast, child: Person, referral: Referral) -> None:
    client = cast.client("worker")
    for boxes, words in (
        ({"start__question": ""}, "Say what it is to answer"),
        ({"start__started_on": "13/4/2026"}, "The referral came on 14 April 2026"),
        ({"start__started_on": "30/2/2026"}, "Enter a day, such as"),
        ({"start__internal_review_on": "14/4/2026"}, "would look before it starts"),
        ({"start__internal_review_on": "1/9/2026"}, "due to be finished by 18 June 2026"),
    ):
        answer = send(client, "start-assessment", child, referral, **(START | boxes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    Person.objects.filter(pk=child.pk).update(birth_on=None, expected_on=date(2026, 8, 1))
    answer = send(client, "start-assessment", child, referral, **(START | {"start__is_child_seen": "yes"}))
    assert (answer.status_code, "is not born yet" in answer.content.decode()) == (422, True)
    assert not Assessment.objects.exists()


def test_what_is_missing_is_told_part_by_part(cast: Cast, child: Person, referral: Referral) -> None:
    made = assessment_of(
        cast, child, referral, history_effect=" ", child_views="", outcome="", is_child_seen_by_end=None
    )
    made.factors.all().delete()
    client = cast.client("worker")
    wanted = {
        "What does Ada think and want?", "What does that history do to Ada?", "whether you saw Ada",
        "the views of Rosa Zqowncanary, or how you tried to ask", "whether Cal Zqowncanary is considered, and why",
        "at least one factor, or that none was found", "what it comes to",
    }  # fmt: skip
    assert set(missing(made, child)) == wanted
    page = client.get(address("assessment", child, made)).content.decode()
    assert all(f"<li>{words}</li>" in page for words in wanted)
    answer = send(client, "send-assessment", child, made)
    assert answer.status_code == 409
    assert "Still to write before it can be sent" in answer.content.decode()
    assert moves_of(made) == []


def test_each_parent_and_each_child_near_has_a_place(cast: Cast, child: Person, referral: Referral) -> None:
    made, client = assessment_of(cast, child, referral), cast.client("worker")
    boxes = writing(cast, made) | {
        "parents-TOTAL_FORMS": "1", "parents-INITIAL_FORMS": "0", "parents-0-name": "Lee, stepfather",
        "parents-0-tries": "Rang on 14 and 15 April", "children-TOTAL_FORMS": "1", "children-INITIAL_FORMS": "0",
        "children-0-name": "Kit, 4, Lee’s son", "children-0-is_considered": "yes", "children-0-reason": "Lives there",
    }  # fmt: skip
    assert send(client, "assessment", child, made, **boxes).status_code == 302
    family = cast.families["own"]
    assert made.parents.get(parent=family.mother).views == "Zqshe says she fell"
    assert made.parents.get(parent=None).name == "Lee, stepfather"
    assert made.children_considered.get(other=family.children[1]).is_considered is True
    assert made.children_considered.get(other=None).name == "Kit, 4, Lee’s son"
    assert sorted(made.factors.found().values_list("factor", flat=True)) == ["18C", "3B"]
    assert missing(made, child) == []
    entry = made.parents.get(parent=None)
    boxes |= {
        "parents-INITIAL_FORMS": "1", "parents-0-entry": str(entry.pk), "parents-0-views": "He was at work",
        "end__factors": ["3B"],
    }  # fmt: skip
    del boxes["children-0-name"], boxes["children-0-is_considered"], boxes["children-0-reason"]
    assert send(client, "assessment", child, made, **boxes).status_code == 302
    assert [row.views for row in made.parents.filter(parent=None)] == ["He was at work"]
    assert [row.factor for row in made.factors.found()] == ["3B"]


def test_no_factors_found_stands_alone(cast: Cast, child: Person, referral: Referral) -> None:
    made = assessment_of(cast, child, referral)
    answer = send(
        cast.client("worker"),
        "assessment",
        child,
        made,
        **writing(cast, made) | {"end__factors": ["21", "3B"]},
    )
    assert answer.status_code == 422
    assert "stands alone" in answer.content.decode()
    page = cast.client("worker").get(address("assessment", child, made)).content.decode()
    assert 'value="18B"' in page
    assert 'value="18A"' not in page, "withdrawn from the census"


def test_the_way_to_an_authorised_assessment(cast: Cast, child: Person, referral: Referral) -> None:
    hold_everything(today())
    made, manager, worker = whole(cast, child, referral), cast.client("team_manager"), cast.client("worker")
    reassess(child, as_of=today())
    reading = StoredReading.objects.filter(child=child, timescale="assessment_45")
    assert reading.get().status == "running"
    assert send(manager, "authorise-assessment", child, made, **passed()).status_code == 409, (
        "it was not sent yet"
    )
    assert send(worker, "send-assessment", child, made, send__message="Please by Friday").status_code == 302
    assert send(worker, "assessment", child, made, **writing(cast, made)).status_code == 409, (
        "it is with the manager"
    )
    page = manager.get(address("authorise-assessment", child, made)).content.decode()
    assert "Zqmother" in page
    assert "Lives with his aunt" in page
    answer = send(manager, "authorise-assessment", child, made, **passed())
    assert answer.headers["Location"].endswith(f"/referral/{referral.pk}"), "where the next step stands"
    made.refresh_from_db()
    facts = (
        made.authorised_on, made.authorised_by, made.is_manager_authorised, made.is_history_weighed,
        made.are_other_children_considered, made.is_no_further_action, made.needs_support,
    )  # fmt: skip
    assert facts == (TODAY, cast.workers["team_manager"], True, True, True, False, True)
    assert reading.get().status == "met"
    assert send(worker, "assessment", child, made, **writing(cast, made)).status_code == 409, (
        "it stands as it is"
    )
    assert [move.state for move in moves_of(made)] == ["sent to the manager", "authorised"]


def test_sent_back_it_is_written_on_and_the_same_manager_may_pass_it(
    cast: Cast, child: Person, referral: Referral
) -> None:
    made, manager, worker = whole(cast, child, referral), cast.client("team_manager"), cast.client("worker")
    send(worker, "send-assessment", child, made)
    assert send(manager, "authorise-assessment", child, made, pass__decision="back").status_code == 422, (
        "why?"
    )
    send(
        manager,
        "authorise-assessment",
        child,
        made,
        pass__decision="back",
        pass__comment="ZqWhere is Ada in it?",
    )
    made.refresh_from_db()
    assert made.authorised_on is None
    assert "ZqWhere is Ada in it?" in worker.get(address("assessment", child, made)).content.decode()
    assert (
        send(
            worker, "assessment", child, made, **writing(cast, made, child__child_views="I want Mum")
        ).status_code
        == 302
    )
    send(worker, "send-assessment", child, made)
    assert send(manager, "authorise-assessment", child, made, **passed()).status_code == 302
    made.refresh_from_db()
    assert (made.child_views, made.authorised_on) == ("I want Mum", TODAY)


def test_nobody_passes_her_own(cast: Cast, child: Person, referral: Referral) -> None:
    """A manager who holds the case herself may write, and then another manager decides."""
    Involvement.objects.create(child=child, worker=cast.workers["team_manager"], started_on=DAY)
    made, manager = whole(cast, child, referral), cast.client("team_manager")
    assert send(manager, "assessment", child, made, **writing(cast, made)).status_code == 302
    send(cast.client("worker"), "send-assessment", child, made)
    answer = send(manager, "authorise-assessment", child, made, **passed())
    assert answer.status_code == 409
    assert "A manager who did not passes it" in answer.content.decode()
    assert (
        send(manager, "look-at-assessment", child, made, look__held_on="today", look__comment="x").status_code
        == 409
    )
    made.refresh_from_db()
    assert made.authorised_on is None


def test_a_child_who_came_to_light_is_not_passed_over(cast: Cast, child: Person, referral: Referral) -> None:
    made, manager = whole(cast, child, referral), cast.client("team_manager")
    send(cast.client("worker"), "send-assessment", child, made)
    baby = Person.objects.create(is_child=True, birth_on=date(2026, 4, 1))
    baby.names.create(forename="Zqbaby", surname="New")
    baby.relationships.create(other=cast.families["own"].mother, relation="mother")
    answer = send(manager, "authorise-assessment", child, made, **passed())
    assert answer.status_code == 422
    assert "Zqbaby New" in answer.content.decode()
    why = {"pass__why_odd": "Born after it was written; her own assessment starts today"}
    assert send(manager, "authorise-assessment", child, made, **passed(**why)).status_code == 302
    made.refresh_from_db()
    assert made.are_other_children_considered is False
    assert moves_of(made)[-1].odd == why["pass__why_odd"]


def test_a_look_part_way_meets_its_timescale(cast: Cast, child: Person, referral: Referral) -> None:
    hold_everything(today())
    made, manager = assessment_of(cast, child, referral), cast.client("team_manager")
    for boxes, words in (
        ({"look__held_on": "13/4/2026", "look__comment": "x"}, "had not started"),
        ({"look__held_on": "today", "look__comment": ""}, "Say what you saw"),
    ):
        answer = send(manager, "look-at-assessment", child, made, **boxes)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    send(
        manager,
        "look-at-assessment",
        child,
        made,
        look__held_on="today",
        look__comment="See her alone this week",
    )
    look = AssessmentCheckpoint.objects.get(assessment=made)
    assert (look.held_by, look.episode) == (cast.workers["team_manager"], made.episode)
    assert StoredReading.objects.get(child=child, timescale="assessment_checkpoint").status == "met"


def test_two_who_write_it_are_both_shown(cast: Cast, child: Person, referral: Referral) -> None:
    made, client = assessment_of(cast, child, referral), cast.client("worker")
    way = address("assessment", child, made)
    stamp = client.get(way).context["stamp"]
    Assessment.objects.filter(pk=made.pk).update(analysis="Zqwritten meanwhile")
    typed = {
        k.replace("__", "-"): v for k, v in writing(cast, made, meaning__analysis="Zqtyped here").items()
    }
    answer = client.post(way, typed | {"stamp": stamp})
    assert answer.status_code == 409
    assert "Zqwritten meanwhile" in answer.content.decode()
    assert "Zqtyped here" in answer.content.decode()


def test_who_may_not(cast: Cast, child: Person, referral: Referral) -> None:
    made = whole(cast, child, referral)
    for who in ("other_worker", "chair", "auditor", "service_manager"):
        client = cast.client(who)
        for page in ("assessment", "send-assessment", "authorise-assessment"):
            assert client.post(address(page, child, made), {}).status_code == 404, (who, page)
    assert cast.client("worker").get(address("authorise-assessment", child, made)).status_code == 404
    assert cast.client("team_manager").get(address("assessment", child, made)).status_code == 404, (
        "she passes it"
    )


def test_an_unborn_baby_is_assessed_by_what_can_be_known(cast: Cast, child: Person) -> None:
    baby = cast.families["own"].children[1]
    Person.objects.filter(pk=baby.pk).update(birth_on=None, expected_on=date(2026, 9, 3))
    baby.refresh_from_db()
    made = assessment_of(cast, baby, made_referral(baby), is_child_seen_by_end=None)
    page = cast.client("worker").get(address("assessment", baby, made)).content.decode()
    assert "20 weeks of the pregnancy have passed" in page
    assert "What antenatal care is there?" in page
    assert "What does Cal think and want?" not in page
    Assessment.objects.filter(pk=made.pk).update(plans_for_birth="", earlier_children="")
    made.refresh_from_db()
    told = missing(made, baby)
    assert "What is planned for the birth and going home?" in told
    assert "Earlier children of either parent, and where each is now" in told
    assert not any("saw" in words or "think" in words for words in told)


# Closing the referral


def closing(**boxes: str) -> dict[str, str]:
    return {
        "closing__closed_on": "today", "closing__close_reason": "RC8", "closing__closing_words": "School helps on",
    } | boxes  # fmt: skip


def test_a_referral_is_closed_once_with_a_reason_that_the_record_bears_out(
    cast: Cast, child: Person, referral: Referral
) -> None:
    made, manager = whole(cast, child, referral), cast.client("team_manager")
    for boxes, words in (
        (closing(), "No assessment of this referral is authorised"),
        (closing(closing__close_reason="RC7"), "An assessment is not authorised."),
        (closing(closing__close_reason="RC2"), "death is not recorded"),
        (closing(closing__closed_on="1/4/2026"), "before the referral came"),
        (closing(closing__closing_words=""), "Say what has changed"),
    ):
        answer = send(manager, "close-referral", child, referral, **boxes)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    Assessment.objects.filter(pk=made.pk).update(authorised_on=TODAY)
    assert cast.client("worker").get(address("close-referral", child, referral)).status_code == 404
    assert send(manager, "close-referral", child, referral, **closing()).status_code == 302
    referral.refresh_from_db()
    assert (referral.closed_on, referral.close_reason, referral.closed_recorded_on) == (TODAY, "RC8", TODAY)
    assert send(manager, "close-referral", child, referral, **closing()).status_code == 409
    assert send(cast.client("worker"), "start-assessment", child, referral, **START).status_code == 409


def test_no_referral_is_closed_while_the_child_is_on_a_plan(
    cast: Cast, child: Person, referral: Referral
) -> None:
    child.protectionplan_entries.create(started_on=DAY)
    boxes = closing(closing__close_reason="RC7")
    answer = send(cast.client("team_manager"), "close-referral", child, referral, **boxes)
    assert answer.status_code == 409
    assert "End the plan first" in answer.content.decode()


def test_no_step_is_taken_that_leads_nowhere(cast: Cast, child: Person, referral: Referral) -> None:
    made, by = whole(cast, child, referral), cast["worker"]
    with pytest.raises(CannotBeRecorded, match="being written"):
        step(made, DONE, by=by)
    step(made, SENT, by=by)
    with pytest.raises(CannotBeRecorded):
        step(made, WRITING, by=by)
    step(made, DONE, by=cast["team_manager"])
    for state in WAYS:
        with pytest.raises(CannotBeRecorded, match="authorised"):
            step(made, state, by=by)


def test_a_child_whose_record_is_hidden_is_named_to_nobody(
    cast: Cast, child: Person, referral: Referral
) -> None:
    """She is near by their mother, and whoever may not know of her can still finish the assessment."""
    made, hidden = whole(cast, child, referral), cast.families["hidden"].child
    hidden.relationships.create(other=cast.families["own"].mother, relation="mother")
    for who, name in (
        ("worker", "assessment"),
        ("worker", "send-assessment"),
        ("team_manager", "authorise-assessment"),
    ):
        client = cast.client(who)
        assert cast.families["hidden"].canary not in client.get(address(name, child, made)).content.decode()
        if name == "send-assessment":
            assert send(client, name, child, made).status_code == 302
    assert (
        send(cast.client("team_manager"), "authorise-assessment", child, made, **passed()).status_code == 302
    )
