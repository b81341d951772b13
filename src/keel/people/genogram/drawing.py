"""The picture, in the usual signs: a square for a man or boy, a circle for a woman or girl, a diamond where the sex is
not recorded, a triangle for an unborn baby, a cross for somebody who has died, a double outline for the child.

Colours come from a style sheet by class, so that the picture needs no style of its own and prints in black.
"""

from datetime import date

from django.utils.html import format_html

from keel.people.genogram.family import Family
from keel.people.genogram.lines import draw_children, draw_couples, draw_homes, draw_others
from keel.people.genogram.sheet import Sheet
from keel.people.genogram.signs import draw_member


def drawn(family: Family, day: date) -> str:
    """The picture as SVG, to stand in a page: no scripts, no styles, no links out. The table says the same."""
    sheet = Sheet(family, day)
    draw_homes(sheet)
    draw_couples(sheet)
    draw_children(sheet)
    draw_others(sheet)
    for member in family.members.values():
        draw_member(sheet, member)
    svg = sheet.drawing.as_svg(header="")
    named = f'<svg role="img" aria-labelledby="genogram-title genogram-about" class="genogram" {_rest(svg)}'
    return named.replace("<defs>\n</defs>", f"{_title(family)}")


def _rest(svg: str) -> str:
    return svg.split("<svg ", 1)[1]


def _title(family: Family) -> str:
    return format_html(
        '<title id="genogram-title">Family and network of {}</title><desc id="genogram-about">{}</desc>',
        family.members[family.child].person.shown_name,
        about(family),
    )


def about(family: Family) -> str:
    """What the picture shows, in a sentence or two; the table beneath it says everything."""
    counts = [0, 0, 0]
    for member in family.members.values():
        counts[(member.generation > 0) - (member.generation < 0)] += 0 if member.is_child_shown else 1
    parts = [
        (counts[1], "in generations above"),
        (counts[0], "in the same generation"),
        (counts[-1], "below"),
    ]
    said = ", ".join(f"{count} {where}" for count, where in parts if count)
    return f"A genogram of {len(family.members)} people{': ' + said if said else ''}. The table after it has the same."
