"""Allocating a child to a worker. A change of worker is a manager's decision with its reason, and begins a handover.

Until the new worker has accepted, the former keeps the child too: nobody stands between two workers. Only where the
former leaves before that does her time with the child end on her last day.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.continuity.caseload import Load, loads_of
from keel.continuity.ending import end
from keel.continuity.holding import State, holding, last_before, waiting
from keel.continuity.staff import is_agency
from keel.oversight.models import DecisionKind, ManagementDecision
from keel.people.models import Person
from keel.record.codes import choices_of
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import counted, day_text
from keel.workforce.models import Handover, Involvement, Worker
from keel.workforce.queries import WAITING

FEWEST_WORDS = 4  # a reason is a sentence
FIRST, REFUSED = "first", "refused"  # codes that a page gives, not a person
SENTENCE = f"Say it in a sentence of at least {FEWEST_WORDS} words"
REASONS = [pair for pair in choices_of("change_of_worker") if pair[0] not in (FIRST, REFUSED)]


def is_sentence(words: str) -> bool:
    """Whether somebody has said it, and not only filled the box."""
    return len(set(words.lower().split())) >= FEWEST_WORDS


class AllocateForm(AboutChild):
    """To whom, from when, and of a change: why, and what it means for the child."""

    planned: ClassVar = ("from_on", "last_on")
    worker = forms.ModelChoiceField(
        label="Who is to have {name}?",
        queryset=Worker.objects.none(),
        error_messages={"required": "Choose a worker"},
        help_text="With how many children each has now, what they weigh, and whether that is over the limit",
    )
    from_on = Day(
        label="From when?", is_past=False, initial=today, error_messages={"required": "Say from which day"}
    )
    reason = forms.ChoiceField(
        label="Why does the worker change?",
        choices=[("", "Choose"), *REASONS],
        error_messages={"required": "Choose why the worker changes"},
    )
    why = text("What do you decide, and why now?", is_needed=True, help_text="It is kept as your decision")
    effect = text(
        "What stays the same for {name}, and who tells the family?",
        is_needed=True,
        rows=2,
        help_text="The plan, days of visits, promises, people whom {name} trusts",
    )
    last_on = Day(
        label="If the worker now leaves before it is handed over, her last day with {name}",
        is_past=False,
        required=False,
        help_text="Leave empty, and she keeps {name} until the new worker has accepted",
    )

    def __init__(self, *args: Any, former: Involvement | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.former = former
        box = self.fields["worker"]
        found = choosable(today())
        box.queryset = found  # type: ignore[attr-defined]
        box.label_from_instance = partial(_with_load, loads_of(found, today()), today())  # type: ignore[attr-defined]
        if former is None:
            for name in ("reason", "why", "effect", "last_on"):
                del self.fields[name]
        elif former.ended_on:
            del self.fields["last_on"]
        for field in self.fields.values():
            field.label = str(field.label).replace("{name}", self.person.called)
            field.help_text = field.help_text.replace("{name}", self.person.called)

    def clean(self) -> dict[str, Any]:
        """Another worker, no day before the former's first, and reasons in sentences."""
        said = super().clean()
        for name in ("why", "effect"):
            if said.get(name) and not is_sentence(said[name]):
                self.add_error(name, SENTENCE)
        if self.former is not None:
            self._check_against(self.former, said)
        return said

    def _check_against(self, former: Involvement, said: Mapping[str, Any]) -> None:
        worker, from_on, last_on = said.get("worker"), said.get("from_on"), said.get("last_on")
        if worker and worker.pk == former.worker_id and not former.ended_on:
            self.add_error("worker", f"{worker.called} has {self.person.called} now. Choose another worker")
        if from_on and former.started_on and from_on < former.started_on:
            began = day_text(former.started_on)
            self.add_error("from_on", f"The worker now began on {began}: the change cannot be before that")
        if last_on and former.started_on and last_on < former.started_on:
            self.add_error("last_on", f"She began on {day_text(former.started_on)}. Check the day")


def _with_load(loads: Mapping[int, Load], day: date, worker: Worker) -> str:
    """A worker as one chooses her: how many children she has against her limit, and what makes her carry less."""
    load = loads.get(worker.pk)
    team = f", {worker.team.name}" if worker.team else ""
    if load is None:
        return f"{worker.called}{team}"
    parts = [f"{counted(load.children, 'child', 'children')}, weighted {load.weighted:g}"]
    parts += ["over the limit"] if load.is_over else []
    parts += ["agency"] if is_agency(worker, day) else []
    parts += ["newly qualified"] if load.is_newly_qualified else []
    return f"{worker.called}{team}: {'; '.join(parts)}"


def choosable(day: date) -> Any:
    """Workers to whom a child may be allocated, by team and name."""
    found = Worker.objects.who_may_hold(day).select_related("team").prefetch_related("holdings")
    return found.by_name().order_by("team__name", "shown", "pk")


def forms_of(asked: Asked, sent: Any) -> Forms:
    """The one form; it asks for reasons where somebody has, or had, the child."""
    former = last_before(asked.child, today())
    decided = decision_before(asked.child)
    initial = {"why": decided.reason, "effect": decided.action} if decided else {}
    form = AllocateForm(sent, prefix="allocate", person=asked.child, former=former, initial=initial)
    return {"allocate": form}


def decision_before(child: Person) -> ManagementDecision | None:
    """A manager's decision on a change of worker that no handover has come of yet."""
    decided = ManagementDecision.objects.of(child).filter(kind=DecisionKind.CHANGE_OF_WORKER)
    newest = decided.order_by("-decided_on", "-pk").first()
    if (
        newest is None
        or Handover.objects.of(child).filter(episode=newest.episode).exclude(episode="").exists()
    ):
        return None
    later = (
        Handover.objects.of(child).filter(proposed_on__gte=newest.decided_on) if newest.decided_on else None
    )
    return None if later is not None and later.exists() else newest


def save(asked: Asked, values: Mapping[str, Any]) -> str:
    """The involvement; of a change also the decision and the handover that waits to be accepted."""
    Person.objects.select_for_update().get(pk=asked.child.pk)  # two managers at once make one change
    if cannot := cannot_allocate(asked):
        raise CannotBeRecorded(cannot)
    said = values["allocate"]
    former = last_before(asked.child, today())
    mark = f"worker:{uuid4()}"
    made = _involve(asked, said, former, mark)
    waited = Involvement.objects.of(asked.child).filter(role=WAITING, ended_on=None)
    waited.update(ended_on=max(said["from_on"], today()), ended_recorded_on=today())
    if former is None:
        return entry_page(made)
    _decide(asked, said, mark)
    handover = Handover.objects.create(
        **_base(asked, mark), involvement=made, former=former, from_worker=former.worker, to_worker=made.worker,
        proposed_on=today(), reason=said["reason"], reason_words=said["effect"],
    )  # fmt: skip
    moved(handover, State.PROPOSED, by=asked.by, reason=said["why"])
    _let_go(handover, former, said)
    return entry_page(handover)


def _base(asked: Asked, mark: str) -> dict[str, Any]:
    return {"child": asked.child, "recorded_on": today(), "recorded_by": asked.by, "episode": mark}


def _involve(asked: Asked, said: Mapping[str, Any], former: Involvement | None, mark: str) -> Involvement:
    worker = said["worker"]
    return Involvement.objects.create(
        **_base(asked, mark), worker=worker, worker_key=worker.key, team=worker.team, role=ROLE,
        started_on=said["from_on"], takes_over=former is not None,
    )  # fmt: skip


def _let_go(handover: Handover, former: Involvement, said: Mapping[str, Any]) -> None:
    """Where the former worker leaves before it is accepted: her last day, and whether anybody has the child then."""
    last_on = former.ended_on or said.get("last_on")
    if last_on:
        is_gap = said["from_on"] > last_on
        end(former, handover, ended_on=last_on, reason=said["reason"], is_without_worker=is_gap)


def _decide(asked: Asked, said: Mapping[str, Any], mark: str) -> None:
    before = decision_before(asked.child)
    if before is not None and before.reason == said["why"]:
        return  # it stands in the record already
    to = said["worker"].called
    ManagementDecision.objects.create(
        **_base(asked, mark), kind=DecisionKind.CHANGE_OF_WORKER, decided_on=today(), decided_by=asked.worker,
        decision=f"{to} is to have {asked.child.called} from {day_text(said['from_on'])}.", reason=said["why"],
        action=said["effect"],
    )  # fmt: skip


def cannot_allocate(asked: Asked) -> str:
    """One change at a time."""
    asks = waiting(asked.child)
    if asks and asks.to_worker:
        return f"A handover to {asks.to_worker.called} waits for an answer. It is accepted or refused first."
    return ""


def beside(asked: Asked) -> dict[str, Any]:
    """Who has the child now, who had her in the last year, and what was decided of a change already."""
    day = today()
    rows = Involvement.objects.of(asked.child).holding().filter(started_on__lte=day)
    return {
        "now": holding(asked.child, day),
        "earlier": rows.select_related("worker", "team").order_by("-started_on", "-pk")[:EARLIER],
        "decided": decision_before(asked.child),
    }


EARLIER = 6  # workers that a page names
ROLE = "Allocated social worker"  # as sources name it

ALLOCATE = Recording(
    key="continuity:allocate",
    title="Allocate to a worker, or change the worker",
    act=Act.ALLOCATION_WRITE,
    forms=forms_of,
    save=save,
    why_not=cannot_allocate,
    template="continuity/allocate.html",
    hint="A manager’s decision. The new worker then accepts the handover.",
    button="Decide",
    done="It is decided. Of a change, the new worker is asked to accept the handover.",
    beside=beside,
)
