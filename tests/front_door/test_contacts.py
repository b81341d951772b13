"""A contact, a manager's decision on it, and the referrer who is told."""

from datetime import date, time
from typing import Any

import pytest
from front_door_pages import address, contact_boxes, decision_boxes, made_contact, made_referral, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door.models import Contact, Referral
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.recording.moves import moves_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast: Cast) -> Person:
    return cast.families["own"].child


def told(day: str, at: str) -> dict[str, str]:
    return {"telling__referrer_told_on": day, "telling__referrer_told_time": at}


def test_a_contact_keeps_who_told_us_and_since_when_the_partner_knew(cast: Cast, child: Person) -> None:
    client = cast.client("worker")
    answer = send(client, "contact", child, **contact_boxes())
    contact = Contact.objects.get()
    assert answer.headers["Location"].endswith(f"/contact/{contact.pk}")
    assert (contact.received_on, contact.received_time) == (date(2026, 4, 14), time(16, 40))
    assert (contact.partner_aware_on, contact.partner_agency) == (date(2026, 4, 10), "Lantern Primary")
    assert (contact.decided_on, contact.recorded_by) == (None, cast["worker"])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Zqbruise" in page
    assert "Decide on the contact" not in page, "a social worker decides on none"


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"contact__received_on": "31/4/2026"}, "Enter a day, such as"),
    ({"contact__received_on": "17/4/2026"}, "has not come yet"),
    ({"contact__received_time": ""}, "Say at what time"),
    ({"contact__source": ""}, "Say who told us"),
    ({"contact__reason": " "}, "Say what the contact is about"),
    ({"contact__partner_aware_on": ""}, "Say when the partner first knew"),
    ({"contact__partner_aware_on": "15/4/2026"}, "told before the partner knew"),
    (
        {"contact__partner_aware_on": "14/4/2026", "contact__partner_aware_time": "17:00"},
        "check both times",
    ),
    ({"contact__partner_agency": ""}, "Say which agency"),
    ({"contact__received_on": "1/4/2026", "contact__partner_aware_on": "1/4/2026"}, "written down late"),
    ({"contact__received_on": "1/1/1999"}, "was born. Check"),
]


def test_what_cannot_be_is_told_beside_its_box(cast: Cast, child: Person) -> None:
    client = cast.client("worker")
    for boxes, words in MISTAKES:
        answer = send(client, "contact", child, **contact_boxes(**boxes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    assert not Contact.objects.exists()


def test_unknown_is_said_and_not_nought_and_late_has_its_reason(cast: Cast, child: Person) -> None:
    boxes = contact_boxes(
        contact__partner_aware_on="", contact__is_not_known="on", contact__received_on="1/4/2026",
        contact__why_odd="The e-mail went to a shared inbox",
    )  # fmt: skip
    assert send(cast.client("worker"), "contact", child, **boxes).status_code == 302
    contact = Contact.objects.get()
    assert contact.partner_aware_on is None
    assert [move.odd for move in moves_of(contact)] == ["The e-mail went to a shared inbox"]


def test_a_worry_for_two_children_stands_in_the_record_of_each(cast: Cast, child: Person) -> None:
    """And of no third: whose record is closed to the writer is neither offered nor taken."""
    brother, stranger = cast.families["own"].children[1], cast.families["other"].child
    client = cast.client("worker")
    taken = send(client, "contact", child, **contact_boxes(contact__also=[str(stranger.pk)]))
    assert taken.status_code == 422
    answer = send(client, "contact", child, **contact_boxes(contact__also=[str(brother.pk)]))
    assert f"/child/{child.pk}/" in answer.headers["Location"]
    ours = {row.child_id: row for row in Contact.objects.all()}
    assert set(ours) == {child.pk, brother.pk}
    assert ours[child.pk].shared == ours[brother.pk].shared is not None
    assert ours[child.pk].episode != ours[brother.pk].episode
    assert "Shared with 1 other child" in client.get(answer.headers["Location"]).content.decode()
    manager = cast.client("team_manager")
    send(manager, "decide", child, ours[child.pk], **decision_boxes())
    assert Contact.objects.get(child=brother).outcome == "", "each is decided for herself"


def test_a_neighbour_has_no_agency(cast: Cast, child: Person) -> None:
    boxes = contact_boxes(contact__source="1B", contact__partner_agency="", contact__partner_aware_on="")
    assert send(cast.client("worker"), "contact", child, **boxes).status_code == 302


def test_a_manager_refers_and_what_is_known_goes_on(cast: Cast, child: Person) -> None:
    made_referral(
        child,
        received_on=date(2025, 11, 3),
        closed_on=date(2025, 12, 1),
        close_reason="RC8",
        reason="Zqearlier",
    )
    made_referral(child, received_on=date(2025, 4, 13), reason="Zqtoo old")
    contact, client = made_contact(cast, child), cast.client("team_manager")
    entry = client.get(f"/child/{child.pk}/contact/{contact.pk}").content.decode()
    assert address("decide", child, contact) in entry, "the next step stands on the entry's own page"
    page = client.get(address("decide", child, contact)).content.decode()
    for words in (
        "Zqbruise",
        "Lantern Primary",
        "Zqearlier",
        "Closed on 1 December 2025: closed after assessment",
    ):
        assert words in page
    assert "Zqtoo old" not in page
    answer = send(client, "decide", child, contact, **decision_boxes())
    referral = Referral.objects.get(contact=contact)
    assert answer.headers["Location"].endswith(f"/referral/{referral.pk}")
    assert (referral.received_on, referral.received_time) == (contact.received_on, contact.received_time)
    assert (referral.partner_aware_on, referral.partner_agency) == (
        contact.partner_aware_on,
        "Lantern Primary",
    )
    assert (referral.referrals_in_year, referral.primary_need, referral.source) == (2, "N1", "2A")
    contact.refresh_from_db()
    assert (contact.decided_on, contact.decided_time) == (date(2026, 4, 15), time(9, 30)), (
        "told at half past nine"
    )
    assert (contact.made_on, contact.made_time) == (date(2026, 4, 15), time(9, 10))
    assert (contact.is_referrer_told, contact.decided_by) == (True, cast.workers["team_manager"])
    assert send(client, "decide", child, contact, **decision_boxes()).status_code == 409
    assert Referral.objects.filter(contact=contact).count() == 1


HALVES: list[tuple[dict[str, Any], str]] = [
    ({"decision__outcome": ""}, "Say what you decide"),
    ({"decision__decision": ""}, "Say why"),
    ({"decision__primary_need": ""}, "Say what the main need is"),
    ({"decision__made_on": "13/4/2026"}, "before the contact reached us"),
    ({"decision__made_on": "14/4/2026", "decision__made_time": "16:00"}, "reached us at 16:40"),
    ({"decision__made_on": "17/4/2026"}, "has not come yet"),
    ({"decision__told": ""}, "Say whether whoever made contact"),
    ({"decision__told": "Not yet", "decision__referrer_told_on": ""}, "Say why not, who will tell"),
    ({"decision__told": "Not yet", "decision__why_not_told": "Asleep"}, "say yes, or empty that box"),
]


def test_half_a_decision_is_none(cast: Cast, child: Person) -> None:
    contact, client = made_contact(cast, child), cast.client("team_manager")
    for boxes, words in HALVES:
        answer = send(client, "decide", child, contact, **decision_boxes(**boxes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    contact.refresh_from_db()
    assert (contact.outcome, Referral.objects.count()) == ("", 0)


def test_whoever_wrote_the_contact_does_not_decide_on_it(cast: Cast, child: Person) -> None:
    contact = made_contact(cast, child, recorded_by=cast["team_manager"])
    answer = send(cast.client("team_manager"), "decide", child, contact, **decision_boxes())
    assert answer.status_code == 409
    assert "You wrote this contact" in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.outcome, contact.decided_on) == ("", None)


def test_only_a_manager_of_the_child_decides(cast: Cast, child: Person) -> None:
    contact = made_contact(cast, child)
    for who in ("worker", "chair", "business", "auditor", "service_manager", "other_manager"):
        client = cast.client(who)
        assert client.post(address("decide", child, contact), {}).status_code == 404
        assert client.get(address("contact", child)).status_code == (
            200 if who in ("worker", "business") else 404
        )


def test_no_further_action_makes_no_referral(cast: Cast, child: Person) -> None:
    contact = made_contact(cast, child)
    boxes = decision_boxes(decision__outcome="No further action", decision__primary_need="")
    answer = send(cast.client("team_manager"), "decide", child, contact, **boxes)
    assert "/contact/" in answer.headers["Location"]
    contact.refresh_from_db()
    assert (contact.is_no_further_action, Referral.objects.count()) == (True, 0)


def test_it_is_not_in_time_until_the_referrer_is_told(cast: Cast, child: Person) -> None:
    """Decided the next day, and told the day after: the duty was done late, and says so."""
    hold_everything(today())
    contact, client = made_contact(cast, child), cast.client("team_manager")
    readings = StoredReading.objects.filter(child=child, timescale="contact_decision")
    boxes = {
        "decision__told": "Not yet", "decision__why_not_told": "Back at school tomorrow; Maya will ring",
        "decision__referrer_told_on": "", "decision__referrer_told_time": "",
    }  # fmt: skip
    send(client, "decide", child, contact, **decision_boxes(**boxes))
    assert readings.get().status == "overdue", "due on the 15th; today is the 16th"
    answer = send(
        cast.client("worker"),
        "tell",
        child,
        contact,
        telling__referrer_told_on="today",
        telling__referrer_told_time="08:30",
    )
    assert answer.status_code == 302
    contact.refresh_from_db()
    assert (contact.is_referrer_told, contact.referrer_told_on) == (True, today())
    assert (contact.made_on, contact.decided_on) == (date(2026, 4, 15), today())
    assert readings.get().status == "late"
    assert send(client, "tell", child, contact).status_code == 409
    assert [move.state for move in moves_of(contact)] == ["decided", "referrer told"]


def test_told_before_it_was_decided_cannot_be(cast: Cast, child: Person) -> None:
    contact = made_contact(
        cast, child, outcome="No further action", made_on=date(2026, 4, 15), decided_on=date(2026, 4, 15)
    )
    answer = send(
        cast.client("worker"),
        "tell",
        child,
        contact,
        telling__referrer_told_on="14/4/2026",
        telling__referrer_told_time="18:00",
    )
    assert answer.status_code == 422
    assert "before it was decided" in answer.content.decode()


def test_the_partner_who_waited_is_seen_in_the_reading(cast: Cast, child: Person) -> None:
    hold_everything(today())
    contact = made_contact(cast, child)
    send(cast.client("team_manager"), "decide", child, contact, **decision_boxes())
    reading = StoredReading.objects.get(child=child, timescale="referral_lag_partner")
    assert (reading.status, reading.started_on) == ("late", date(2026, 4, 10))


def test_what_another_system_decides_is_not_decided_here(cast: Cast, child: Person) -> None:
    contact = made_contact(cast, child, source_key="x:1")
    answer = send(cast.client("team_manager"), "decide", child, contact, **decision_boxes())
    assert answer.status_code == 409
    assert "another system" in answer.content.decode()


def test_every_mistake_is_summed_up_at_the_top_of_the_page(cast: Cast, child: Person) -> None:
    page = send(cast.client("worker"), "contact", child).content.decode()
    assert "There is a problem" in page
    assert '<a href="#id_contact-reason">' in page
