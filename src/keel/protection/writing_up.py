"""Writing up later what was saved on the doorstep: what brothers and sisters share is again written once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from keel.access.policy import Act
from keel.clock import today
from keel.protection.models import DirectWork, InNeedVisit, Visit
from keel.protection.together import answered, meeting_of
from keel.protection.visiting import (
    ANSWERS,
    SHARED,
    ChildForm,
    VisitForm,
    beside,
    managers_for,
    save_direct_work,
    save_promise,
    say,
)
from keel.protection.written_up import write_up
from keel.record.changes import changed
from keel.recording.checks import WHY_ODD, AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

OWN = "child"  # the part of the child whose visit the page is about
AnyVisit = Visit | InNeedVisit


class RestForm(VisitForm):
    """The rest of a visit that was saved with the least: what it says already stands in the boxes."""

    def __init__(self, *args: Any, row: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.row = row
        for name in ("visited_on", "kind", "visited_time", WHY_ODD):
            del self.fields[name]

    @property
    def day(self) -> date | None:
        """The day of the visit, which stands."""
        day: date | None = self.row.visited_on
        return day

    def clean(self) -> dict[str, Any]:
        """The next visit is still to come or was, and nothing else can clash."""
        return AboutChild.clean(self)


def rest_forms(asked: Asked, sent: Any) -> Forms:
    """The shared boxes, and each child's own, as the visits hold them."""
    rest = RestForm(sent, prefix=SHARED, person=asked.child, row=asked.row, initial=_shown(asked.row))
    made: Forms = {SHARED: rest}
    managers = managers_for(asked)
    for visit in _to_be_written_up(asked):
        prefix = _prefix(asked, visit)
        own = ChildForm(
            sent, prefix=prefix, person=visit.child, shared=rest, managers=managers, is_first=True,
            initial=_shown(visit),
        )  # fmt: skip
        if isinstance(visit, InNeedVisit):
            del own.fields["outcome"]  # there is no plan whose outcome it could be
        made[prefix] = own
    return made


def _to_be_written_up(asked: Asked, *, held: bool = False) -> list[AnyVisit]:
    """The visit, and those of her brothers and sisters on the same occasion that are not written up either."""
    first, *others = meeting_of(asked, Act.VISIT_WRITE, held=held, also=_other_tables(asked.row))
    first.child = asked.child  # whose names are read already
    return [first, *(visit for visit in others if visit.written_up_on is None)]


def _other_tables(visit: AnyVisit) -> list[type[AnyVisit]]:
    return [table for table in (Visit, InNeedVisit) if not isinstance(visit, table)]


def _prefix(asked: Asked, visit: AnyVisit) -> str:
    return OWN if visit is asked.row else str(visit.child_id)


def _shown(visit: AnyVisit) -> dict[str, Any]:
    held = {field.name: getattr(visit, field.attname) for field in visit._meta.concrete_fields}
    work = _direct_work(visit)
    more = {"tool": work.tool, "what_was_learned": work.what_was_learned} if work else {}
    return held | {name: answered(held[name]) for name in ANSWERS if name in held} | more


def _direct_work(visit: AnyVisit) -> DirectWork | None:
    of = {"visit": visit} if isinstance(visit, Visit) else {"in_need_visit": visit}
    return DirectWork.objects.of(visit.child).filter(**of).first()


def save_rest(asked: Asked, values: Mapping[str, Any]) -> str:
    """The visits with what was missing; what they said before is kept by the table's history.

    What is shared goes to each child whose visit still says the same as hers: what was put otherwise for one stands.
    """
    visits = [one for one in _to_be_written_up(asked, held=True) if _prefix(asked, one) in values]
    said = values[SHARED]
    before = {name: getattr(asked.row, name) for name in said if hasattr(asked.row, name)}
    for visit in visits:
        shared = {name: said[name] for name in before if getattr(visit, name, None) == before[name]}
        save_promise(_base(asked, visit), said, visit.visited_on)
        _write(asked, visit, shared, values[_prefix(asked, visit)])
    changed(*(visit.child_id for visit in visits[1:]))
    return entry_page(asked.row)


def _base(asked: Asked, visit: AnyVisit) -> dict[str, Any]:
    return {"child": visit.child, "recorded_on": today(), "recorded_by": asked.by, "worker": asked.worker}


def _write(asked: Asked, visit: AnyVisit, shared: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    say(visit, shared, own)
    write_up(visit)
    visit.save()
    work = _direct_work(visit)
    if work is None:
        save_direct_work(visit, own, _base(asked, visit))
    else:
        work.tool, work.what_was_learned = own["tool"], own["what_was_learned"]
        work.save()


def is_written_up(asked: Asked) -> str:
    """Once it is written up, a visit is not changed any more."""
    if asked.row.source_key:
        return "This visit came from another system: complete it there."
    return "This visit is written up." if asked.row.written_up_on else ""


WRITE_UP = Recording(
    key="protection:write-up",
    title="Write up the rest of the visit",
    act=Act.VISIT_WRITE,
    forms=rest_forms,
    save=save_rest,
    about="protection.Visit",
    template="protection/visit.html",
    hint="What brothers and sisters who were visited together share is written once.",
    button="Save",
    done="What you wrote is in the record.",
    why_not=is_written_up,
    beside=beside,
    is_shared=True,
)
WRITE_UP_IN_NEED = replace(WRITE_UP, key="protection:in-need-write-up", about="protection.InNeedVisit")
