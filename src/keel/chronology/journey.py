"""A child's journey as a picture: a strip for each kind of thing, along one line of time; and the same as a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keel.practice.calendar import add_months
from keel.practice.history import Event
from keel.practice.history import EventKind as E
from keel.report.wording import day_text, short_day

MONTHS_SHOWN = 36
WIDTH, LABELS, ROW, HEAD = 960, 190, 26, 24  # of the picture, in its own units
_NARROW_YEARS = 1.2

SPELLS = (
    ("Assessment", E.ASSESSMENT_STARTED, E.ASSESSMENT_AUTHORISED),
    ("Section 47 enquiry", E.S47_STARTED, E.S47_CONCLUDED),
    ("Child in need plan", E.CIN_PLAN_STARTED, E.CIN_PLAN_ENDED),
    ("Child protection plan", E.PLAN_STARTED, E.PLAN_ENDED),
    ("Pre-proceedings", E.PRE_PROCEEDINGS_STARTED, E.PRE_PROCEEDINGS_ENDED),
    ("Looked after", E.BECAME_LOOKED_AFTER, E.CEASED_LOOKED_AFTER),
    ("Missing", E.MISSING_STARTED, E.MISSING_ENDED),
    ("Worker", E.WORKER_ALLOCATED, E.WORKER_ENDED),
)
POINTS = (
    ("Referral", (E.REFERRAL_RECEIVED,)),
    ("Conference", (E.ICPC_HELD, E.RCPC_HELD, E.TRANSFER_IN_CONFERENCE_HELD)),
    ("Core group", (E.CORE_GROUP_HELD,)),
    ("Visit", (E.VISIT_HELD, E.CIN_VISIT_HELD, E.CLA_VISITED)),
)
ORDER = (
    "Referral", "Assessment", "Section 47 enquiry", "Child in need plan", "Child protection plan", "Conference",
    "Core group", "Visit", "Pre-proceedings", "Looked after", "Missing", "Worker",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, or a point where ``width`` is 0, in units of the picture; ``words`` say what it is."""

    x: float
    width: float
    words: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One strip."""

    name: str
    y: int
    marks: tuple[Mark, ...]

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + ROW // 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the line of time."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Journey:
    """The picture: strips, days along the top, and how large it is."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: int
    first: date
    last: date
    width: int = WIDTH
    labels: int = LABELS

    @property
    def words(self) -> str:
        """What the picture shows, for whoever cannot see it."""
        return f"From {day_text(self.first)} to {day_text(self.last)}: {', '.join(lane.name for lane in self.lanes)}"


@dataclass(frozen=True, slots=True)
class _Spell:
    first: date
    last: date | None


def journey_of(events: Sequence[Event], day: date) -> Journey | None:
    """The last years of a history up to ``day``; None where nothing has happened."""
    seen = [event for event in events if event.on <= day]
    if not seen:
        return None
    first = max(seen[0].on, add_months(day, -MONTHS_SHOWN))
    scale = _Scale(first - timedelta(days=7), day)
    found = dict(_lanes(seen, scale))
    names = [name for name in ORDER if found.get(name)]
    lanes = tuple(Lane(name, HEAD + place * ROW, tuple(found[name])) for place, name in enumerate(names))
    return Journey(lanes, tuple(_ticks(scale)), HEAD + len(lanes) * ROW, scale.first, day)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LABELS + min(max(share, 0), 1) * (WIDTH - LABELS - 12), 1)


def _lanes(events: Sequence[Event], scale: _Scale) -> Iterator[tuple[str, list[Mark]]]:
    for name, begins, ends in SPELLS:
        yield (
            name,
            [_bar(name, spell, scale) for spell in _spells(events, begins, ends) if _shows(spell, scale)],
        )
    for name, kinds in POINTS:
        days = [event.on for event in events if event.kind in kinds and event.on >= scale.first]
        yield name, [Mark(scale.x(day), 0, f"{name}, {day_text(day)}") for day in days]


def _shows(spell: _Spell, scale: _Scale) -> bool:
    return spell.last is None or spell.last >= scale.first


def _bar(name: str, spell: _Spell, scale: _Scale) -> Mark:
    low, high = scale.x(max(spell.first, scale.first)), scale.x(spell.last or scale.last)
    until = f"to {day_text(spell.last)}" if spell.last else "and still open"
    return Mark(low, max(high - low, 3), f"{name}, from {day_text(spell.first)} {until}", spell.last is None)


def _spells(events: Iterable[Event], begins: E, ends: E) -> list[_Spell]:
    """Each beginning with its end: of the same episode where both name one, else the first that follows."""
    begun: list[Event] = []
    spells: list[tuple[Event, date | None]] = []
    for event in events:
        if event.kind is begins:
            begun.append(event)
        elif event.kind is ends:
            its = next((one for one in begun if _same(one, event)), None)
            if its is not None:
                begun.remove(its)
                spells.append((its, event.on))
    spells += [(one, None) for one in begun]
    return sorted((_Spell(one.on, last) for one, last in spells), key=lambda spell: spell.first)


def _same(one: Event, other: Event) -> bool:
    if one.episode and other.episode:
        return one.episode == other.episode
    return not (one.code and other.code) or one.code == other.code


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Years on a long line, every third month on a short one."""
    years = (scale.last - scale.first).days / 365
    step = 3 if years < _NARROW_YEARS else 6
    day = date(scale.first.year, 1, 1)
    while day <= scale.last:
        if day >= scale.first:
            yield Tick(scale.x(day), short_day(day).partition(" ")[2])
        day = add_months(day, step)


def spell_rows(events: Sequence[Event], day: date) -> list[tuple[str, str, str]]:
    """The same as rows: what, from, to."""
    seen = [event for event in events if event.on <= day]
    rows = [
        (spell.first, name, day_text(spell.last) if spell.last else "still open")
        for name, begins, ends in SPELLS
        for spell in _spells(seen, begins, ends)
    ]
    rows += [(event.on, name, "") for name, kinds in POINTS for event in seen if event.kind in kinds]
    return [(name, day_text(first), last) for first, name, last in sorted(rows, reverse=True)]
