"""Flags in words: what is asked about a child, why, of whom, and until when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from keel.oversight.flags_kept import Flag, FlagGround
from keel.oversight.readings_kept import StoredSignal
from keel.practice.ladder import BY_KEY, Colour, Matter, Rung, Source
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK
from keel.report.wording import day_text


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for a flag, in words. ``key`` leads to the page of its law."""

    key: str
    words: str
    kind: str  # the colour's word
    is_covered: bool = False


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
    def opened_on(self) -> date:
        """Since when it has been open."""
        return self.row.opened_on

    @property
    def answer_by(self) -> date | None:
        """Until when it is to be answered; None while an answer holds, or nothing is asked yet."""
        return self.row.answer_by


def told(flags: Sequence[Flag]) -> list[ToldFlag]:
    """These flags in words, in the order given; in two statements, however many."""
    grounds: dict[UUID, list[FlagGround]] = defaultdict(list)
    for ground in FlagGround.objects.filter(flag__in=[flag.pk for flag in flags]).order_by(
        "-colour", "due_on", "key"
    ):
        grounds[ground.flag_id].append(ground)
    says = _says({flag.child_id for flag in flags})
    return [ToldFlag(flag, tuple(_because(flag, grounds[flag.pk], says))) for flag in flags]


def open_flags(children: Iterable[UUID]) -> Mapping[UUID, list[ToldFlag]]:
    """The open flags of children that ask or hold, the worst first; in three statements."""
    rows = Flag.objects.filter(child__in=list(children)).open().exclude(colour=Colour.SOON)
    found: dict[UUID, list[ToldFlag]] = defaultdict(list)
    for flag in told(list(rows.select_related("owner").order_by("-colour", "opened_on", "matter"))):
        found[flag.row.child_id].append(flag)
    return found


def _because(
    flag: Flag, grounds: Iterable[FlagGround], says: Mapping[tuple[UUID, str], str]
) -> Iterable[Because]:
    """The reasons that stand; of a closed flag, those it closed with."""
    seen = set()
    for ground in grounds:
        if ground.closed_on is not None and ground.closed_on != flag.closed_on:
            continue
        words = _words(ground, says)
        if words not in seen:
            seen.add(words)
            yield Because(ground.key, words, Colour(ground.colour).label, ground.is_covered)


def _words(ground: FlagGround, says: Mapping[tuple[UUID, str], str]) -> str:
    if ground.source == Source.SIGNAL:
        said = says.get((ground.child_id, ground.key))
        return f"{SIGNALS[ground.key].name}: {said}" if said else SIGNALS[ground.key].name
    if ground.source == Source.PROMISE:
        return f"What was promised by {day_text(ground.due_on)} is not said to be done"
    name = BOOK[ground.key].name
    allowed = f" ({ground.law} allowed)" if ground.law and ground.law[0].isdigit() else ""
    verb = "due" if ground.colour == Colour.SOON else "was due"
    return f"{name}: {verb} on {day_text(ground.due_on)}{allowed}"


def _says(children: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    rows = StoredSignal.objects.filter(child__in=list(children)).values_list("child", "signal", "clause")
    return {(child, signal): SIGNALS[signal].clauses[clause].says for child, signal, clause in rows}
