"""What can be recorded about a child: each declared once, by the room whose it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from keel.access.policy import Act
from keel.people.models import Person
from keel.record.changes import changed
from keel.recording.sheets import Forms


class CannotBeRecorded(Exception):
    """What was asked cannot be recorded; the words say why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, about whom, and about which entry of her record, where the page is about one."""

    request: HttpRequest
    child: Person
    row: Any = None

    @property
    def by(self) -> Any:
        """Who asks."""
        return self.request.user

    @property
    def worker(self) -> Any:
        """Who asks, as a member of staff; None where the record knows no worker of that name."""
        return getattr(self.by, "worker", None)


def anybody(_: Asked) -> str:
    """No reason why not."""
    return ""


def child_page(asked: Asked) -> str:
    """Where a child's record is opened."""
    return reverse("chronology:child", args=[asked.child.pk])


@dataclass(frozen=True, slots=True)
class Recording:
    """One thing that is recorded about a child.

    ``key`` is "room:page", which names its address. ``about`` is the table, as app.Model, of the entry that it is
    about; blank where it begins something new. ``forms`` makes the forms of the page from what was sent, or from None
    with what the record knows. ``save`` makes the record of what they hold and says where that is read. ``why_not``
    says in words why it cannot be done now, and by this person; blank where it can. ``beside`` gives what stands
    beside the form: what the writer needs to know. ``is_shared``: the page changes an entry that another may be
    changing; what she saved meanwhile is then shown before it is written over.

    What somebody of another agency records leads ``back`` to her own page; her record of the child is too narrow to
    read it anew, so that the worker does (``tells``), and she may not hold an entry that she does not change.
    """

    key: str
    title: str
    act: Act
    forms: Callable[[Asked, Any], Forms]
    save: Callable[[Asked, Mapping[str, Any]], str]
    about: str = ""
    template: str = "recording/page.html"
    hint: str = ""
    button: str = "Save"
    done: str = "It is recorded."
    why_not: Callable[[Asked], str] = anybody
    beside: Callable[[Asked], Mapping[str, Any]] = field(default=lambda _: {})
    is_shared: bool = False
    back: Callable[[Asked], str] = child_page
    tells: Callable[..., None] = changed
    holds_entry: bool = True
    is_for: Callable[[Asked], bool] = field(
        default=lambda _: True
    )  # offered for this child, or this entry, at all
    is_offered: bool = True  # among what can be begun on a child's page, or on the entry that it is about

    @property
    def is_decision(self) -> bool:
        """Whether somebody decides on what another wrote, and so reads that first."""
        return self.act.value.endswith(":approve")

    @property
    def room(self) -> str:
        """The room whose it is."""
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """Its place in an address."""
        return self.key.partition(":")[2]


@cache
def recordings() -> tuple[Recording, ...]:
    """All that can be recorded, in the order of the rooms and of their declarations."""
    return tuple(recording for module in _modules() for recording in module.RECORDINGS)


def _modules() -> Iterator[Any]:
    for config in apps.get_app_configs():
        name = f"{config.name}.recordings"
        if config.name.startswith("keel.") and find_spec(name):
            yield import_module(name)


def begun_on(label: str) -> list[Recording]:
    """What can be recorded about an entry of a table; of a blank label, what begins something new."""
    return [each for each in recordings() if each.is_offered and each.about.lower() == label.lower()]
