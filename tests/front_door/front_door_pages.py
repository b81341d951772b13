"""Sending the pages of the front door as a browser does."""

from datetime import date, time
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from cast import Cast
from keel.front_door.models import Contact, Referral
from keel.people.models import Person

DAY = date(2026, 4, 14)  # a Tuesday
TODAY = date(2026, 4, 16)


def address(name: str, child: Person, entry: Any = None) -> str:
    return reverse(f"front_door:{name}", args=[child.pk, *([entry.pk] if entry else [])])


def send(client: Client, name: str, child: Person, entry: Any = None, **boxes: Any) -> Any:
    """A page sent; a double underscore stands for the dash. What a shared page held when it was opened goes with it."""
    way = address(name, child, entry)
    page = client.get(way).context or {}
    draft = page.get("draft")
    held = {
        "token": str(draft.token if draft else uuid4()),
        "revision": draft.revision if draft else 0,
        "stamp": page.get("stamp", ""),
    }
    return client.post(way, held | {name.replace("__", "-"): value for name, value in boxes.items()})


def contact_boxes(**boxes: Any) -> dict[str, Any]:
    """What a contact from a school holds."""
    return {
        "contact__received_on": "14/4/2026", "contact__received_time": "16:40", "contact__source": "2A",
        "contact__source_name": "Ms Hill, deputy head", "contact__partner_agency": "Lantern Primary",
        "contact__partner_aware_on": "10/4/2026", "contact__reason": "Zqbruise on her arm",
    } | boxes  # fmt: skip


def decision_boxes(**boxes: Any) -> dict[str, Any]:
    """A referral decided the morning after, and the school told."""
    return {
        "decision__outcome": "Referral to children’s social care", "decision__decision": "A second bruise in a month",
        "decision__primary_need": "N1", "decision__made_on": "15/4/2026", "decision__made_time": "09:10",
        "decision__told": "Yes", "decision__referrer_told_on": "15/4/2026", "decision__referrer_told_time": "09:30",
    } | boxes  # fmt: skip


def made_contact(cast: Cast, child: Person, **fields: Any) -> Contact:
    """A contact that the worker wrote and nobody has decided on."""
    return Contact.objects.create(
        **{
            "child": child, "received_on": DAY, "received_time": time(16, 40), "source": "2A", "reason": "Zqbruise",
            "partner_agency": "Lantern Primary", "partner_aware_on": date(2026, 4, 10), "recorded_by": cast["worker"],
            "recorded_on": DAY, "episode": "contact:1",
        }
        | fields
    )  # fmt: skip


def made_referral(child: Person, **fields: Any) -> Referral:
    """A referral of that day."""
    return Referral.objects.create(**{"child": child, "received_on": DAY, "source": "2A"} | fields)
