"""A partner agency's disagreement, in the same register: raised, settled, or taken higher.

Written down by us for the partner. A partner who signs in writes the same entry: ``raise_for`` is where hers begins.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import Escalation
from keel.oversight.reasons import said_before
from keel.people.models import Person
from keel.practice.ladder import Rung
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.scrutiny.answering import asked_of
from keel.scrutiny.climbing import escalations_now
from keel.scrutiny.posts import line_of
from keel.scrutiny.reasons import InOwnWords
from keel.scrutiny.stages import ESCALATION, is_last, stages
from keel.scrutiny.upwards import entered, escalate, escalate_again

TABLE = "oversight.Escalation"
RESOLVED = "settled"


class EscalationForm(AboutChild):
    """With what the agency does not agree."""

    happened: ClassVar = ("raised_on",)
    agency = line("Which agency?", is_needed=True, help_text="School, police, health visiting, …")
    raised_by = line("Who there?", is_needed=True, help_text="Name and what they do")
    raised_on = Day(label="When did they raise it?", initial=today)
    disagreement = text("With what do they not agree?", is_needed=True, help_text="In their own words")
    effect_on_child = text("What do they say it does to the child?", is_needed=True)
    what_should_happen = text("What do they ask for?", is_needed=True)


def escalation_forms(asked: Asked, sent: Any) -> Forms:
    """The disagreement."""
    return {"escalation": EscalationForm(sent, prefix="escalation", person=asked.child)}


def save_escalation(asked: Asked, values: Mapping[str, Any]) -> str:
    """It goes to its first stage."""
    said = dict(values["escalation"])
    return entry_page(raise_for(asked.child, said, by=asked.by))


def raise_for(child: Person, said: Mapping[str, Any], *, by: Any, is_partners: bool = False) -> Escalation:
    """A partner's disagreement, whoever writes it down: at its first stage, from the day on which it was raised.

    Where the partner writes it herself (``is_partners``), whom it asks is found by the worker: she sees too little.
    """
    given = {name: value for name, value in said.items() if name != "raised_on"}
    row = Escalation(
        child=child, episode=f"escalation:{uuid4()}", stage=stages(ESCALATION)[0].number, **given
    )
    day = said.get("raised_on") or today()
    return entered(row, day, by=by) if is_partners else escalate(row, day, by=by)


def beside_child(asked: Asked) -> dict[str, Any]:
    """The agencies' disagreements of before."""
    found = escalations_now().filter(child=asked.child).order_by("-raised_on", "-pk")
    lines = [{"words": _told(each), "href": entry_page(each)} for each in found]
    return {"known": [{"title": "Escalations of before", "lines": lines, "none": "There are none."}]}


def _told(row: Escalation) -> str:
    end = f"settled on {day_text(row.resolved_on)}" if row.resolved_on else f"open at stage {row.stage}"
    return f"{row.agency}, {day_text(row.raised_on)}, {end}: {row.disagreement}"


class SettleForm(InOwnWords):
    """What came of it. Whoever is or was asked (``is_asked``) only takes it higher."""

    own_words: ClassVar = ("resolution", "what_changed", "not_settled_reason")
    is_settled = Answer(label="Is it settled, as the agency sees it?", is_needed=True)
    resolution = text("If it is: what was agreed?", help_text="Who does what, by when")
    what_changed = text("And what has changed for the child?")
    not_settled_reason = text("If it is not: why not?", rows=2)

    def __init__(self, *args: Any, is_asked: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_asked = is_asked

    def clean(self) -> dict[str, Any]:
        """What was agreed and what it changed; or why it goes higher."""
        said = super().clean()
        if self.is_asked and said.get("is_settled"):
            self.add_error("is_settled", NOT_BY_THE_ASKED)
            return said
        wanted = {True: _SETTLED, False: _HIGHER}.get(said.get("is_settled"), {})  # type: ignore[arg-type]
        for name, words in wanted.items():
            if not said.get(name):
                self.add_error(name, words)
        return said


NOT_BY_THE_ASKED = (
    "You are or were asked about this disagreement, so you do not close it. Ask another who works with the child, or "
    "the chair, to record that the agency sees it as settled; or take it higher"
)
_SETTLED = {"resolution": "Say what was agreed", "what_changed": "Say what has changed for the child"}
_HIGHER = {"not_settled_reason": "Say why the agency does not see it as settled"}


def settle_forms(asked: Asked, sent: Any) -> Forms:
    """Yes or no."""
    before = said_before(_strand(asked.row), "resolution", "not_settled_reason")
    form = SettleForm(sent, prefix="settle", person=asked.child, before=before, is_asked=was_asked(asked))
    if form.is_asked:
        form.fields["is_settled"].help_text = NOT_BY_THE_ASKED
    return {"settle": form}


def was_asked(asked: Asked) -> bool:
    """Whether the disagreement asks whoever asks here, at this stage or one before, or she holds the post asked."""
    row, rows = asked.row, _strand(asked.row)
    if rows.filter(sent_to__user=asked.by).exists():
        return True
    return bool(row.post) and line_of(row.child_id, today()).held.get(Rung(row.post)) == asked.by.pk


def _strand(row: Escalation) -> Any:
    """All the stages of a disagreement."""
    same = Escalation.objects.filter(child=row.child_id)
    return same.filter(episode=row.episode) if row.episode else same.filter(pk=row.pk)


def save_settled(asked: Asked, values: Mapping[str, Any]) -> str:
    """Settled, or a stage higher."""
    row, said, day = asked.row, dict(values["settle"]), today()
    if not said["is_settled"]:
        row.not_settled_reason = said["not_settled_reason"]
        row.save()
        return entry_page(escalate_again(row, day, by=asked.by, reason=said["not_settled_reason"]))
    row.resolution, row.what_changed = said["resolution"], said["what_changed"]
    row.resolved_on = row.resolved_recorded_on = day
    row.save()
    moved(row, RESOLVED, by=asked.by, reason=row.resolution)
    return entry_page(row)


def why_not_settle(asked: Asked) -> str:
    """While it stands here."""
    if asked.row.resolved_on:
        return f"It was settled on {day_text(asked.row.resolved_on)}."
    return "" if _stands_here(asked) else "It went to a higher stage: go on from there."


def _stands_here(asked: Asked) -> bool:
    return bool(escalations_now().filter(pk=asked.row.pk, resolved_on=None).exists())


def beside_escalation(asked: Asked) -> dict[str, Any]:
    """The disagreement, who is asked, and by when."""
    row = asked.row
    due = f" by {day_text(row.due_on)}; after that day it goes up by itself" if row.due_on else ""
    goes_on = "" if is_last(ESCALATION, row.stage) else due
    lines = [
        f"{row.agency}, {row.raised_by}: {row.disagreement}",
        f"What it does to the child: {row.effect_on_child}",
        f"What is asked for: {row.what_should_happen}",
        f"Stage {row.stage} is for {asked_of(row)} to settle{goes_on}.",
    ]
    return {"known": [{"title": "The disagreement", "lines": lines}]}


ESCALATE = Recording(
    key="scrutiny:escalation",
    title="Record a partner’s escalation",
    act=Act.ESCALATION_WRITE,
    forms=escalation_forms,
    save=save_escalation,
    template="protection/together.html",
    hint="Another agency does not agree with what is done for the child. It goes up where nobody settles it in time.",
    done="The escalation is recorded, and whoever must settle it is told.",
    beside=beside_child,
)
SETTLE = Recording(
    key="scrutiny:escalation-outcome",
    title="Say what came of it, or take it higher",
    act=Act.ESCALATION_WRITE,
    forms=settle_forms,
    save=save_settled,
    about=TABLE,
    template="protection/together.html",
    why_not=why_not_settle,
    is_for=_stands_here,
    beside=beside_escalation,
    is_shared=True,
)
