"""People: a sign each, with the name, the age and the home beneath it."""

from collections.abc import Iterator
from datetime import date

import drawsvg

from keel.people.genogram.family import Member
from keel.people.genogram.sheet import HALF, LINE, LONGEST, Point, Sheet


def draw_member(sheet: Sheet, member: Member) -> None:
    x, y = sheet.at(member.pk)
    person = member.person
    if member.is_child_shown:
        sheet.drawing.append(_sign(member, (x, y), HALF + 5))
    sheet.drawing.append(_sign(member, (x, y), HALF))
    if person.died_on:
        sheet.line("cross", (x - HALF, y - HALF), (x + HALF, y + HALF))
        sheet.line("cross", (x - HALF, y + HALF), (x + HALF, y - HALF))
    if mark := responsibility_mark(member):
        sheet.text(mark, (x, y + 5), "mark", 14)
    for place, words_ in enumerate(_caption(member, sheet.day)):
        sheet.text(words_, (x, y + HALF + 20 + place * LINE), "text" if place == 0 else "caption")


def _sign(member: Member, middle: Point, half: float) -> drawsvg.DrawingElement:
    x, y = middle
    person = member.person
    kind = "sign genogram-shown" if member.is_child_shown else "sign"
    if person.is_unborn:
        corners = (x, y - half, x + half, y + half, x - half, y + half)
    elif person.sex == "F":
        return drawsvg.Circle(x, y, half, class_=f"genogram-{kind}")
    elif person.sex == "M":
        return drawsvg.Rectangle(x - half, y - half, 2 * half, 2 * half, class_=f"genogram-{kind}")
    else:
        corners = (x, y - half, x + half, y, x, y + half, x - half, y)
    return drawsvg.Lines(*corners, close=True, class_=f"genogram-{kind}")


def responsibility_mark(member: Member) -> str:
    """PR within the sign of whoever has parental responsibility for the child; with a question mark if not recorded."""
    if not member.has_say or member.responsibility is False:
        return ""
    return "PR" if member.responsibility else "PR?"


def _caption(member: Member, day: date) -> Iterator[str]:
    name = member.person.shown_name
    if len(name) <= LONGEST:
        yield name
    else:
        first, _, rest = name.rpartition(" ")
        yield _cut(first or rest)
        if first:
            yield _cut(rest)
    yield age_words(member, day)
    if member.households:
        yield f"Home {', '.join(member.households)}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def age_words(member: Member, day: date) -> str:
    """How old somebody is, was at death, or when a baby is expected."""
    person = member.person
    if person.is_unborn:
        return f"due {person.expected_on:%d.%m.%Y}"
    age = person.age_on(day)
    if person.died_on:
        return "died" if age is None else f"died at {age}"
    return "age not recorded" if age is None else f"{age}"
