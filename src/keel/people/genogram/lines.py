"""What joins people: partnerships, parents and children, shared homes, and any other relation."""

from collections.abc import Mapping
from statistics import fmean
from uuid import UUID

import drawsvg

from keel.people.genogram.family import Family, Tie
from keel.people.genogram.layout import Places, couples_of, parents_of
from keel.people.genogram.sheet import APART, HALF, LINE, WIDE, Point, Sheet
from keel.people.relations import Line, words


def draw_homes(sheet: Sheet) -> None:
    """A broken outline around those who live together, where nobody else would stand within it."""
    letters = sorted({letter for member in sheet.family.members.values() for letter in member.households})
    for letter in letters:
        inside = [member.pk for member in sheet.family.members.values() if letter in member.households]
        if _is_apart(inside, sheet.places):
            _outline(sheet, inside, letter)


def _is_apart(inside: list[UUID], places: Places) -> bool:
    xs, ys = zip(*(places[pk] for pk in inside), strict=True)
    within = (
        pk for pk, (x, y) in places.items() if min(xs) - 0.9 < x < max(xs) + 0.9 and min(ys) <= y <= max(ys)
    )
    return set(within) <= set(inside)


def _outline(sheet: Sheet, inside: list[UUID], letter: str) -> None:
    points = [sheet.at(pk) for pk in inside]
    left, right = min(x for x, _ in points) - WIDE / 2 + 4, max(x for x, _ in points) + WIDE / 2 - 4
    top, bottom = min(y for _, y in points) - HALF - 1.5 * LINE, max(y for _, y in points) + HALF + 5.2 * LINE
    box = drawsvg.Rectangle(left, top, right - left, bottom - top, rx=14, class_="genogram-home", fill="none")
    sheet.drawing.append(box)
    sheet.drawing.append(
        drawsvg.Text(
            f"Home {letter}", 12, left + 10, top + 15, class_="genogram-caption", text_anchor="start"
        )
    )


def draw_couples(sheet: Sheet) -> None:
    together = {_pair(tie): tie for tie in sheet.family.of(Line.FORMER_PARTNER, Line.PARTNER)}
    for pair in sorted(couples_of(sheet.family)):
        if sheet.places[pair[0]][1] != sheet.places[pair[1]][1]:
            continue
        (x1, y), (x2, _) = sorted(sheet.at(pk) for pk in pair)
        tie = together.get(pair)
        drop = y if _is_beside(x1, x2) else y + HALF + 6
        ends = (
            ((x1 + HALF, y), (x2 - HALF, y))
            if drop == y
            else ((x1, y + HALF), (x1, drop), (x2, drop), (x2, y + HALF))
        )
        sheet.line("couple" if tie else "parents", *ends)
        if tie and tie.is_over:
            middle = fmean((x1, x2))
            for shift in (-4, 4):
                sheet.line("over", (middle + shift - 4, drop + 9), (middle + shift + 4, drop - 9))


def _pair(tie: Tie) -> tuple[UUID, UUID]:
    return (min(tie.person, tie.other), max(tie.person, tie.other))


def draw_children(sheet: Sheet) -> None:
    """From the middle of each couple, or from one parent, to each of their children; no two bars on one height."""
    taken: list[tuple[float, float, float]] = []
    for parents, children in sorted(_sibships(sheet.family).items(), key=lambda item: sheet.at(item[1][0])):
        tops, below = [sheet.at(pk) for pk in parents], [sheet.at(pk) for pk in children]
        start = _start(tops)
        xs = [start[0], *(x for x, _ in below)]
        bar = min(y for _, y in below) - HALF - LINE
        while any(height == bar and left <= max(xs) and min(xs) <= right for left, right, height in taken):
            bar -= APART
        taken.append((min(xs), max(xs), bar))
        _hang(sheet, start, below, bar)


def _start(parents: list[Point]) -> Point:
    """The middle of a couple side by side, or beneath the sign of whoever is the nearest to be drawn from."""
    x, y = fmean(x for x, _ in parents), max(y for _, y in parents)
    is_beside = (
        len(parents) > 1 and parents[0][1] == parents[1][1] and _is_beside(parents[0][0], parents[1][0])
    )
    return (x, y) if is_beside else (x, y + HALF + (len(parents) > 1) * 6)


def _is_beside(one: float, other: float) -> bool:
    return abs(one - other) <= WIDE * 1.01


def _sibships(family: Family) -> Mapping[tuple[UUID, ...], list[UUID]]:
    found: dict[tuple[UUID, ...], list[UUID]] = {}
    for child, parents in parents_of(family).items():
        found.setdefault(tuple(sorted(parents[:2])), []).append(child)
    return found


def _hang(sheet: Sheet, start: Point, children: list[Point], bar: float) -> None:
    xs = [start[0], *(x for x, _ in children)]
    sheet.line("child", start, (start[0], bar))
    sheet.line("child", (min(xs), bar), (max(xs), bar))
    for x, y in children:
        sheet.line("child", (x, bar), (x, y - HALF))


def draw_others(sheet: Sheet) -> None:
    """Whoever no line of parents and partners joins, by a dotted line with its word."""
    joined = _joined(sheet.family)
    for tie in sheet.family.of(Line.OTHER, Line.STEP_PARENT, Line.SIBLING):
        if joined[tie.person] is not joined[tie.other]:
            _dotted(sheet, tie)


def _joined(family: Family) -> dict[UUID, set[UUID]]:
    """For each, all whom lines of parents and partners lead to."""
    groups = {pk: {pk} for pk in family.members}
    for tie in family.of(Line.PARENT, Line.PARTNER, Line.FORMER_PARTNER):
        both = groups[tie.person] | groups[tie.other]
        groups |= dict.fromkeys(both, both)
    return groups


def _dotted(sheet: Sheet, tie: Tie) -> None:
    (x1, y1), (x2, y2) = sheet.at(tie.person), sheet.at(tie.other)
    middle = fmean((x1, x2))
    low, high = sorted(((x1, y1), (x2, y2)), key=lambda point: -point[1])
    over = ((x1, y1 - HALF), (middle, y1 - HALF - LINE), (x2, y2 - HALF))
    sheet.line("other", *(over if y1 == y2 else ((low[0], low[1] - HALF), (high[0], high[1] + HALF))))
    said = words(tie.row.relation, sheet.family.members[tie.row.other_id].person.sex)
    near = (x2, y2 - HALF - 7) if y1 == y2 else (middle, fmean((y1, y2)))
    sheet.text(said, near, "caption", 12)
