"""Flags brought up to date with what is kept of children: raised, graver, climbed, closed; for one or for all.

The ladder itself is pure (:mod:`keel.practice.ladder`); here its flags are read and written. A second look on the same
day changes nothing, so a run that was killed half-way is run again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from keel.oversight.among import Children
from keel.oversight.causes import Causes
from keel.oversight.critical import keep_signals
from keel.oversight.flags_kept import Flag, FlagGround, FlagStep
from keel.oversight.grounds import Found, Place, grounds_of, law_of
from keel.oversight.posts import Posts
from keel.oversight.rows import put
from keel.oversight.rules_held import Rules
from keel.practice import ladder
from keel.practice.ladder import BY_KEY, Colour, Ground, Limits, Matter, Rung, Said, Source, Step, Why
from keel.practice.ladder.model import Identity

Graded = Counter[tuple[Said, Colour]]
GRADED = (Said.RAISED, Said.WORSENED, Said.CLOSED)


@dataclass(slots=True)
class Asked:
    """What a look changed: flags raised, closed and climbed; and whose record grew by a red signal opened or closed.

    ``graded`` counts those that were raised, became graver and were closed, each by its colour then.
    """

    raised: int = 0
    closed: int = 0
    climbed: int = 0
    graded: Graded = field(default_factory=Counter)
    changed: set[UUID] = field(default_factory=set)


@dataclass(slots=True)
class _Kept:
    """A flag as it stands in the table, with its grounds' rows."""

    pk: UUID
    cause: str
    since_on: date
    flag: ladder.Flag
    rows: dict[Identity, FlagGround]


@transaction.atomic(savepoint=False)
def ask(chosen: Sequence[UUID], day: date, held: Rules) -> Asked:
    """Look at every flag of these children on a day, and raise those that are due."""
    children, limits = Children(chosen), Limits(held.standards, day)
    found = grounds_of(children, held, limits)
    kept = kept_flags(children)
    asked_about = Children(child for child in chosen if child in found or child in kept)
    if not asked_about.each:  # nothing to ask and nothing asked: most writes
        return Asked(changed=keep_signals(children, found, {}, day))
    posts = Posts(asked_about, day)
    writes = _Writes(held, day, Causes(asked_about, posts))
    decided = _decided(asked_about, found)
    for child in asked_about.each:
        held_posts = posts.of(child)
        flags = kept.get(child, {})
        grounds = {
            place: [each for each in every if not _is_decided(each, decided.get(child, {}))]
            for place, every in found.get(child, {}).items()
        }
        by_matter = {matter: asks for (matter, _), asks in grounds.items()}
        for place in {*flags, *grounds}:
            matter, asks = BY_KEY[place[0]], grounds.get(place, [])
            old, lead = flags.get(place), ladder.lead_of(place[0], by_matter)
            if old is None and asks:
                looked = ladder.raised(matter.key, asks, first_rung(matter, asks), held_posts, limits)
                writes.keep(child, (place[1], lead), None, looked)
            elif old is not None:
                looked = ladder.looked(old.flag, asks, first_rung(matter, asks), held_posts, limits)
                writes.keep(child, (place[1], lead), old, looked)
    writes.write()
    if any(each.flag.read_on < day for flags in kept.values() for each in flags.values()):
        _read(asked_about, day)
    writes.asked.changed = keep_signals(children, found, posts.places, day)
    return writes.asked


Standing = dict[tuple[UUID, Place], Colour]  # how grave each open flag is, by child and what is asked


def standing_questions(children: Sequence[UUID], day: date, held: Rules) -> Standing:
    """How the open flags of these children would stand after a look: what :func:`ask` does, with nothing written."""
    limits, chosen = Limits(held.standards, day), Children(children)
    found = grounds_of(chosen, held, limits)
    decided = _decided(chosen, found)
    return {
        (child, place): max(each.colour for each in asks)
        for child, places in found.items()
        for place, grounds in places.items()
        if (asks := [each for each in grounds if not _is_decided(each, decided.get(child, {}))])
    }


def _read(children: Children, day: date) -> None:
    """These flags were looked at today: a clock that is set back finds them as they are."""
    Flag.objects.filter(child__among=children, read_on__lt=day).open().update(read_on=day)


def first_rung(matter: Matter, grounds: Iterable[Ground]) -> Rung:
    """Who is asked first: by the gravest ground."""
    gravest = max(grounds, key=lambda ground: ground.colour, default=None)
    return matter.first(gravest.key, gravest.colour) if gravest else Rung.TEAM_MANAGER


def kept_flags(children: Children) -> dict[UUID, dict[Place, _Kept]]:
    """The open flags of each child, by what is asked; in two statements. They are held until the transaction ends."""
    rows = Flag.objects.filter(child__among=children).open().select_for_update(of=("self",)).order_by("pk")
    flags = {row.pk: row for row in rows}
    grounds: dict[UUID, list[FlagGround]] = defaultdict(list)
    for ground in FlagGround.objects.filter(child__among=children, closed_on=None) if flags else ():
        grounds[ground.flag_id].append(ground)
    kept: dict[UUID, dict[Place, _Kept]] = defaultdict(dict)
    for row in flags.values():
        kept[row.child_id][row.matter, row.strand] = as_kept(row, grounds[row.pk])
    return kept


def as_kept(row: Flag, grounds: Iterable[FlagGround]) -> _Kept:
    """A row of the table as the ladder sees it."""
    rows = {_ground(each).identity: each for each in grounds}
    flag = ladder.Flag(
        matter=row.matter,
        opened_on=row.opened_on,
        rung=Rung(row.rung),
        owner=row.owner_id,
        colour=Colour(row.colour),
        read_on=row.read_on,
        grounds=frozenset(map(_ground, rows.values())),
        answer_by=row.answer_by,
        holds_until=row.holds_until,
        covered=frozenset(identity for identity, each in rows.items() if each.is_covered),
        covered_colour=Colour(row.covered_colour),
        covered_as=ladder.Kind(row.covered_as) if row.covered_as else None,
        fruitless=row.fruitless,
        accepted=row.accepted,
        closed_on=row.closed_on,
        closed_why=Why(row.closed_why) if row.closed_why else None,
    )
    return _Kept(row.pk, row.cause, row.since_on, flag, rows)


def _ground(row: FlagGround) -> Ground:
    return Ground(
        Source(row.source),
        row.key,
        row.began_on,
        row.told_by,
        Colour(row.colour),
        row.due_on,
        row.is_past,
        row.since_on,
    )


def _decided(children: Children, asked: Found) -> dict[UUID, dict[Identity, Colour]]:
    """What happened once for all and was decided on: it raises no other flag unless it is graver."""
    found: dict[UUID, dict[Identity, Colour]] = defaultdict(dict)
    if not any(ground.is_past for matters in asked.values() for each in matters.values() for ground in each):
        return found
    rows = FlagGround.objects.filter(child__among=children, is_past=True, flag__closed_why=Why.DECIDED)
    for row in rows:
        found[row.child_id][_ground(row).identity] = Colour(row.colour)
    return found


def _is_decided(ground: Ground, decided: Mapping[Identity, Colour]) -> bool:
    return ground.is_past and decided.get(ground.identity, Colour.SOON) >= ground.colour


class _Writes:
    """What is to be written: only what changed."""

    def __init__(self, held: Rules, day: date, causes: Causes) -> None:
        self.held, self.day, self.causes = held, day, causes
        self.flags: list[Flag] = []
        self.grounds: list[FlagGround] = []
        self.steps: list[FlagStep] = []
        self.asked = Asked()

    def keep(
        self, child: UUID, of: tuple[str, Matter], old: _Kept | None, looked: ladder.climbing.Looked
    ) -> None:
        """Note what is new of a flag. ``of`` is which item of its matter, and the matter that its cause is under."""
        flag = looked.flag
        if flag is None:
            return
        pk = old.pk if old else uuid4()
        strand, lead = of
        cause = self.causes.of(child, lead, strand)
        if old is None or replace(flag, read_on=old.flag.read_on) != old.flag or cause != old.cause:
            # what is put right has no ground any more, and was so since it was
            since = old.since_on if old and not flag.grounds else flag.since_on
            self.flags.append(_row(pk, child, (strand, cause), since, flag))
        self.grounds.extend(self._grounds(pk, child, flag, old.rows if old else {}))
        self.steps.extend(_step(pk, child, step) for step in looked.steps)
        self._count(looked.steps)

    def _grounds(
        self, pk: UUID, child: UUID, flag: ladder.Flag, rows: Mapping[Identity, FlagGround]
    ) -> Iterator[FlagGround]:
        now = {ground.identity: ground for ground in flag.grounds}
        for identity, ground in now.items():
            row = rows.get(identity) or self._new(pk, child, ground)
            was = _as_it_is(row)
            row.colour, row.is_past, row.since_on = ground.colour, ground.is_past, ground.since_on
            row.is_covered, row.closed_on = identity in flag.covered, flag.closed_on
            if identity not in rows or was != _as_it_is(row):
                yield row
        for identity in rows.keys() - now.keys():
            rows[identity].closed_on = self.day
            yield rows[identity]

    def _new(self, pk: UUID, child: UUID, ground: Ground) -> FlagGround:
        return FlagGround(
            flag_id=pk,
            child_id=child,
            source=ground.source,
            key=ground.key,
            began_on=ground.began_on,
            told_by=ground.told_by,
            colour=ground.colour,
            due_on=ground.due_on,
            since_on=ground.since_on,
            is_past=ground.is_past,
            law=law_of(ground.key, self.held.standards, self.day),
            opened_on=self.day,
        )

    def _count(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.asked.raised += step.said is Said.RAISED
            self.asked.closed += step.said is Said.CLOSED
            self.asked.climbed += step.said in CLIMBS
            if step.said in GRADED:
                self.asked.graded[step.said, step.colour] += 1

    def write(self) -> None:
        """Write all of it: flags, their grounds, their steps."""
        put(Flag, self.flags)
        put(FlagGround, self.grounds)
        put(FlagStep, self.steps)


CLIMBS = (Said.UNANSWERED, Said.ACCEPTED_AGAIN, Said.SENT_UP, Said.NOT_CHANGED)


def write_looked(row: Flag, kept: _Kept, looked: ladder.climbing.Looked, held: Rules, day: date) -> None:
    """Write one flag after an answer."""
    assert looked.flag is not None
    writes = _Writes(held, day, Causes.as_it_is({row.child_id: kept.cause}))
    writes.keep(row.child_id, (row.strand, BY_KEY[row.matter]), kept, looked)
    writes.write()


def _as_it_is(row: FlagGround) -> tuple[object, ...]:
    """What of a ground can change."""
    return row.colour, row.is_past, row.since_on, row.is_covered, row.closed_on


def _row(pk: UUID, child: UUID, asked: tuple[str, str], since: date, flag: ladder.Flag) -> Flag:
    strand, cause = asked
    return Flag(
        pk=pk,
        child_id=child,
        matter=flag.matter,
        strand=strand,
        cause=cause,
        opened_on=flag.opened_on,
        since_on=since,
        rung=flag.rung,
        owner_id=flag.owner,
        colour=flag.colour,
        read_on=flag.read_on,
        answer_by=flag.answer_by,
        holds_until=flag.holds_until,
        covered_colour=flag.covered_colour,
        covered_as=flag.covered_as or "",
        fruitless=flag.fruitless,
        accepted=flag.accepted,
        closed_on=flag.closed_on,
        closed_why=flag.closed_why or "",
    )


def _step(pk: UUID, child: UUID, step: Step) -> FlagStep:
    return FlagStep(
        flag_id=pk,
        child_id=child,
        on=step.on,
        said=step.said,
        rung=step.rung,
        colour=step.colour,
        owner_id=step.owner,
    )
