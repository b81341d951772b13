"""A handover: what the former worker leaves, whether the new one accepts or refuses, and when the family met her."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from keel.access.door import may
from keel.access.policy import Act
from keel.clock import today
from keel.continuity.allocating import REFUSED, SENTENCE, is_sentence
from keel.continuity.ending import end
from keel.continuity.holding import STANDS, State, is_worker, state_of
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.workforce.models import Handover

ABOUT = "workforce.Handover"
MEETING = ("introduced_on", "introduced_by")
ONLY_NEW = "Only the new worker says this. The handover is hers to accept."
OF_NOTHING = "The record does not say which allocation this handover is of."


# What the former worker leaves


class LeaveForm(forms.Form):
    """In her own words, what no table holds."""

    left_to_do = text(
        "What must not be lost?",
        rows=6,
        is_needed=True,
        help_text="What works with this child and family, what you promised, what worries you, what you would do next",
    )


def leave_forms(asked: Asked, sent: Any) -> Forms:
    """What stands there already can be written on."""
    return {"leave": LeaveForm(sent, prefix="leave", initial={"left_to_do": asked.row.left_to_do})}


def save_left(asked: Asked, values: Mapping[str, Any]) -> str:
    """Her words, with the day; the involvement keeps them too, as the record of the handover."""
    row = asked.row
    row.left_to_do, row.left_on = values["leave"]["left_to_do"], today()
    row.save()
    if row.involvement:
        row.involvement.handover = row.left_to_do
        row.involvement.save(update_fields=["handover"])
    return entry_page(row)


def cannot_leave(asked: Asked) -> str:
    """By the former worker; a manager writes it where she cannot."""
    if state_of(asked.row) not in (State.PROPOSED, State.ACCEPTED):
        return f"This handover is over. {STANDS[state_of(asked.row)]}."
    is_manager = may(asked.request, Act.ALLOCATION_WRITE, asked.child)
    if not (is_worker(asked.by, asked.row.from_worker) or is_manager):
        return "The former worker writes this, or a manager where she cannot."
    return ""


# Accepting and refusing


class MetForm(AboutChild):
    """Whether the family has met the new worker, and whether anything is missing."""

    happened: ClassVar = MEETING[:1]
    is_complete = Answer(label="Have you all that you need to work with this child?", is_needed=True)
    missing = text("If not, what is missing?", rows=2)
    is_introduced = Answer(
        label="Has the family met you, with the former worker or a manager?", is_needed=True
    )
    introduced_on = Day(label="If so, when?", required=False)
    introduced_by = line("Who was there?")

    def clean(self) -> dict[str, Any]:
        """What is missing is named, and a meeting has a day."""
        said = super().clean()
        if said.get("is_complete") is False and not said.get("missing"):
            self.add_error("missing", "Say what is missing, so that it can be got")
        if said.get("is_introduced"):
            for name, words in zip(
                MEETING, ("Say when the family met you", "Say who was there"), strict=True
            ):
                if not said.get(name) and not self.has_error(name):
                    self.add_error(name, words)
        return said


def met_forms(asked: Asked, sent: Any) -> Forms:
    """What is known already stands in the boxes."""
    row = asked.row
    initial = {name: getattr(row, name) for name in ("missing", *MEETING)}
    if row.introduced_on:
        initial["is_introduced"] = "yes"
    return {"met": MetForm(sent, prefix="met", person=asked.child, initial=initial)}


def save_accepted(asked: Asked, values: Mapping[str, Any]) -> str:
    """The child is the new worker's, and the former's time with her ends."""
    row = asked.row
    row.accepted_on = row.accepted_recorded_on = today()
    _note_met(asked, values["met"])
    former = row.former
    if former is not None:
        last_on = former.ended_on or max(today(), row.involvement.started_on)
        is_without = former.is_without_worker if former.ended_on else False
        end(former, row, ended_on=last_on, reason=row.reason, is_without_worker=is_without)
    moved(row, State.ACCEPTED, by=asked.by, reason=values["met"]["missing"])
    if state_of(row) is State.FINISHED:
        moved(row, State.FINISHED, by=asked.by)
    return entry_page(row)


def _note_met(asked: Asked, said: Mapping[str, Any]) -> None:
    """What the rules ask: a handover without an introduction, or with something missing, does not yet count."""
    row, of = asked.row, asked.row.involvement
    row.missing = "" if said["is_complete"] else said["missing"]
    if said["is_introduced"]:
        row.introduced_on, row.introduced_by = said["introduced_on"], said["introduced_by"]
        row.introduced_recorded_on = today()
    row.save()
    of.is_handover_complete, of.is_introduction_made = said["is_complete"], said["is_introduced"]
    of.handover_on = of.handover_recorded_on = today()
    of.save()


def cannot_accept(asked: Asked) -> str:
    """By the new worker, once."""
    if state_of(asked.row) is not State.PROPOSED:
        return f"This handover was answered. {STANDS[state_of(asked.row)]}."
    return _of_somebody_else(asked)


def _of_somebody_else(asked: Asked) -> str:
    if asked.row.involvement is None:
        return OF_NOTHING
    return "" if is_worker(asked.by, asked.row.to_worker) else ONLY_NEW


class RefuseForm(forms.Form):
    """Why not."""

    refusal = text("Why do you not accept?", is_needed=True)

    def clean_refusal(self) -> str:
        """A sentence."""
        words: str = self.cleaned_data["refusal"]
        if not is_sentence(words):
            raise forms.ValidationError(SENTENCE)
        return words


def refuse_forms(asked: Asked, sent: Any) -> Forms:
    """The reason alone."""
    del asked
    return {"refuse": RefuseForm(sent, prefix="refuse")}


def save_refused(asked: Asked, values: Mapping[str, Any]) -> str:
    """She never had the child. If the former worker has left or leaves, nobody has, and the readings say so."""
    row, of = asked.row, asked.row.involvement
    row.refusal = values["refuse"]["refusal"]
    row.refused_on = row.refused_recorded_on = today()
    row.save()
    if row.former is not None and row.former.ended_on:
        row.former.is_without_worker = True
        row.former.save()
    moved(row, State.REFUSED, by=asked.by, reason=row.refusal)
    end(of, row, ended_on=max(today(), of.started_on), reason=REFUSED, holds_case=False)
    return reverse("continuity:handovers")


# The introduction, and what was missing


def save_finished(asked: Asked, values: Mapping[str, Any]) -> str:
    """What was still open when she accepted."""
    _note_met(asked, values["met"])
    if state_of(asked.row) is State.FINISHED:
        moved(asked.row, State.FINISHED, by=asked.by)
    return entry_page(asked.row)


def cannot_finish(asked: Asked) -> str:
    """After it is accepted, and while something is open."""
    if state_of(asked.row) is not State.ACCEPTED:
        return f"Nothing is left to say. {STANDS[state_of(asked.row)]}."
    return _of_somebody_else(asked)


def is_proposed(asked: Asked) -> bool:
    """Whether it waits for an answer."""
    return state_of(asked.row) is State.PROPOSED


def is_accepted(asked: Asked) -> bool:
    """Whether something of it is open after it was accepted."""
    return state_of(asked.row) is State.ACCEPTED


def is_open(asked: Asked) -> bool:
    """Whether it is still under way."""
    return is_proposed(asked) or is_accepted(asked)


def beside(asked: Asked) -> dict[str, Any]:
    """The handover itself: from whom to whom and why, what was left; the pack is a link away."""
    row: Handover = asked.row
    return {"handover": row, "stands": STANDS[state_of(row)]}


def _about(key: str, title: str, **rest: Any) -> Recording:
    template = "continuity/handover.html"
    given: dict[str, Any] = {
        "act": Act.ALLOCATION_ANSWER,
        "about": ABOUT,
        "template": template,
        "beside": beside,
        "is_shared": True,
    }
    return Recording(key=f"continuity:{key}", title=title, **given, **rest)


ACCEPT = _about(
    "accept", "Accept the handover", forms=met_forms, save=save_accepted, why_not=cannot_accept, is_for=is_proposed,
    button="Accept: the child is mine", done="The child is yours, and the former worker’s time with her has ended.",
    hint="Read the pack first.",
)  # fmt: skip
REFUSE = _about(
    "refuse", "Do not accept the handover", forms=refuse_forms, save=save_refused, why_not=cannot_accept,
    is_for=is_proposed, button="Do not accept",
    done="Your reason is recorded, and the manager decides anew. Until then the child is not yours.",
)  # fmt: skip
LEAVE = _about(
    "leave", "Write what the new worker must know", forms=leave_forms, save=save_left, why_not=cannot_leave,
    is_for=is_open, button="Save", done="The new worker reads it with the pack.",
)  # fmt: skip
INTRODUCE = _about(
    "introduce", "Say when the family met the new worker, and what was missing", forms=met_forms,
    save=save_finished, why_not=cannot_finish, is_for=is_accepted, button="Save", done="It is recorded.",
)  # fmt: skip
HANDING_OVER = (ACCEPT, REFUSE, LEAVE, INTRODUCE)
