"""Somebody of another agency tells of a worry: nothing of it is lost, and she learns nothing of who is on file."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from front_door_pages import address, decision_boxes, send
from sent import opened as boxes_of

from cast import Cast
from keel.access.models import AuditEntry, Notice
from keel.front_door import deciding, taking, telling
from keel.front_door.models import Contact, WorryDraft, WorryTold
from keel.people.models import Person, PersonName
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
TELL, TOLD = "/told/new", "/told/"
WORRY = {
    "child-forename": "Ada", "child-surname": "Zqowncanary", "child-when": "born", "child-birth_on": "9/4/2015",
    "child-sex": "F", "child-address": "4 Ferry Lane", "child-postcode": "SY1 1AA", "child-others": "Zqhis brother Cal",
    "worry-partner_aware_on": "14/4/2026", "worry-partner_aware_time": "09:20", "worry-reason": "Zqbruise on her neck",
    "worry-child_words": "Zqhe held me", "worry-is_family_told": "no", "worry-is_family_agreed": "no",
    "worry-family_words": "Zqnot safe to ask", "worry-wanted": "Zqsee her today",
    "worry-urgency": "Somebody should see the child today", "agency-source": "3B",
    "agency-partner_agency": "Health visiting", "agency-post": "Health visitor", "agency-reach": "01632 960123",
}  # fmt: skip


@pytest.fixture(autouse=True)
def eleven(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (telling, taking, deciding):
        monkeypatch.setattr(room, "now_time", lambda: time(11, 0))


def tell(client: Client, **boxes: str) -> Any:
    page = client.get(TELL)
    assert page.status_code == 200
    draft = page.context["draft"]
    return client.post(TELL, WORRY | {"token": str(draft.token), "revision": draft.revision} | boxes)


def told(cast: Cast, **boxes: str) -> WorryTold:
    assert tell(cast.client("partner"), **boxes).status_code == 302
    return WorryTold.objects.latest("pk")


def page(client: Client, way: str) -> str:
    answer = client.get(way)
    assert answer.status_code == 200, (way, answer.status_code)
    return answer.content.decode()


def take(client: Client, worry: WorryTold, child: Person, **boxes: Any) -> Any:
    return client.post(reverse("front_door:taking", args=[worry.pk, child.pk]), boxes)


def opened(client: Client, child: Person) -> None:
    """A reason is given, as the page asks whoever does not work with the child."""
    reason = {"purpose": "cover", "reason": f"The health visitor told us of a bruise: {child.pk}"}
    assert client.post(reverse("access:reason", args=[child.pk]), reason).status_code == 302


def test_what_she_told_becomes_a_contact_with_all_of_it_and_she_is_told_the_decision(cast: Cast) -> None:
    kemi, front_door, child = cast.client("partner"), cast.client("front_door"), cast.families["own"].child
    worry = told(cast)
    assert (worry.told_on, worry.told_time, worry.source_name) == (
        date(2026, 4, 16), time(11, 0), "Kemi Balogun, Health visitor",
    )  # fmt: skip
    assert "waits to be read" in page(kemi, TOLD)
    listed = page(front_door, "/front-door/")
    way = reverse("front_door:one-waiting", args=[worry.pk])
    assert way in listed
    assert "Somebody should see the child today" in listed
    shown = page(front_door, way)
    assert "Zqhe held me" in shown
    taking = reverse("front_door:taking", args=[worry.pk, child.pk])
    assert taking in shown, "the child who is like her is offered"
    other = cast.families["nobodys"].child
    found = page(front_door, f"{way}?q=Zqnobodyscanary")
    assert reverse("front_door:taking", args=[worry.pk, other.pk]) in found, "on file under another name"
    asked = front_door.get(taking)
    assert asked.headers["Location"].startswith("/access/reason/"), (
        "the record is not hers: she says why first"
    )
    opened(front_door, child)
    assert "Zqbruise" in page(front_door, taking)
    assert take(front_door, worry, child).status_code == 302
    contact = Contact.objects.get(child=child)
    assert (contact.received_on, contact.received_time) == (date(2026, 4, 16), time(11, 0))
    assert (contact.partner_aware_on, contact.partner_aware_time) == (date(2026, 4, 14), time(9, 20))
    assert (contact.source, contact.partner_agency) == ("3B", "Health visiting")
    for words in (
        "Zqbruise",
        "Zqhe held me",
        "Zqnot safe to ask",
        "Zqsee her today",
        "Zqhis brother",
        "01632 960123",
    ):
        assert words in contact.reason, words
    assert way not in page(front_door, "/front-door/")
    assert "Read by the front door on 16 April 2026" in page(kemi, TOLD)
    assert AuditEntry.objects.filter(
        code="entry.recorded", person_id=child.pk, actor=cast["front_door"]
    ).exists()
    manager = cast.client("team_manager")
    nobody = {"decision__told": "There is nobody to tell: whoever made contact is not known"}
    soon = {"decision__made_on": "", "decision__made_time": "", "decision__referrer_told_on": ""}
    boxes = decision_boxes(**soon, decision__referrer_told_time="")
    assert send(manager, "decide", child, contact, **boxes | nobody).status_code == 422
    assert not WorryTold.objects.exclude(outcome_told="").exists()
    known = {"decision__outcome": "Added to work under way with the family"}
    assert send(manager, "decide", child, contact, **boxes | known).status_code == 302
    mine = page(kemi, reverse("front_door:one-told", args=[worry.pk]))
    assert "A social worker looks into it" in mine
    assert "under way" not in mine, "it does not tell that the family was known"
    assert "A second bruise in a month" not in mine, "the reasons stay with the record"
    assert Notice.objects.get(to=cast["partner"]).path == reverse("front_door:one-told", args=[worry.pk])
    contact.refresh_from_db()
    way = address("contact-decision-correction", child, contact)
    right = {"right-outcome": "Early help", "right-why": "The wrong line was ticked"}
    assert manager.post(way, boxes_of(manager, way) | right).status_code == 302
    assert "The family is offered early help" in page(kemi, reverse("front_door:one-told", args=[worry.pk]))
    assert Notice.objects.filter(to=cast["partner"]).count() == 2, "what is put right is told anew"


def test_she_is_told_only_once_somebody_says_so(cast: Cast) -> None:
    worry, child = told(cast), cast.families["own"].child
    front_door = cast.client("front_door")
    opened(front_door, child)
    take(front_door, worry, child)
    contact, manager = Contact.objects.get(), cast.client("team_manager")
    later = decision_boxes(
        decision__told="Not yet", decision__why_not_told="Jo rings her", decision__made_on="",
        decision__made_time="", decision__referrer_told_on="", decision__referrer_told_time="",
    )  # fmt: skip
    assert send(manager, "decide", child, contact, **later).status_code == 302
    assert "You are told here once it is decided" in page(cast.client("partner"), TOLD)
    assert send(cast.client("worker"), "tell", child, contact).status_code == 302
    assert "A social worker looks into it, told on 16 April 2026" in page(cast.client("partner"), TOLD)


def test_her_pages_are_the_same_whether_the_child_is_on_file_hidden_or_nobody(cast: Cast) -> None:
    kemi, texts = cast.client("partner"), []
    for surname in ("Zqowncanary", "Zqhiddencanary", "Zqnobodyatall"):
        answer = tell(kemi, **{"child-surname": surname})
        said = page(kemi, answer.headers["Location"]).replace(surname, "X")
        texts.append(said.split("<main")[1].split("</main")[0])
    assert texts[0] == texts[1] == texts[2]


def test_a_child_who_is_not_on_file_is_put_there_with_what_was_told_and_the_contact_follows(
    cast: Cast,
) -> None:
    worry, front_door = told(cast, **{"child-surname": "Zqtrelawney"}), cast.client("front_door")
    way = f"/front-door/new?told={worry.pk}"
    first = front_door.get(way)
    assert (first.context["form"]["surname"].value(), first.context["form"]["postcode"].value()) == (
        "Zqtrelawney", "SY1 1AA",
    )  # fmt: skip
    said = {
        "forename": "Ada", "surname": "Zqtrelawney", "when": "born", "birth_on": "9/4/2015", "sex": "F",
        "address": "4 Ferry Lane", "postcode": "SY1 1AA",
    }  # fmt: skip
    looked = front_door.post(way, said)
    sure = {
        "seen": looked.context["seen"],
        "sure-is_another": "on",
        "sure-why": "Another mother, another school",
    }
    answer = front_door.post(way, said | sure)
    child = PersonName.objects.get(surname="Zqtrelawney").person
    assert answer.headers["Location"] == reverse("front_door:taking", args=[worry.pk, child.pk])
    assert take(front_door, worry, child).status_code == 302
    assert Contact.objects.get(child=child).worry == worry
    waiting = cast.client("front_door_manager").get("/front-door/").context["waiting"]
    assert [row[0]["words"] for row in waiting] == ["Ada Zqtrelawney"]


def test_of_a_child_with_whom_nobody_works_the_front_door_decides_and_of_another_her_own_team(
    cast: Cast,
) -> None:
    front_door = cast.client("front_door")
    for key, expected in (("nobodys", [cast.teams["T01"].pk]), ("own", [])):
        worry, child = told(cast), cast.families[key].child
        opened(front_door, child)
        assert take(front_door, worry, child).status_code == 302
        made = Involvement.objects.filter(child=child, role="front_door")
        assert list(made.values_list("team", flat=True)) == expected
    decides = address("decide", cast.families["nobodys"].child, Contact.objects.earliest("pk"))
    assert cast.client("front_door_manager").get(decides).status_code == 200


def test_brothers_and_sisters_have_it_too_and_it_is_taken_up_once(cast: Cast) -> None:
    worry, family = told(cast), cast.families["nobodys"]
    front_door, (ada, cal) = cast.client("front_door"), family.children
    ada.relationships.create(other=cal, relation="sibling")
    opened(front_door, ada)
    shown = page(front_door, reverse("front_door:taking", args=[worry.pk, ada.pk]))
    assert f"{reverse('access:reason', args=[cal.pk])}?next=" in shown, (
        "he is not left out because he is closed"
    )
    opened(front_door, cal)
    assert take(front_door, worry, ada, also=[str(cal.pk)]).status_code == 302
    first, second = Contact.objects.order_by("pk")
    assert {first.child_id, second.child_id} == {ada.pk, cal.pk}
    assert first.shared == second.shared is not None
    assert take(front_door, worry, cal).headers["Location"] == "/front-door/"
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({"worry-partner_aware_on": ""}, "Say on which day your agency first knew"),
        ({"worry-partner_aware_on": "17/4/2026"}, "has not come yet"),
        ({"worry-partner_aware_on": "1/2/2012"}, "before the child was born"),
        ({"worry-partner_aware_on": "today", "worry-partner_aware_time": "11:30"}, "It is not yet 11:30"),
        ({"worry-family_words": ""}, "without their knowing or agreeing"),
        ({"worry-urgency": ""}, "Say how soon"),
        ({"child-surname": "", "child-forename": ""}, "Enter a name"),
        ({"agency-reach": ""}, "Say how you can be reached"),
    ],
)
def test_what_must_be_told_is_asked_for_and_nothing_typed_is_lost(
    cast: Cast, boxes: dict[str, str], said: str
) -> None:
    kemi = cast.client("partner")
    answer = tell(kemi, **boxes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WorryTold.objects.exists()
    assert "Zqsee her today" in page(kemi, TELL), "her draft is there when she comes back"


def test_it_is_kept_as_she_types_and_sent_twice_it_is_one(cast: Cast) -> None:
    kemi = cast.client("partner")
    draft = kemi.get(TELL).context["draft"]
    sent = WORRY | {"token": str(draft.token), "revision": "0"}
    kept = kemi.post(TELL, sent | {"do": "autosave"}).json()
    assert kept["said"].endswith("It is not sent yet.")
    assert "Zqsee her today" in page(kemi, TELL)
    assert not WorryTold.objects.exists(), "a draft is seen by nobody"
    for _ in range(2):
        answer = kemi.post(TELL, sent | {"revision": kept["revision"]})
        assert answer.headers["Location"] == reverse("front_door:one-told", args=[WorryTold.objects.get().pk])
    assert WorryDraft.objects.get().words == {}


def test_of_a_child_who_may_be_in_danger_now_the_front_door_has_a_notice_at_once(cast: Cast) -> None:
    told(cast)
    assert not Notice.objects.exists()
    worry = told(cast, **{"worry-urgency": "The child may be in danger now"})
    way = reverse("front_door:one-waiting", args=[worry.pk])
    assert {(each.to, each.path) for each in Notice.objects.all()} == {
        (cast[who], way) for who in ("front_door", "duty")
    }
    assert "Zq" not in "".join(Notice.objects.values_list("text", flat=True)), "no name and no content"


def test_who_may_tell_and_who_may_take_up(cast: Cast) -> None:
    worry, child = told(cast), cast.families["own"].child
    ways = (TELL, TOLD), (
        reverse("front_door:one-waiting", args=[worry.pk]), reverse("front_door:taking", args=[worry.pk, child.pk]),
    )  # fmt: skip
    for key, tells, takes in (
        ("partner", 200, 403), ("worker", 403, 403), ("team_manager", 403, 403), ("front_door", 403, 200),
        ("duty", 403, 200), ("front_door_manager", 403, 200), ("director", 403, 403),
    ):  # fmt: skip
        client = cast.client(key)
        assert {client.get(way).status_code for way in ways[0]} == {tells}, key
        assert client.get(ways[1][0]).status_code == takes, key
        assert (client.get(ways[1][1]).status_code == 403) is (takes == 403), key
    assert cast.client("worker").get(reverse("front_door:one-told", args=[worry.pk])).status_code == 403
