"""Where everybody stands: a row for each generation, partners side by side, brothers and sisters together.

Rows are filled from the child's outwards. Each row is made of blocks (partners and those who have children together),
and each block is put over, or under, those whom it belongs to, as near as its neighbours allow.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, pairwise
from statistics import fmean
from uuid import UUID

from keel.people.genogram.family import Family, Member, Tie
from keel.people.relations import Line

Places = dict[UUID, tuple[float, int]]  # across, in widths of a person; the row, 0 at the top
Block = list[UUID]
GAP = 0.35  # between blocks, in widths of a person
CROSSED = 4  # what a crossing of two lines weighs against a line that goes sideways by one person
SWEEPS = 3


def parents_of(family: Family) -> dict[UUID, list[UUID]]:
    """Each child's parents who are in the picture."""
    found: dict[UUID, list[UUID]] = {}
    for tie in family.of(Line.PARENT):
        if tie.other not in found.setdefault(tie.person, []):
            found[tie.person].append(tie.other)
    return found


def couples_of(family: Family) -> set[tuple[UUID, UUID]]:
    """Partners, now or once, and those who have a child together."""
    pairs = [(tie.person, tie.other) for tie in family.of(Line.PARTNER, Line.FORMER_PARTNER)]
    pairs += [tuple(parents[:2]) for parents in parents_of(family).values() if len(parents) > 1]
    return {(min(pair), max(pair)) for pair in pairs}


def places_of(family: Family) -> Places:
    """Where each of them stands."""
    if not family.members:
        return {}
    rows = _rows(family)
    across = _across(family, rows)
    top, left = max(rows), min(across.values())
    return {pk: (across[pk] - left, top - member.generation) for pk, member in family.members.items()}


def _rows(family: Family) -> dict[int, list[UUID]]:
    rows: dict[int, list[UUID]] = {}
    for pk, member in family.members.items():
        rows.setdefault(member.generation, []).append(pk)
    return rows


def _across(family: Family, rows: Mapping[int, list[UUID]]) -> dict[UUID, float]:
    """Fill the rows outwards from the child's, then exchange neighbours wherever that crosses fewer lines."""
    sketch = Sketch(family, {generation: _blocks(family, row) for generation, row in rows.items()})
    sketch.fill_from(0)
    for _ in range(SWEEPS):
        for generation in sketch.outwards:
            sketch.settle(generation)
    return sketch.across


class Sketch:
    """A picture while its rows are put in order."""

    def __init__(self, family: Family, orders: dict[int, list[Block]]) -> None:
        self.family, self.orders = family, orders
        self.across: dict[UUID, float] = {}
        self.related = _related(family)
        self.outwards = sorted(orders, key=lambda generation: (abs(generation), -generation))

    def settle(self, generation: int) -> None:
        """Exchange neighbours of a row, and turn couples round, as long as the picture gets better."""
        best, kept = self._tried(generation, self.orders[generation]), dict(self.orders)
        for place in range(len(self.orders[generation])):
            for change in (_exchanged, _turned):
                cost = self._tried(generation, change(kept[generation], place))
                if cost < best - 1e-9:
                    best, kept = cost, dict(self.orders)
        self.orders = kept
        self._tried(generation, kept[generation])

    def _tried(self, generation: int, order: list[Block]) -> float:
        self.orders[generation] = order
        self.fill_from(generation)
        return _untidiness(self.family, self.across)

    def fill_from(self, generation: int) -> None:
        """Fill a row in the order it has, and those further out from the child in the order that they want."""
        beyond = [g for g in self.outwards if abs(g) > abs(generation) and g * generation >= 0]
        for pk in (pk for g in beyond for block in self.orders[g] for pk in block):
            self.across.pop(pk, None)
        _fill(self.across, self.orders[generation], self._wanted(generation))
        for further in beyond:
            wanted = self._wanted(further)
            self.orders[further] = sorted(self.orders[further], key=lambda block: _wish(block, wanted))
            _fill(self.across, self.orders[further], wanted)

    def _wanted(self, generation: int) -> dict[UUID, float]:
        """Where each would stand best: in the middle of those above and beneath her who stand already."""
        row = [pk for block in self.orders[generation] for pk in block]
        found = {pk: [self.across[o] for o in self.related.get(pk, ()) if o in self.across] for pk in row}
        return {pk: fmean(places) for pk, places in found.items() if places}


def _exchanged(order: list[Block], place: int) -> list[Block]:
    return [*order[:place], *reversed(order[place : place + 2]), *order[place + 2 :]]


def _turned(order: list[Block], place: int) -> list[Block]:
    return [*order[:place], order[place][::-1], *order[place + 1 :]]


def _untidiness(family: Family, across: Mapping[UUID, float]) -> float:
    """Lines from parents to children that cross, and how far they go sideways."""
    lines = [
        (family.members[child].generation, fmean(across[parent] for parent in parents), across[child])
        for child, parents in parents_of(family).items()
        if child in across and all(parent in across for parent in parents)
    ]
    crossing = sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for one, other in combinations(lines, 2)
    )
    loose = sum(
        abs(across[tie.person] - across[tie.other]) for tie in family.ties if _both_stand(tie, across)
    )
    return CROSSED * crossing + sum(abs(over - under) for _, over, under in lines) + loose / 10


def _both_stand(tie: Tie, across: Mapping[UUID, float]) -> bool:
    return tie.person in across and tie.other in across


def _related(family: Family) -> dict[UUID, set[UUID]]:
    """For each, whom she hangs beneath and stands above: parents and children, or where there are none, others."""
    close, loose = dict[UUID, set[UUID]](), dict[UUID, set[UUID]]()
    for tie in family.ties:
        if family.members[tie.person].generation != family.members[tie.other].generation:
            found = close if tie.line is Line.PARENT else loose
            found.setdefault(tie.person, set()).add(tie.other)
            found.setdefault(tie.other, set()).add(tie.person)
    return loose | close


def _blocks(family: Family, row: list[UUID]) -> list[Block]:
    """Couples and their other partners as one block each; brothers and sisters in order of birth beside each other."""
    parents, couples = parents_of(family), couples_of(family)
    beside: dict[UUID, list[UUID]] = {pk: [] for pk in row}
    for one, other in sorted(couples):
        if one in beside and other in beside:
            beside[one].append(other)
            beside[other].append(one)
    ordered = sorted(row, key=lambda pk: _birth_order(family.members[pk], parents.get(pk, [])))
    blocks, placed = list[Block](), set[UUID]()
    for pk in ordered:
        if pk not in placed:
            block = _chain(pk, beside, family)
            placed.update(block)
            blocks.append(block)
    return blocks


def _birth_order(member: Member, parents: list[UUID]) -> tuple[str, date, str]:
    person = member.person
    return (str(sorted(map(str, parents))), person.birth_on or person.expected_on or date.max, str(person.pk))


def _chain(start: UUID, beside: Mapping[UUID, list[UUID]], family: Family) -> Block:
    """Partners in a line: whoever has most of them in the middle, men to the left where there are two."""
    found, edge = {start}, [start]
    while edge:
        edge = [other for pk in edge for other in beside[pk] if other not in found]
        found.update(edge)
    hub = max(sorted(found), key=lambda pk: len(beside[pk]))
    others = sorted(found - {hub}, key=lambda pk: (family.members[pk].person.sex != "M", str(pk)))
    if len(others) == 1:
        return sorted((hub, others[0]), key=lambda pk: family.members[pk].person.sex != "M")
    return [*others[::2], hub, *others[1::2]]


def _fill(across: dict[UUID, float], order: list[Block], wanted: Mapping[UUID, float]) -> None:
    """Put blocks in a row in this order, each as near as it can be to where it wants to be, no two over each other."""
    at, starts = -1e9, list[float]()
    for block in order:
        wish = _wish(block, wanted)
        start = max(at, wish - (len(block) - 1) / 2) if wish < float("inf") else max(at, 0.0)
        starts.append(start)
        at = start + len(block) + GAP
    for block, start in zip(order, _eased(order, starts, wanted), strict=True):
        across.update({pk: start + place for place, pk in enumerate(block)})


def _wish(block: Block, wanted: Mapping[UUID, float]) -> float:
    places = [wanted[pk] for pk in block if pk in wanted]
    return fmean(places) if places else float("inf")


def _eased(blocks: list[Block], starts: list[float], wanted: Mapping[UUID, float]) -> Iterator[float]:
    """The whole row moved by what its blocks were pushed, on average, so that it stands over its family."""
    pushed = [
        start + (len(block) - 1) / 2 - _wish(block, wanted)
        for block, start in zip(blocks, starts, strict=True)
        if _wish(block, wanted) < float("inf")
    ]
    shift = fmean(pushed) if pushed else 0.0
    yield from (start - shift for start in starts)


def is_clear(places: Places) -> bool:
    """Nobody stands on anybody else."""
    rows: dict[int, list[float]] = {}
    for x, row in places.values():
        rows.setdefault(row, []).append(x)
    return all(right - left >= 1 for row in rows.values() for left, right in pairwise(sorted(row)))
