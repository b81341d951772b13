"""Flags in words: what is asked about a child, why, since when it has been so, of whom, and until when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from keel.clock import today
from keel.oversight.flags_kept import Flag, FlagGround
from keel.oversight.grounds import DECISION, OF_THE_CHAIR
from keel.oversight.readings_kept import StoredReading, StoredSignal
from keel.oversight.rules_held import standards_held
from keel.oversight.sentences import told_signals
from keel.practice.ladder import BY_KEY, Colour, Matter, Rung, Source
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK
from keel.report.wording import day_text

CHALLENGED = "challenge_stage_"
EACH = (CHALLENGED, "escalation_multi_agency", "chair_challenge_trigger")
ANSWERED = "It is answered, and waits for the chair to accept the answer or to send it up"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for a flag. ``key`` leads to the page of its law; ``table`` and ``entry``, to what tells it."""

    key: str
    words: str
    kind: str  # the colour's word
    is_covered: bool = False
    child: UUID | None = None
    table: str = ""
    entry: str = ""
    is_past: bool = False  # it happened, and nothing makes it unhappen

    @property
    def once(self) -> str:
        """What is told once: the words; of challenges and what asks the chair, those of each entry."""
        return f"{self.words} {self.entry}" if self.key.startswith(EACH) else self.words


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A flag in words."""

    row: Flag
    because: tuple[Because, ...]

    @property
    def pk(self) -> UUID:
        """Which flag."""
        return self.row.pk

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return BY_KEY[self.row.matter]

    @property
    def name(self) -> str:
        """What it is about, in words."""
        return self.matter.name

    @property
    def asks(self) -> str:
        """The question in words."""
        return self._over[0] or self.matter.asks

    @property
    def acts(self) -> str:
        """What would put it right, for whoever answers to change."""
        return self._over[1] or self.matter.acts

    @property
    def _over(self) -> tuple[str, str]:
        """What is asked of what has happened for good, where that is all that asks: else blank."""
        asking = [each for each in self.because if each.kind != Colour.SOON.label]
        said = {self.matter.over.get(each.key) if each.is_past else None for each in asking}
        return (said.pop() if len(said) == 1 else None) or ("", "")

    @property
    def colour(self) -> Colour:
        """How grave it is."""
        return Colour(self.row.colour)

    @property
    def severity(self) -> str:
        """How grave it is, in a word."""
        return self.colour.label

    @property
    def owner(self) -> Any:
        """Who is asked: a user."""
        return self.row.owner

    @property
    def rung(self) -> Rung:
        """As what."""
        return Rung(self.row.rung)

    @property
    def since(self) -> date:
        """When what has been so longest began, or was due."""
        return self.row.since_on

    @property
    def opened_on(self) -> date:
        """Since when it has been asked."""
        return self.row.opened_on

    @property
    def answer_by(self) -> date | None:
        """Until when it is to be answered; None while an answer holds, or nothing is asked yet."""
        return self.row.answer_by


def told(flags: Sequence[Flag]) -> list[ToldFlag]:
    """These flags in words, in the order given; in a fixed number of statements, however many."""
    grounds: dict[UUID, list[FlagGround]] = defaultdict(list)
    closed = {flag.pk: flag.closed_on for flag in flags}
    stands = Q(closed_on=None) | Q(closed_on__in={day for day in closed.values() if day})
    for ground in FlagGround.objects.filter(stands, flag__in=closed).order_by("-colour", "due_on", "key"):
        if ground.closed_on in (None, closed[ground.flag_id]):
            grounds[ground.flag_id].append(ground)
    raised = _raised({flag.child_id for flag in flags if flag.closed_on is None})
    return [_told(flag, grounds[flag.pk], raised) for flag in flags]


def open_flags(children: Iterable[UUID]) -> Mapping[UUID, list[ToldFlag]]:
    """The open flags of children that ask or hold, the worst first; in a fixed number of statements."""
    rows = Flag.objects.filter(child__in=list(children)).open().exclude(colour=Colour.SOON)
    found: dict[UUID, list[ToldFlag]] = defaultdict(list)
    for flag in told(list(rows.select_related("owner").order_by("-colour", "opened_on", "matter"))):
        found[flag.row.child_id].append(flag)
    return found


Raised = Mapping[tuple[UUID, str], tuple[StoredSignal, str]]  # a signal with its sentence, by child and key


def _told(flag: Flag, grounds: Sequence[FlagGround], raised: Raised) -> ToldFlag:
    because: dict[str, Because] = {}
    for ground in grounds:
        signal = _signal(ground, raised)
        words = _words(ground, signal)
        if flag.matter == OF_THE_CHAIR and ground.key.startswith(CHALLENGED):
            words = f"{ANSWERED}. {words}"
        told = _because(ground, words, signal)
        because.setdefault(told.once, told)
    return ToldFlag(flag, tuple(because.values()))


def _signal(ground: FlagGround, raised: Raised) -> tuple[StoredSignal, str] | None:
    """The signal that a ground is of as it stands today, if it is still of the same thing."""
    found = raised.get((ground.child_id, ground.key)) if ground.source == Source.SIGNAL else None
    if found is None or ground.closed_on is not None:
        return None
    kept = found[0]
    same = (None, kept.since_on, kept.timescale_started_on, kept.event_on)
    return found if ground.began_on in same else None


def _because(ground: FlagGround, words: str, signal: tuple[StoredSignal, str] | None) -> Because:
    table, _, entry = ground.told_by.partition(":") if ground.source != Source.PROMISE else ("", "", "")
    if signal:
        kept = signal[0]
        table, entry = kept.event_table or kept.timescale_table, kept.event_entry or kept.timescale_entry
    colour = Colour(ground.colour).label
    return Because(
        ground.key, words, colour, ground.is_covered, ground.child_id, table, entry, ground.is_past
    )


def _words(ground: FlagGround, signal: tuple[StoredSignal, str] | None) -> str:
    if ground.source == Source.SIGNAL:
        name = SIGNALS[ground.key].name
        began = f" ({day_text(ground.began_on)})" if ground.began_on else ""
        return f"{name}: {signal[1].rstrip('.')}" if signal else f"{name}{began}"
    if ground.source == Source.PROMISE:
        what = "decided to be done" if ground.told_by.startswith(DECISION) else "promised"
        return f"What was {what} by {day_text(ground.due_on)} is not said to be done"
    allowed = f" ({ground.law} allowed)" if ground.law and ground.law[0].isdigit() else ""
    verb = "due" if ground.colour == Colour.SOON else "was due"
    if ground.source == Source.EXPOSURE:
        known = f"Harm has been known since {day_text(ground.began_on)}"
        due = f"that {'is due' if verb == 'due' else verb} by {day_text(ground.due_on)}{allowed}"
        return f"{known}, and nothing on the record protects the child: {due}"
    return f"{BOOK[ground.key].name}: {verb} on {day_text(ground.due_on)}{allowed}"


def _raised(children: Iterable[UUID]) -> Raised:
    """The signals of children, in the sentences of a child's page; in two statements."""
    signals = list(StoredSignal.objects.filter(child__in=list(children), severity__gt=0))
    if not signals:
        return {}
    based = [each for each in signals if each.timescale]
    readings = StoredReading.objects.filter(
        child__in={each.child_id for each in based},
        timescale__in={each.timescale for each in based},
        started_on__in={each.timescale_started_on for each in based},
    )
    sentences = told_signals(signals, readings if based else (), standards_held(), today())
    return {
        (kept.child_id, kept.signal): (kept, each.because)
        for kept, each in zip(signals, sentences, strict=True)
    }
