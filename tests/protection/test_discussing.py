"""A strategy discussion: who must be there, what it proposes, and the manager who decides on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from sent import mistakes, opened, refused, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.protection.models import S47Enquiry, StrategyAgency, StrategyDiscussion, StrategyTask
from keel.recording.moves import moves_of, state_of

pytestmark = pytest.mark.django_db


def way(child: Person, row: Any = None, page: str = "strategy") -> str:
    return reverse(f"protection:{page}", args=[child.pk, row.pk] if row else [child.pk])


def agency(number: int, *, is_present: str = "yes", **more: str) -> dict[str, str]:
    said = {"name": "Dr Amin", "role": "Named doctor", "information": "Two visits with bruises"}
    said = said | more | {"is_present": is_present}
    return {f"agencies-{number}-{name}": value for name, value in said.items()}


def talk(child: Person, **boxes: str) -> dict[str, Any]:
    """The least that a discussion must hold."""
    return {
        "shared-suspected_on": today().strftime("%d/%m/%Y"), "shared-suspected_by": "Health visitor",
        "shared-form": "Call", "shared-other_children": "Cal was at school and is well",
        "shared-parents_told": "Mother told by telephone", "shared-legal_advice": "None: not needed yet",
        **agency(0), **agency(1), **agency(2),
        f"child-{child.pk}-immediate_safety": "She is at her aunt's tonight",
        f"child-{child.pk}-is_enquiry_proposed": "yes",
        f"child-{child.pk}-decision": "A bruise that nobody explains",
        f"child-{child.pk}-is_joint": "yes", f"child-{child.pk}-is_medical_needed": "yes",
        f"child-{child.pk}-how_seen": "Maya Okoro, at school, today at two",
        f"child-{child.pk}-is_to_be_seen_alone": "yes",
        "tasks-0-task": "Book the paediatrician", "tasks-0-owner": "Maya Okoro", "tasks-0-due_on": "tomorrow",
    } | {name.replace("__", "-"): value for name, value in boxes.items()}  # fmt: skip


@pytest.fixture
def ada(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def discussion(cast: Cast, ada: Person) -> StrategyDiscussion:
    answer = send(cast.client("worker"), way(ada), talk(ada))
    assert answer.status_code == 302, mistakes(answer)
    return StrategyDiscussion.objects.get(child=ada)


def test_what_was_said_and_agreed_stands_in_the_record_and_nothing_is_decided_yet(
    cast: Cast, ada: Person, discussion: StrategyDiscussion
) -> None:
    assert (discussion.are_agencies_present, discussion.is_enquiry_proposed) == (True, True)
    assert (discussion.decided_on, discussion.is_enquiry_started) == (None, None)
    assert [each.agency for each in StrategyAgency.objects.filter(discussion=discussion)] == [
        "Local authority", "Police", "Health",
    ]  # fmt: skip
    task = StrategyTask.objects.get(discussion=discussion)
    assert (task.owner, task.due_on) == ("Maya Okoro", today() + timedelta(days=1))
    assert state_of(discussion) == "proposed"
    assert not S47Enquiry.objects.exists()
    page = cast.client("team_manager").get(
        reverse("chronology:entry", args=[ada.pk, "strategydiscussion", discussion.pk])
    )
    assert way(ada, discussion, "strategy-decision") in page.content.decode()


def test_an_agency_that_was_not_there_is_never_counted_as_there(cast: Cast, ada: Person) -> None:
    client = cast.client("worker")
    without_police = talk(ada) | agency(1, is_present="no", declined_reason="Nobody answered")
    answer = send(client, way(ada), without_police)
    assert answer.status_code == 422
    assert "Police was not there." in mistakes(answer)
    answer = client.post(
        way(ada),
        opened(client, way(ada)) | without_police | {"shared-why_odd": "Called four times", "revision": "1"},
    )
    assert answer.status_code == 302, mistakes(answer)
    discussion = StrategyDiscussion.objects.get()
    assert discussion.are_agencies_present is False
    assert moves_of(discussion)[0].odd == "Called four times"


def test_what_a_discussion_must_hold_is_asked_for_beside_its_box(cast: Cast, ada: Person) -> None:
    own = f"child-{ada.pk}"
    cases = [
        ({"shared-suspected_on": ""}, "Say on which day harm was suspected"),
        ({"shared-suspected_on": "tomorrow"}, "has not come yet"),
        ({"shared-suspected_on": "today", "shared-held_on": "yesterday"}, "before harm was suspected"),
        ({"shared-suspected_on": "1/6/2026", "shared-held_on": "1/6/2026"}, "This is written down late."),
        ({"shared-other_children": ""}, "Say which other children were thought of"),
        ({"shared-next_discussion_on": "1/1/2020"}, "cannot be before this one"),
        ({"agencies-2-information": ""}, "Say what Health shared"),
        ({"agencies-2-role": ""}, "who could decide"),
        ({"agencies-2-is_present": ""}, "Say whether Health was there"),
        ({"agencies-2-agency": ""}, "Say which agency"),
        ({"tasks-0-owner": ""}, "Say who does it"),
        ({"tasks-0-due_on": ""}, "by which day"),
        ({f"{own}-is_to_be_seen_alone": ""}, "will be seen alone"),
        ({f"{own}-immediate_safety": ""}, "Say whether Ada is safe now"),
    ]
    refused(cast.client("worker"), way(ada), talk(ada), cases)
    assert not StrategyDiscussion.objects.exists()


def test_nobody_is_to_see_a_baby_who_is_not_born(cast: Cast, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(birth_on=None, expected_on=today() + timedelta(days=30))
    own = f"child-{ada.pk}"
    cases = [({f"{own}-is_to_be_seen_alone": "yes"}, "is not born yet")]
    unseen = talk(ada) | {f"{own}-is_to_be_seen_alone": "", f"{own}-how_seen": ""}
    refused(cast.client("worker"), way(ada), unseen, cases)
    answer = send(cast.client("worker"), way(ada), unseen, revision="1")
    assert answer.status_code == 302, mistakes(answer)


def test_enquiries_without_a_task_for_anybody_are_not_proposed(cast: Cast, ada: Person) -> None:
    words = {name: value for name, value in talk(ada).items() if not name.startswith("tasks-")}
    answer = send(cast.client("worker"), way(ada), words)
    assert "nobody has anything to do" in answer.content.decode()
    assert not StrategyDiscussion.objects.exists()


def test_brothers_and_sisters_share_the_meeting_and_not_what_is_their_own(cast: Cast, ada: Person) -> None:
    cal = cast.families["own"].children[1]
    own = {
        f"child-{cal.pk}-is_here": "on", f"child-{cal.pk}-own_information": "Zqcal alone",
        f"child-{cal.pk}-immediate_safety": "With his aunt", f"child-{cal.pk}-is_enquiry_proposed": "no",
        f"child-{cal.pk}-decision": "Nothing points to him",
    }  # fmt: skip
    half = {name: value for name, value in own.items() if not name.endswith("decision")}
    answer = send(cast.client("worker"), way(ada), talk(ada) | half)
    assert "Say why" in mistakes(answer), "what is begun for a brother is finished for him too"
    answer = cast.client("worker").post(
        way(ada), opened(cast.client("worker"), way(ada)) | talk(ada) | own | {"revision": "1"}
    )
    assert answer.status_code == 302, mistakes(answer)
    hers, his = (StrategyDiscussion.objects.get(child=one) for one in (ada, cal))
    assert hers.shared == his.shared is not None
    assert (hers.is_enquiry_proposed, his.is_enquiry_proposed) == (True, False)
    assert (hers.own_information, his.own_information) == ("", "Zqcal alone")
    assert StrategyAgency.objects.filter(discussion=his).count() == 3


def test_one_page_authorises_it_for_brothers_and_sisters_each_by_herself(cast: Cast, ada: Person) -> None:
    cal = cast.families["own"].children[1]
    own = {
        f"child-{cal.pk}-is_here": "on", f"child-{cal.pk}-immediate_safety": "With his aunt",
        f"child-{cal.pk}-is_enquiry_proposed": "no", f"child-{cal.pk}-decision": "Zqnothing points to him",
    }  # fmt: skip
    answer = send(cast.client("worker"), way(ada), talk(ada) | own)
    assert answer.status_code == 302, mistakes(answer)
    hers, his = (StrategyDiscussion.objects.get(child=one) for one in (ada, cal))
    where, manager = way(ada, hers, "strategy-decision"), cast.client("team_manager")
    assert "Zqnothing points to him" in manager.get(where).content.decode()
    ticked = {f"child-{cal.pk}-is_here": "on"}
    half = send(manager, where, ticked, decision__reason="Agreed")
    assert "Say why: the next worker reads this" in mistakes(half), (
        "what is ticked is decided with a reason of its own"
    )
    assert not StrategyDiscussion.objects.exclude(decided_on=None).exists()
    both = ticked | {f"child-{cal.pk}-reason": "Zqhe was away", "revision": "1"}
    answer = manager.post(where, opened(manager, where) | both | {"decision-reason": "Agreed"})
    assert answer.status_code == 302, mistakes(answer)
    for row in (hers, his):
        row.refresh_from_db()
        assert row.decided_on == today()
    assert (hers.is_enquiry_started, his.is_enquiry_started) == (True, False)
    assert [each.child for each in S47Enquiry.objects.all()] == [ada]
    assert [move.reason for move in moves_of(his)][-1] == "Zqhe was away"


def test_a_brother_who_is_not_ticked_still_waits_for_his_decision(cast: Cast, ada: Person) -> None:
    cal = cast.families["own"].children[1]
    own = {
        f"child-{cal.pk}-is_here": "on", f"child-{cal.pk}-immediate_safety": "With his aunt",
        f"child-{cal.pk}-is_enquiry_proposed": "no", f"child-{cal.pk}-decision": "He saw it",
    }  # fmt: skip
    send(cast.client("worker"), way(ada), talk(ada) | own)
    hers, his = (StrategyDiscussion.objects.get(child=one) for one in (ada, cal))
    StrategyDiscussion.objects.filter(pk=his.pk).update(
        held_on=today() - timedelta(days=1)
    )  # late for him alone
    answer = send(cast.client("team_manager"), way(ada, hers, "strategy-decision"), decision__reason="Agreed")
    assert answer.status_code == 302, mistakes(answer)
    his.refresh_from_db()
    assert his.decided_on is None


def test_whoever_wrote_it_does_not_authorise_it(cast: Cast, ada: Person) -> None:
    client = cast.client("team_manager")
    answer = send(client, way(ada), talk(ada))
    assert answer.status_code == 302, mistakes(answer)
    row = StrategyDiscussion.objects.get()
    page = client.get(way(ada, row, "strategy-decision")).content.decode()
    assert "Another manager decides on it" in page
    answer = client.post(
        way(ada, row, "strategy-decision"), {"decision-is_enquiry_started": "yes", "decision-reason": "Mine"}
    )
    assert answer.status_code == 409
    assert not S47Enquiry.objects.exists()
    assert cast.client("worker").get(way(ada, row, "strategy-decision")).status_code == 404


def test_a_yes_starts_enquiries_from_the_day_of_the_discussion(
    cast: Cast, ada: Person, discussion: StrategyDiscussion
) -> None:
    answer = send(
        cast.client("team_manager"), way(ada, discussion, "strategy-decision"), decision__reason="Agreed"
    )
    assert answer.status_code == 302, mistakes(answer)
    enquiry = S47Enquiry.objects.get()
    assert (enquiry.discussion, enquiry.started_on, enquiry.episode) == (
        discussion,
        today(),
        discussion.episode,
    )
    assert enquiry.episode.startswith("s47:")
    discussion.refresh_from_db()
    assert (discussion.is_enquiry_started, discussion.is_decision_authorised, discussion.decided_on) == (
        True,
        True,
        today(),
    )
    again = cast.client("team_manager").get(way(ada, discussion, "strategy-decision")).content.decode()
    assert "It was decided on" in again


def test_a_later_discussion_belongs_to_the_enquiries_and_starts_none(
    cast: Cast, ada: Person, discussion: StrategyDiscussion
) -> None:
    manager = cast.client("team_manager")
    send(manager, way(ada, discussion, "strategy-decision"), decision__reason="Agreed")
    answer = send(cast.client("worker"), way(ada), talk(ada))
    assert answer.status_code == 302, mistakes(answer)
    second = StrategyDiscussion.objects.exclude(pk=discussion.pk).get()
    send(manager, way(ada, second, "strategy-decision"), decision__reason="They go on")
    assert S47Enquiry.objects.get().discussion == discussion
    assert second.episode == discussion.episode


def test_a_decision_on_another_day_says_why(cast: Cast, ada: Person) -> None:
    yesterday = {"shared-suspected_on": "yesterday", "shared-held_on": "yesterday"}
    answer = send(cast.client("worker"), way(ada), talk(ada) | yesterday)
    assert answer.status_code == 302, mistakes(answer)
    row, manager = StrategyDiscussion.objects.get(), cast.client("team_manager")
    where = way(ada, row, "strategy-decision")
    answer = send(manager, where, decision__reason="Agreed")
    assert "due that day" in mistakes(answer)
    answer = send(
        manager, where, decision__reason="Agreed", decision__why_odd="Called at ten at night", revision="1"
    )
    assert answer.status_code == 302, mistakes(answer)
    assert moves_of(row)[-1].odd == "Called at ten at night"
    assert S47Enquiry.objects.get().started_on == today() - timedelta(days=1)


def test_a_no_starts_nothing(cast: Cast, ada: Person, discussion: StrategyDiscussion) -> None:
    boxes = {"decision__reason": "An accident that two people saw", "decision__is_enquiry_started": "no"}
    send(cast.client("team_manager"), way(ada, discussion, "strategy-decision"), **boxes)
    assert not S47Enquiry.objects.exists()
    assert state_of(discussion) == "no enquiries"


def test_tasks_are_done_and_the_record_is_sent(
    cast: Cast, ada: Person, discussion: StrategyDiscussion
) -> None:
    client = cast.client("worker")
    where = way(ada, discussion, "strategy-tasks")
    assert "what came of it" in mistakes(send(client, where, tasks__0__done_on="today"))
    answer = send(client, where, tasks__0__done_on="today", tasks__0__result="Seen at four", revision="1")
    assert answer.status_code == 302, mistakes(answer)
    assert StrategyTask.objects.get().done_on == today()
    send(client, way(ada, discussion, "strategy-sent"))
    discussion.refresh_from_db()
    assert discussion.record_shared_on == today()


def test_the_readings_follow(cast: Cast, ada: Person) -> None:
    hold_everything(today())

    def stands(key: str) -> set[str]:
        return set(StoredReading.objects.filter(child=ada, timescale=key).values_list("status", flat=True))

    send(cast.client("worker"), way(ada), talk(ada))
    row = StrategyDiscussion.objects.get()
    assert (stands("strategy_discussion"), stands("s47_decision")) == ({"met"}, {"running"})
    send(cast.client("team_manager"), way(ada, row, "strategy-decision"), decision__reason="Agreed")
    assert (stands("s47_decision"), stands("icpc_15")) == ({"met"}, {"running"})
    reassess(ada, as_of=today() + timedelta(days=1))
    assert stands("s47_decision") == {"met"}


def test_another_teams_worker_finds_nothing(cast: Cast, ada: Person, discussion: StrategyDiscussion) -> None:
    for who in ("other_worker", "other_manager", "chair", "business"):
        client = cast.client(who)
        assert client.get(way(ada)).status_code == 404
        assert client.get(way(ada, discussion, "strategy-decision")).status_code == 404


def test_a_referral_leads_to_it_with_who_suspected_harm_and_the_enquiries_know_the_referral(
    cast: Cast, ada: Person
) -> None:
    referral = apps.get_model("front_door.Referral").objects.create(
        child=ada, received_on=today(), partner_aware_on=today() - timedelta(days=2), partner_agency="Zqschool",
        reason="Zqbruise",
    )  # fmt: skip
    client = cast.client("worker")
    begin = way(ada, referral, "strategy-of-referral")
    assert (
        begin
        in client.get(reverse("chronology:entry", args=[ada.pk, "referral", referral.pk])).content.decode()
    )
    page = client.get(begin)
    assert page.context["sheet"].forms["shared"].initial["suspected_on"] == referral.partner_aware_on
    for words in ("Zqschool", "Zqbruise"):
        assert words in page.content.decode()
    answer = send(client, begin, talk(ada))
    assert answer.status_code == 302, mistakes(answer)
    discussion = StrategyDiscussion.objects.get(child=ada)
    decided = {
        "decision-is_enquiry_started": "yes", "decision-is_joint": "yes", "decision-is_medical_needed": "yes",
        "decision-reason": "A bruise that nobody explains", "decision-how_seen": "At school today",
        "decision-is_to_be_seen_alone": "yes",
    }  # fmt: skip
    answer = send(cast.client("team_manager"), way(ada, discussion, "strategy-decision"), decided)
    assert answer.status_code == 302, mistakes(answer)
    assert S47Enquiry.objects.get(child=ada).referral == referral
    referral.closed_on = today()
    referral.save()
    assert "This referral is closed" in client.get(begin).content.decode()
