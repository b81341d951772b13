"""A visit written once for brothers and sisters, kept as each child's own, and never lost."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from sent import mistakes, opened
from written import hold_everything

from cast import Cast
from keel.access.audit import Code
from keel.access.models import AuditEntry
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.protection.models import DirectWork, InNeedVisit, ProtectionPlan, Visit
from keel.recording.models import Draft
from keel.workforce.models import Promise, Worker

pytestmark = pytest.mark.django_db

DAY = "%d/%m/%Y"
WORK = ("tool", "what_was_learned")  # a row of their own; what was done is named on the page of the visit
OWN_WORDS = (
    "not_seen_reason", "alone_where", "own_words", "observation", "how_child_communicates", *WORK,
)  # fmt: skip
SHARED_WORDS = (
    "next_step", "people_there", "purpose", "home_conditions", "parent_words", "plan_checks", "worries",
    "action_taken", "manager_told",
)  # fmt: skip


@pytest.fixture
def family(cast: Cast) -> list[Person]:
    """Two children of the worker's, on plans since ten weeks ago."""
    children = cast.families["own"].children
    for child in children:
        ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=10))
    return children


def way(child: Person) -> str:
    return reverse("protection:visit", args=[child.pk])


def typed(child: Person, **boxes: Any) -> dict[str, Any]:
    """The least that saves a visit, as the page sends it; a double underscore stands for the dash."""
    least = {
        "token": str(uuid4()),
        "revision": "0",
        "visit-visited_on": today().strftime("%d/%m/%Y"),
        "visit-kind": "held",
        f"{child.pk}-is_child_seen": "yes",
    }
    return least | {name.replace("__", "-"): value for name, value in boxes.items()}


def send(client: Client, child: Person, **boxes: Any) -> Any:
    return client.post(way(child), typed(child, **boxes))


def test_three_answers_save_a_visit_and_the_rest_is_asked_for_on_its_page(
    cast: Cast, family: list[Person]
) -> None:
    client, child = cast.client("worker"), family[0]
    answer = send(client, child)
    visit = Visit.objects.get(child=child)
    assert answer.headers["Location"] == reverse("chronology:entry", args=[child.pk, "visit", visit.pk])
    assert (visit.is_child_seen, visit.is_seen_alone, visit.is_bedroom_seen) == (True, None, None)
    assert (visit.recorded_by, visit.written_up_on) == (cast["worker"], None)
    assert (visit.has_own_words, visit.is_purpose_linked) == (None, None), "not written yet is not no"
    rest = reverse("protection:write-up", args=[child.pk, visit.pk])
    assert rest in client.get(answer.headers["Location"]).content.decode()
    words = client.get(rest).content.decode()
    for missing in ("what it was for", "who was there", "what worries you", "seen alone"):
        assert missing in words


def test_what_may_be_recorded_is_offered_with_the_way_to_what_follows(
    cast: Cast, family: list[Person]
) -> None:
    page = cast.client("worker").get(reverse("recording:choose", args=[family[0].pk])).content.decode()
    for name in ("protection:visit", "protection:core-group", "chronology:records"):
        assert f'href="{reverse(name, args=[family[0].pk])}"' in page, name
    chair = cast.client("chair").get(reverse("recording:choose", args=[family[0].pk])).content.decode()
    assert f'href="{way(family[0])}"' not in chair, "a chair records no visits"


def test_what_was_missing_is_written_up_once_and_then_stands(cast: Cast, family: list[Person]) -> None:
    client, child = cast.client("worker"), family[0]
    send(client, child)
    visit = Visit.objects.get(child=child)
    rest = reverse("protection:write-up", args=[child.pk, visit.pk])
    page = client.get(rest)
    boxes = {
        "stamp": page.context["stamp"], "visit-purpose": "Sleep", "visit-people_there": "Mother",
        "visit-plan_checks": "Curfew kept", "visit-worries": "None new",
        "visit-next_visit_on": (today() + timedelta(days=10)).isoformat(),
        "child-is_child_seen": "yes", "child-is_seen_alone": "yes", "child-is_bedroom_seen": "no",
        "child-own_words": "I sleep at Nan's.", "child-tool": "Three houses",
    }  # fmt: skip
    assert client.post(rest, boxes).status_code == 302
    visit.refresh_from_db()
    assert (visit.is_seen_alone, visit.is_bedroom_seen, visit.written_up_on) == (True, False, today())
    assert (visit.has_own_words, visit.is_purpose_linked) == (True, False), (
        "written up, and no outcome is named"
    )
    assert DirectWork.objects.get(visit=visit).tool == "Three houses"
    assert "This visit is written up." in client.get(rest).content.decode()
    assert client.post(rest, boxes).status_code == 409


def test_the_rest_is_written_up_once_for_both_and_stands_as_it_was_put_for_one(
    cast: Cast, family: list[Person]
) -> None:
    ada, cal = family
    ProtectionPlan.objects.filter(child=cal).delete()  # he was visited in need
    client = cast.client("worker")
    client.post(way(ada), typed(ada, visit__people_there="Both") | {f"{cal.pk}-is_child_seen": "yes"})
    hers, his = Visit.objects.get(child=ada), InNeedVisit.objects.get(child=cal)
    InNeedVisit.objects.update(people_there="Cal came later")
    rest = reverse("protection:write-up", args=[ada.pk, hers.pk])
    looks = AuditEntry.objects.filter(code=Code.CHILD_LOOKED_AT, person_id=cal.pk)
    before = looks.count()
    boxes = opened(client, rest) | {
        "visit-purpose": "Sleep", "visit-people_there": "Both, and Nan", "visit-plan_checks": "Curfew kept",
        "visit-worries": "None new", "visit-next_visit_on": "today", "visit-promise": "To ask the school",
    }  # fmt: skip
    assert looks.count() == before + 1, "what is said of him is shown beside hers, and that is a look at him"
    for prefix, words in (("child", "Zqhers"), (str(cal.pk), "Zqhis")):
        boxes |= {
            f"{prefix}-is_seen_alone": "yes",
            f"{prefix}-is_bedroom_seen": "yes",
            f"{prefix}-own_words": words,
        }
    assert client.post(rest, boxes).status_code == 302
    for visit in (hers, his):
        visit.refresh_from_db()
    assert (hers.own_words, hers.people_there, hers.purpose) == ("Zqhers", "Both, and Nan", "Sleep")
    assert (his.own_words, his.people_there, his.purpose) == ("Zqhis", "Cal came later", "Sleep")
    assert hers.written_up_on == his.written_up_on == today()
    assert {one.child for one in Promise.objects.all()} == {ada, cal}


def test_each_child_has_her_own_words_and_not_her_brothers(cast: Cast, family: list[Person]) -> None:
    ada, cal = family
    client = cast.client("worker")
    boxes = {
        "visit-people_there": "Both, and their mother",
        f"{ada.pk}-own_words": "Zqada words",
        f"{cal.pk}-is_child_seen": "yes",
        f"{cal.pk}-own_words": "Zqcal words",
    }
    client.post(way(ada), typed(ada) | boxes)
    visits = {one: Visit.objects.get(child=one) for one in family}
    assert visits[ada].shared == visits[cal].shared is not None
    assert [visits[one].people_there for one in family] == ["Both, and their mother"] * 2
    for one, own, other in ((ada, "Zqada", "Zqcal"), (cal, "Zqcal", "Zqada")):
        page = client.get(
            reverse("chronology:entry", args=[one.pk, "visit", visits[one].pk])
        ).content.decode()
        assert own in page
        assert other not in page


def test_a_brother_of_whom_nothing_is_said_was_not_visited(cast: Cast, family: list[Person]) -> None:
    send(cast.client("worker"), family[0])
    assert not Visit.objects.filter(child=family[1]).exists()


def test_sent_twice_it_is_one_visit(cast: Cast, family: list[Person]) -> None:
    client, boxes = cast.client("worker"), typed(family[0])
    first, second = (client.post(way(family[0]), boxes) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Visit.objects.filter(child=family[0]).count() == 1


def test_a_draft_outlives_the_session_and_is_nobody_elses(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    kept = client.post(way(child), typed(child, visit__worries="Zqhalf a sentence", do="autosave")).json()
    assert "Draft saved at" in kept["said"]
    assert not Visit.objects.filter(child=child).exists()
    elsewhere = cast.client("worker").get(way(child)).content.decode()
    assert "Zqhalf a sentence" in elsewhere
    assert "This is your draft" in elsewhere
    other = cast.client("other_worker")
    assert "Zqhalf" not in other.get(reverse("recording:drafts")).content.decode()
    assert "Record a visit" in cast.client("worker").get(reverse("recording:drafts")).content.decode()


def test_two_devices_that_write_the_same_draft_are_both_shown(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    on_paper = typed(child, visit__worries="Zqphone", do="autosave")
    client.post(way(child), on_paper)
    draft = Draft.objects.get()
    stale = on_paper | {"visit-worries": "Zqlaptop", "revision": "0"}
    assert client.post(way(child), stale).status_code == 409
    stale.pop("do")
    page = client.post(way(child), stale)
    assert page.status_code == 409
    assert {"Zqphone", "Zqlaptop"} <= set(page.content.decode().replace("<", " ").replace(">", " ").split())
    assert not Visit.objects.filter(child=child).exists()
    seen = stale | {"revision": str(draft.revision), "visit-worries": "Zqphone and Zqlaptop"}
    assert client.post(way(child), seen).status_code == 302
    assert Visit.objects.get(child=child).worries == "Zqphone and Zqlaptop"


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"visit-visited_on": "31/2/2026"}, "Enter a day, such as"),
        ({"visit-visited_on": "1/1/1999"}, "was born. Check the day and the year"),
        ({"visit-visited_on": "tomorrow"}, "has not come yet"),
        ({"visit-kind": "attempted"}, "Say what happens next"),
        ({"visit-visited_time": "15:00", "visit-until_time": "14:00"}, "ended before it began"),
        ({"visit-next_visit_on": "1/1/2199"}, "Check the year"),
    ],
)
def test_a_mistake_is_told_beside_its_box_and_keeps_everything_typed(
    cast: Cast, family: list[Person], boxes: dict[str, str], words: str
) -> None:
    child = family[0]
    answer = cast.client("worker").post(way(child), typed(child, visit__worries="Zqkept") | boxes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Zqkept" in page
    assert not Visit.objects.filter(child=child).exists()
    assert Draft.objects.get().words["visit-worries"] == ["Zqkept"]


def test_not_seen_needs_a_reason(cast: Cast, family: list[Person]) -> None:
    child = family[0]
    boxes = {f"{child.pk}-is_child_seen": "no"}
    assert cast.client("worker").post(way(child), typed(child) | boxes).status_code == 422
    boxes |= {f"{child.pk}-not_seen_reason": "With her father for the week", "revision": "1"}
    assert cast.client("worker").post(way(child), typed(child) | boxes).status_code == 302
    assert Visit.objects.get(child=child).is_child_seen is False


def test_nobody_records_for_a_child_whom_she_does_not_work_with(cast: Cast, family: list[Person]) -> None:
    for who in ("other_worker", "administrator", "analyst"):
        client = cast.client(who)
        assert client.get(way(family[0])).status_code == 404
        assert send(client, family[0]).status_code == 404
    assert not Visit.objects.exists()


def everything(child: Person, manager: Worker) -> dict[str, str]:
    """Words in every box of a visit on which the child was not seen, each its own."""
    own = {name: f"Zq{name}" for name in OWN_WORDS} | {"is_child_seen": "no", "is_bedroom_seen": "yes"}
    own |= {"not_seen_approved_by": str(manager.pk)}
    shared = {name: f"Zq{name}" for name in SHARED_WORDS} | {"is_at_home": "yes", "is_announced": "no"}
    shared |= {"visited_time": "14:00", "until_time": "15:20", "promise": "Zqpromise"}
    shared |= {"next_visit_on": (today() + timedelta(days=10)).strftime(DAY)}
    named = {f"{child.pk}-{name}": value for name, value in own.items()}
    return named | {f"visit-{name}": value for name, value in shared.items()}


@pytest.mark.parametrize("kind", ["visit", "inneedvisit"])
def test_every_box_that_is_sent_is_shown_again_with_a_plan_and_without(cast: Cast, kind: str) -> None:
    child, client, manager = cast.families["own"].child, cast.client("worker"), cast.workers["team_manager"]
    if kind == "visit":
        ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=10))
    shown = set(client.get(way(child)).context["sheet"].said())
    boxes = typed(child) | everything(child, manager)
    left = {"visit-promise_by_on", "visit-why_odd", f"{child.pk}-is_seen_alone", f"{child.pk}-outcome"}
    mine = {name for name in shown if name.startswith(("visit-", str(child.pk)))}
    assert mine - set(boxes) <= left, "a box that this test does not fill"
    answer = client.post(way(child), boxes)
    assert f"/{kind}/" in answer.headers["Location"], answer.status_code
    model = {"visit": Visit, "inneedvisit": InNeedVisit}[kind]
    visit = model.objects.get(child=child)
    assert (visit.is_at_home, visit.is_announced, visit.not_seen_approved_by) == (True, False, manager)
    assert (visit.until_time, visit.next_visit_on) == (time(15, 20), today() + timedelta(days=10))
    assert visit.written_up_on == today(), "nothing is left to write"
    page = client.get(answer.headers["Location"]).content.decode()
    assert {name for name in (*OWN_WORDS, *SHARED_WORDS) if f"Zq{name}" not in page} == {"what_was_learned"}
    work = DirectWork.objects.get(child=child)
    assert (work.tool, work.what_was_learned) == ("Zqtool", "Zqwhat_was_learned")
    assert (work.visit or work.in_need_visit) == visit
    assert Promise.objects.get(child=child).promise == "Zqpromise"


def test_a_visit_without_a_plan_is_written_up_later_and_keeps_what_it_said(cast: Cast) -> None:
    child, client = cast.families["own"].child, cast.client("worker")
    answer = send(client, child, visit__is_at_home="yes", visit__people_there="Mother")
    visit = InNeedVisit.objects.get(child=child)
    rest = reverse("protection:in-need-write-up", args=[child.pk, visit.pk])
    assert rest in client.get(answer.headers["Location"]).content.decode()
    boxes = opened(client, rest)
    assert boxes["visit-is_at_home"] == "yes", "what was answered stands in its box"
    boxes |= {
        "visit-purpose": "Sleep", "visit-worries": "None new", "child-own_words": "I sleep at Nan's.",
        "visit-next_visit_on": "today", "child-is_seen_alone": "yes", "child-is_bedroom_seen": "no",
    }  # fmt: skip
    assert client.post(rest, boxes).status_code == 302
    visit.refresh_from_db()
    assert (visit.is_at_home, visit.people_there, visit.own_words) == (True, "Mother", "I sleep at Nan's.")
    assert visit.written_up_on == today()
    assert client.post(rest, boxes).status_code == 302, "sent twice it is one"
    assert "This visit is written up." in client.get(rest).content.decode()


def test_nobody_saw_a_child_before_birth_and_a_brother_is_asked_of_himself(
    cast: Cast, family: list[Person]
) -> None:
    ada, cal = family
    client = cast.client("worker")
    before = (cal.birth_on - timedelta(days=40)).strftime(DAY)
    odd = {"visit-visited_on": before, "visit-why_odd": "Found in a notebook"}
    cases = [
        (cal, {}, "was born on 2 August 2019, after"),
        (ada, {f"{cal.pk}-is_here": "on", f"{cal.pk}-is_child_seen": "yes"}, "was born on 2 August 2019"),
    ]
    for revision, (child, boxes, words) in enumerate(cases):
        answer = client.post(way(child), typed(child) | odd | boxes)
        assert (answer.status_code, words in mistakes(answer)) == (422, True), revision
    assert not Visit.objects.exists()
    assert not InNeedVisit.objects.exists()


def test_nobody_saw_or_heard_a_baby_who_is_not_born_and_nobody_is_asked_whether(
    cast: Cast, family: list[Person]
) -> None:
    baby, client = family[0], cast.client("worker")
    Person.objects.filter(pk=baby.pk).update(birth_on=None, expected_on=today() + timedelta(days=30))
    not_seen = typed(baby) | {f"{baby.pk}-is_child_seen": "", f"{baby.pk}-is_seen_alone": ""}
    for revision, name in enumerate(("is_child_seen", "is_seen_alone")):
        answer = client.post(way(baby), not_seen | {f"{baby.pk}-{name}": "yes", "revision": str(revision)})
        assert (answer.status_code, "is not born yet" in mistakes(answer)) == (422, True), name
        assert "is not born yet" in str(answer.context["sheet"].forms[str(baby.pk)].errors[name])
    assert not Visit.objects.filter(child=baby).exists()
    answer = client.post(way(baby), not_seen | {"revision": "2"})
    assert answer.status_code == 302, mistakes(answer)
    visit = Visit.objects.get(child=baby)
    assert (visit.is_child_seen, visit.is_seen_alone) == (None, None)


def test_a_visit_before_the_plan_is_none_of_the_plan(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    plan = ProtectionPlan.objects.get(child=child)
    day = (plan.started_on - timedelta(days=1)).strftime(DAY)
    odd = {"visit-visited_on": day, "visit-why_odd": "Found in a notebook"}
    client.post(way(child), typed(child) | odd)
    assert InNeedVisit.objects.get(child=child).visited_on < plan.started_on
    assert not Visit.objects.exists()


def test_what_is_written_down_late_needs_a_reason_that_stays_visible(
    cast: Cast, family: list[Person]
) -> None:
    child, client = family[0], cast.client("worker")
    boxes = typed(child) | {"visit-visited_on": (today() - timedelta(days=30)).strftime(DAY)}
    answer = client.post(way(child), boxes)
    assert (answer.status_code, "written down late" in mistakes(answer)) == (422, True)
    assert not Visit.objects.exists()
    answer = client.post(way(child), boxes | {"visit-why_odd": "Zqin hospital", "revision": "1"})
    assert "Zqin hospital" in client.get(answer.headers["Location"]).content.decode()


def test_a_record_is_long_enough_or_copied_by_its_words_and_by_the_standard(
    cast: Cast, family: list[Person]
) -> None:
    child, client = family[0], cast.client("worker")
    account = " ".join(f"word{number}" for number in range(60))
    rest = {
        "visit-purpose": "Sleep", "visit-people_there": "Mother", "visit-plan_checks": "Kept",
        "visit-next_visit_on": "today", f"{child.pk}-is_seen_alone": "yes", f"{child.pk}-is_bedroom_seen": "yes",
        f"{child.pk}-own_words": "I am well.",
    }  # fmt: skip
    said = {"None": {}, "thin": rest | {"visit-worries": "None"}, "new": rest | {"visit-worries": account}}
    said["again"] = rest | {"visit-worries": f"{account} today"}
    found = {}
    for name, boxes in said.items():
        client.post(way(child), typed(child) | boxes)
        visit = Visit.objects.filter(child=child).latest("pk")
        found[name] = (visit.is_long_enough, visit.is_copied)
    assert found == {
        "None": (None, None), "thin": (False, False), "new": (True, False), "again": (True, True),
    }, "not written yet is neither short nor a copy"  # fmt: skip


def test_a_manager_and_nobody_else_agrees_that_a_child_was_not_seen(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    boxes = typed(child) | {f"{child.pk}-is_child_seen": "no", f"{child.pk}-not_seen_reason": "Away"}
    herself = {f"{child.pk}-not_seen_approved_by": str(cast.workers["worker"].pk)}
    assert client.post(way(child), boxes | herself).status_code == 422
    client.post(way(child), boxes | {"revision": "1"})
    visit = Visit.objects.get(child=child)
    words = client.get(reverse("protection:write-up", args=[child.pk, visit.pk])).content.decode()
    assert "which manager agreed that the child was not seen" in words


def test_the_reading_follows_in_the_same_moment(cast: Cast, family: list[Person]) -> None:
    hold_everything(today())
    late = StoredReading.objects.filter(child=family[0], timescale="cp_visit", status="overdue")
    reassess(family[0], as_of=today())
    assert late.exists(), "not visited since the plan started ten weeks ago"
    send(cast.client("worker"), family[0], visit__visited_on="yesterday")
    assert not late.exists()


def test_a_day_is_read_as_people_type_it() -> None:
    from keel.recording.boxes import read_day  # noqa: PLC0415

    sunday = date(2026, 11, 22)
    said = {
        "today": sunday, "yesterday": date(2026, 11, 21), "Tuesday": date(2026, 11, 17),
        "last friday": date(2026, 11, 20), "3 June": date(2026, 6, 3), "3/6/26": date(2026, 6, 3),
        "3 june 2025": date(2025, 6, 3), "24 dec": date(2025, 12, 24), "29 Feb": None, "soon": None,
    }  # fmt: skip
    assert {text: read_day(text, sunday, is_past=True) for text in said} == said
    assert read_day("Tuesday", sunday, is_past=False) == date(2026, 11, 24)
    assert read_day("3 June", sunday, is_past=False) == date(2027, 6, 3)
