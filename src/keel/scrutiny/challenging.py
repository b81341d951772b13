"""A chair's formal challenge: raised, answered by whoever the stage asks, and closed by the chair alone."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import ChairMidpoint, Challenge, CriticalSignal
from keel.people.models import Person
from keel.practice.signals import SIGNALS
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.scrutiny.open_questions import RedSignal, red_signals, unanswered
from keel.scrutiny.posts import line_of
from keel.scrutiny.stages import CHALLENGE, at_once_for_danger, stages
from keel.scrutiny.upwards import only_tell, send

TABLE = "oversight.Challenge"
OWN_VIEW = "view"
LOOK = "look"  # in the address: the look half way that led here
RAISED = "raised"


class ChallengeForm(AboutChild):
    """What is wrong, what it does to the child, and what should happen by when."""

    planned: ClassVar = ("by_on",)
    trigger = forms.ChoiceField(
        label="What makes you challenge?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what makes you challenge: a signal, or your own view"},
    )
    what_is_wrong = text("What is wrong?", is_needed=True)
    effect_on_child = text("What does it do to the child?", is_needed=True)
    what_should_happen = text("What should happen?", is_needed=True)
    by_on = Day(label="By when?", is_past=False)
    is_immediate_danger = Answer(
        label="Is the child in immediate danger?",
        is_needed=True,
        help_text="Then it goes to the service manager at once, and the team manager is told. Ring as well",
    )

    def __init__(self, *args: Any, signals: list[RedSignal], opened: Mapping[str, Any], **named: Any) -> None:
        super().__init__(*args, **named)
        self.opened = opened
        choices = [(each.key, each.name) for each in signals]
        self.fields["trigger"].choices = [*choices, (OWN_VIEW, "My own view, whatever the signals say")]

    def clean(self) -> dict[str, Any]:
        """A day that is still to come; and one challenge about one signal."""
        said = super().clean()
        day, trigger = said.get("by_on"), said.get("trigger", "")
        if day and day < today():
            self.add_error("by_on", f"{day_text(day)} has passed. Say by which day it should happen")
        if trigger in self.opened:
            since = day_text(self.opened[trigger])
            self.add_error("trigger", f"A challenge about this has been open since {since}: take that one up")
        return said


def raise_forms(asked: Asked, sent: Any) -> Forms:
    """The challenge, with what the child's open signals offer; one already asked about comes chosen."""
    opened = _open_by_trigger(asked.child)
    signals = _offered(asked.child, opened)
    wanted = asked.request.GET.get("signal", "")
    known = {"trigger": wanted} if wanted in {each.key for each in signals} else _found(asked)
    return {
        "challenge": ChallengeForm(
            sent,
            prefix="challenge",
            person=asked.child,
            initial=known,
            signals=signals,
            opened=opened,
        )
    }


def _found(asked: Asked) -> dict[str, str]:
    """What she found when she looked half way, where that led here."""
    look = asked.request.GET.get(LOOK, "")
    row = ChairMidpoint.objects.of(asked.child).filter(pk=look).first() if look.isdecimal() else None
    return {"trigger": OWN_VIEW, "what_is_wrong": row.finding} if row else {}


def _offered(child: Person, opened: Iterable[str]) -> list[RedSignal]:
    """The signals that are red now, those that still wait for a word of hers, and those that she challenged about."""
    now = {each.key: each for each in red_signals(child)}
    waiting = unanswered(CriticalSignal.objects.of(child)).values_list("signal", flat=True)
    for key in (*waiting, *opened):
        if key in SIGNALS and key not in now:
            now[key] = RedSignal(key, SIGNALS[key].name, "")
    return list(now.values())


def _open_by_trigger(child: Person) -> Mapping[str, Any]:
    found = Challenge.objects.of(child).filter(resolved_on=None).exclude(trigger=OWN_VIEW)
    return dict(found.values_list("trigger", "raised_on"))


def save_raised(asked: Asked, values: Mapping[str, Any]) -> str:
    """The challenge goes to its first stage; where there is danger, over it at once."""
    said, day = values["challenge"], today()
    asks = CriticalSignal.objects.of(asked.child).filter(signal=said["trigger"], no_challenge_on=None)
    signal = asks.filter(closed_on=None).order_by("-opened_on", "-pk").first()
    strand = signal.episode if signal and signal.episode else f"challenge:{uuid4()}"
    challenge = Challenge.objects.create(
        child=asked.child, episode=strand, raised_on=day, chair=asked.worker, recorded_on=day, recorded_by=asked.by,
        team_id=line_of(asked.child.pk, day).team, signal=signal, **said,
    )  # fmt: skip
    moved(challenge, RAISED, by=asked.by)
    first = at_once_for_danger() if said["is_immediate_danger"] else stages(CHALLENGE)[0]
    for each in stages(CHALLENGE):
        if each.number < first.number:
            only_tell(challenge, each, day, by=asked.by)
    send(challenge, first, day, by=asked.by)
    return entry_page(challenge)


def why_not_raise(asked: Asked) -> str:
    """By somebody whom the record knows as a member of staff: the challenge bears her name."""
    return "" if asked.worker else "Keel does not know which member of staff you are: ask your administrator."


def beside_raise(asked: Asked) -> dict[str, Any]:
    """What is red and why; the challenges of before."""
    before = Challenge.objects.of(asked.child).order_by("-raised_on", "-pk")
    return {
        "known": [
            {
                "title": "What is red now",
                "lines": [f"{each.name}: {each.because}" for each in red_signals(asked.child)],
                "none": "No signal of this child is red.",
            },
            {
                "title": "Challenges of before",
                "lines": [{"words": _told(each), "href": entry_page(each)} for each in before],
                "none": "There are none.",
            },
        ]
    }


def _told(challenge: Challenge) -> str:
    end = f"closed on {day_text(challenge.resolved_on)}" if challenge.resolved_on else "open"
    return f"{day_text(challenge.raised_on)}, {end}: {challenge.what_is_wrong}"


RAISE = Recording(
    key="scrutiny:challenge",
    title="Raise a challenge",
    act=Act.CHALLENGE_WRITE,
    forms=raise_forms,
    save=save_raised,
    template="protection/together.html",
    hint="The chair’s formal challenge. It goes up by itself where nobody answers in time.",
    button="Send the challenge",
    done="The challenge is sent. Whoever must answer is told.",
    why_not=why_not_raise,
    beside=beside_raise,
)
