"""A version of a plan is published by who wrote it, and signed by a manager who did not; or it is sent back.

What the gate says is shown to both. A manager who signs in spite of it says why, and that is counted.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.protection.comparing import is_unchanged
from keel.protection.models import PlanAction, PlanApproval, PlanLeftUnchanged, PlanVersion
from keel.protection.planning import (
    State,
    newest_published,
    open_draft,
    passing_day,
    plan_page,
    stands,
    versions_of,
)
from keel.protection.reading import gate_for, read
from keel.protection.written import written
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, moves_of, wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

FEWEST_WORDS = 4  # a reason is a sentence, not a full stop
FACTS = ("is_contingency_complete", "has_child_views", "has_parent_views", "is_child_focused")
GIVE_REASON = f"Give the reason in a sentence of at least {FEWEST_WORDS} words"


def is_reason(words: str) -> bool:
    """Whether somebody has said why."""
    return len(words.split()) >= FEWEST_WORDS


# Publishing


class PublishForm(forms.Form):
    """What a version needs to be published as it stands."""

    why_unchanged = text(
        "Why does nothing change?",
        help_text="Every word is that of the version before: say why it still holds",
    )
    why = text(
        "Why is it published as it is?",
        help_text="The gate found what is listed here. Your manager reads your reason before signing",
    )

    def __init__(self, *args: Any, asks: frozenset[str], **named: Any) -> None:
        super().__init__(*args, **named)
        for name in set(self.fields) - asks:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A reason is a sentence."""
        said = super().clean() or self.cleaned_data
        for name, value in list(said.items()):
            if not is_reason(value):
                self.add_error(name, GIVE_REASON)
        return said


def publish_forms(asked: Asked, sent: Any) -> Forms:
    """What must be said, if anything."""
    plan = written(asked.row)
    same = plan.before is not None and is_unchanged(plan.before, plan)
    failing = [each for each in gate_for(asked.row).failing if each.rule.key != "changed"]
    asks = frozenset([*(["why_unchanged"] if same else []), *(["why"] if failing else [])])
    return {"publish": PublishForm(sent, prefix="publish", asks=asks)}


def save_published(asked: Asked, values: Mapping[str, Any]) -> str:
    """Published, with what the gate finds to be in it."""
    version, said = asked.row, values["publish"]
    version.published_on = today()
    version.why_unchanged = said.get("why_unchanged", "")
    gate = gate_for(version)
    for fact in FACTS:
        setattr(version, fact, gate.holds(fact))
    version.save()
    _note_passing_days(version)
    moved(version, State.PUBLISHED, by=asked.by, odd=said.get("why", ""))
    return plan_page(version)


def _note_passing_days(version: PlanVersion) -> None:
    """When each action passes its date, if nobody does it first; those of versions before are no longer waited for."""
    waiting = PlanAction.objects.of(version.child_id).filter(version__plan=version.plan)
    waiting.exclude(version=version).filter(overdue_on__gt=today()).update(overdue_on=None)
    for action in waiting.filter(version=version):
        action.overdue_on = passing_day(action, told_on=today())
        action.save(update_fields=["overdue_on"])


def cannot_publish(asked: Asked) -> str:
    """By one of those who wrote it, while it is a draft."""
    if asked.row.published_on:
        return "This version is published."
    if asked.row.plan is None or asked.row.plan.ended_on:
        return "The plan that this is a version of has ended."
    if not wrote(asked.by, asked.row):
        return "A version is published by somebody who wrote in it. Look through a section and save it first."
    return ""


# Signing


class SignForm(forms.Form):
    """A manager's words to a version that she signs."""

    override_reason = text(
        "Why do you sign it although the gate does not pass?",
        help_text="Your reason stands beside your signature, and is counted",
    )
    comment = text("What do you say to the writer?", rows=2)

    def __init__(self, *args: Any, is_passed: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if is_passed:
            del self.fields["override_reason"]

    def clean(self) -> dict[str, Any]:
        """A reason is a sentence."""
        said = super().clean() or self.cleaned_data
        if "override_reason" in self.fields and not is_reason(said.get("override_reason", "")):
            self.add_error("override_reason", GIVE_REASON)
        return said


def sign_forms(asked: Asked, sent: Any) -> Forms:
    """One form; without the reason where the gate passes."""
    return {"sign": SignForm(sent, prefix="sign", is_passed=gate_for(asked.row).is_passed)}


def save_signed(asked: Asked, values: Mapping[str, Any]) -> str:
    """The sign-off, with what the gate said; every version before it is replaced."""
    version, gate = asked.row, gate_for(asked.row)
    reason = values["sign"].get("override_reason", "")
    approval = PlanApproval.objects.create(
        child=asked.child, version=version, episode=version.episode, approved_on=today(),
        approved_by=asked.worker, recorded_on=today(), recorded_by=asked.by, gate_passed=gate.is_passed,
        gate_said=gate.words(), override_reason=reason, comment=values["sign"]["comment"],
    )  # fmt: skip
    moved(version, State.SIGNED, by=asked.by, reason=values["sign"]["comment"], odd=reason)
    for earlier in versions_of(version.plan).exclude(published_on=None).exclude(pk=version.pk):
        if stands(earlier) is not State.REPLACED:
            moved(earlier, State.REPLACED, by=asked.by, reason=f"By version {version.version}")
    return entry_page(approval)


def cannot_sign(asked: Asked) -> str:
    """Only what is published and newest, and only by somebody who did not write it."""
    state = stands(asked.row)
    if state is not State.PUBLISHED:
        return NOT_FOR_SIGNING[state]
    if asked.row.plan and newest_published(asked.row.plan) != asked.row:
        return "A newer version is published: sign that one."
    if wrote(asked.by, asked.row):
        return "You wrote in this version. It is signed by a manager who did not."
    return ""


NOT_FOR_SIGNING: Mapping[State, str] = {
    State.DRAFT: "This version is a draft: it is signed once it is published.",
    State.SIGNED: "This version is signed.",
    State.SENT_BACK: "This version was sent back: its writer begins a new one.",
    State.REPLACED: "A newer version has taken its place.",
}


# Sending back


class SendBackForm(forms.Form):
    """What the manager wants changed."""

    comment = text("What must change before you sign it?", rows=4)

    def clean_comment(self) -> str:
        """Enough to act on."""
        words: str = self.cleaned_data["comment"]
        if not is_reason(words):
            raise forms.ValidationError("Say what must change, so that the writer can change it")
        return words


def send_back_forms(_: Asked, sent: Any) -> Forms:
    """One box."""
    return {"back": SendBackForm(sent, prefix="back")}


def save_sent_back(asked: Asked, values: Mapping[str, Any]) -> str:
    """The version stays as it was published; the next is begun from it."""
    moved(asked.row, State.SENT_BACK, by=asked.by, reason=values["back"]["comment"])
    return plan_page(asked.row)


# Left as it is


class UnchangedForm(AboutChild):
    """The plan was looked at again, and nothing changes."""

    happened = ("looked_on",)
    looked_on = Day(
        label="When was the plan looked at again?",
        initial=today,
        error_messages={"required": "Say on which day"},
    )
    reason = text("Why does nothing change?", is_needed=True, error_messages={"required": "Say why"})


def unchanged_forms(asked: Asked, sent: Any) -> Forms:
    """A day and a reason."""
    return {"unchanged": UnchangedForm(sent, prefix="unchanged", person=asked.child)}


def save_unchanged(asked: Asked, values: Mapping[str, Any]) -> str:
    """The plan stays, with the reason."""
    kept = PlanLeftUnchanged.objects.create(
        child=asked.child, plan=asked.row, episode=asked.row.episode, recorded_on=today(),
        recorded_by=asked.by, **values["unchanged"],
    )  # fmt: skip
    return entry_page(kept)


def cannot_leave_unchanged(asked: Asked) -> str:
    """Only a plan that goes on, has been written, and is not being changed."""
    if asked.row.ended_on:
        return "This plan has ended."
    if newest_published(asked.row) is None:
        return "No version of this plan is published yet."
    return "A new version is being written." if open_draft(asked.row) else ""


def beside_version(asked: Asked) -> dict[str, Any]:
    """The version and what the gate says of it."""
    page = read(asked.row, may_write=asked.row.published_on is None)
    published = next((m for m in reversed(moves_of(asked.row)) if m.state == State.PUBLISHED), None)
    return {
        "version": asked.row,
        "page": page,
        "failing": page.gate.failing,
        "advice": page.gate.advice,
        "published": published,
    }


def overrides(signed: Any) -> dict[str, int]:
    """How many of these sign-offs were made although the gate did not pass."""
    return {"signed": signed.count(), "overridden": signed.filter(gate_passed=False).count()}


def _of_version(**named: Any) -> Recording:
    return Recording(
        about=PlanVersion._meta.label, template="protection/plan_sign.html", beside=beside_version, **named
    )


PUBLISH = _of_version(
    key="protection:plan-publish",
    title="Publish this version of the plan",
    act=Act.PLAN_WRITE,
    forms=publish_forms,
    save=save_published,
    hint="It is not changed any more, and goes to a manager to be signed.",
    button="Publish",
    done="The version is published. A manager who did not write it signs it.",
    why_not=cannot_publish,
)
SIGN = _of_version(
    key="protection:plan-sign",
    title="Sign this version of the plan",
    act=Act.PLAN_APPROVE,
    forms=sign_forms,
    save=save_signed,
    hint="It takes the place of the version before.",
    button="Sign the plan",
    done="The plan is signed. Now it is given to the child, each parent and those who help.",
    why_not=cannot_sign,
)
SEND_BACK = _of_version(
    key="protection:plan-send-back",
    title="Send this version of the plan back",
    act=Act.PLAN_APPROVE,
    forms=send_back_forms,
    save=save_sent_back,
    hint="With what must change.",
    button="Send it back",
    done="The version is sent back.",
    why_not=cannot_sign,
)
UNCHANGED = Recording(
    key="protection:plan-unchanged",
    title="Leave the plan as it is",
    act=Act.PLAN_WRITE,
    forms=unchanged_forms,
    save=save_unchanged,
    about="protection.ProtectionPlan",
    hint="You looked at it again, after a core group or a conference, and nothing changes.",
    done="It is recorded that the plan was looked at and stays.",
    why_not=cannot_leave_unchanged,
)
