"""How a row of the record tells an event of a child's history, declared once for each kind of event.

One declaration has three uses: rows become the events of a :class:`~keel.practice.history.History` (by the view
``record_event``), the events of an extract become rows (``keel.loading``), and the chronology finds its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models

from keel.practice.history import EventKind, Fact

_AUDIT = "audits of a child's record come with assurance, and are read against the audit's own history"
_INSPECTION = "inspections come with improvement, and are read against the inspection's own history"
NOT_YET: Mapping[EventKind, str] = {
    EventKind.SUPERVISION_HELD: "a session is the worker's, not a child's: the child's part of it is told",
    EventKind.AUDIT_COMPLETED: _AUDIT,
    EventKind.AUDIT_MODERATED: _AUDIT,
    EventKind.AUDIT_FOUND_CHILD_UNSAFE: _AUDIT,
    EventKind.AUDIT_ALERT_ANSWERED: _AUDIT,
    EventKind.AUDIT_ACTION_CREATED: _AUDIT,
    EventKind.AUDIT_ACTION_VERIFIED: _AUDIT,
    EventKind.REAUDIT_COMPLETED: _AUDIT,
    EventKind.OFSTED_LETTER_RECEIVED: _INSPECTION,
    EventKind.DRAFT_ACTION_PLAN_SHARED: _INSPECTION,
    EventKind.ACTION_PLAN_SUBMITTED: _INSPECTION,
    EventKind.INSPECTION_REPORT_RECEIVED: _INSPECTION,
    EventKind.INSPECTION_REPORT_PUBLISHED: _INSPECTION,
    EventKind.IMPROVEMENT_ACTION_CREATED: _INSPECTION,
    EventKind.IMPROVEMENT_ACTION_EVIDENCED: _INSPECTION,
    EventKind.IMPROVEMENT_BOARD_HELD: _INSPECTION,
}  # why nothing in the record tells of a kind

PRESENT = object()  # in ``when``: the field must be filled, whatever it holds

Wanted = object


@dataclass(frozen=True, slots=True)
class Telling:
    """A kind of event and where in the record it stands.

    ``model`` is "app.Model"; ``on`` its field with the day of the event, without which it tells nothing. ``when``
    are values that the row must have; of several, the first is what a load writes. ``facts`` are three-valued
    fields; ``anchor``, ``code``, ``number``, ``minute`` (a time of day) and ``recorded_on`` are fields too.
    ``always`` are facts true of the kind itself. ``is_main``: that the source holds only the latest, which the row
    says once, is said of this event.
    """

    kind: EventKind
    model: str
    on: str
    when: Mapping[str, Wanted] = field(default_factory=dict)
    facts: Mapping[Fact, str] = field(default_factory=dict)
    always: frozenset[Fact] = frozenset()
    anchor: str | None = None
    code: str | None = None
    number: str | None = None
    minute: str | None = None
    recorded_on: str | None = "recorded_on"
    child: str = "child"
    is_main: bool = True

    @property
    def table(self) -> type[models.Model]:
        """The model."""
        return apps.get_model(self.model)


def told(kind: EventKind, model: str, on: str, **rest: Any) -> Telling:
    """What a row is there to tell: it was written down on the row's own day."""
    return Telling(kind, model, on, minute=_beside(on, "time"), **rest)


def also_told(kind: EventKind, model: str, on: str, **rest: Any) -> Telling:
    """What the same row tells beside it, with the day on which that was written down."""
    recorded = _beside(on, "recorded_on")
    return Telling(kind, model, on, minute=_beside(on, "time"), recorded_on=recorded, is_main=False, **rest)


def _beside(on: str, what: str) -> str:
    return f"{on.removesuffix('_on')}_{what}"


@cache
def all_tellings() -> tuple[Telling, ...]:
    """The tellings of every app, in the order of the apps and then of their declarations."""
    return tuple(telling for module in _histories() for telling in module.TELLINGS)


def _histories() -> list:  # type: ignore[type-arg]
    names = [
        f"{config.name}.histories" for config in apps.get_app_configs() if config.name.startswith("keel.")
    ]
    modules = [import_module(name) for name in names if find_spec(name)]
    return [module for module in modules if hasattr(module, "TELLINGS")]


def telling_of(kind: EventKind) -> tuple[Telling, ...]:
    """Where a kind of event may stand; a kind that nothing tells has none."""
    return tuple(telling for telling in all_tellings() if telling.kind is kind)


def fields_of(model: type[models.Model]) -> frozenset[str]:
    """The fields of a table that some telling reads."""
    mine = [t for t in all_tellings() if t.table is model]
    single = (
        name for t in mine for name in (t.on, t.anchor, t.code, t.number, t.minute, t.recorded_on) if name
    )
    return frozenset(
        (*single, *(f for t in mine for f in t.facts.values()), *(f for t in mine for f in t.when))
    )
