"""A picture under way: where everybody stands, and how lines and words are put on it."""

from datetime import date
from uuid import UUID

import drawsvg

from keel.people.genogram.family import Family
from keel.people.genogram.layout import places_of

WIDE, HIGH = 132, 168  # of one person's place
HALF = 22  # of a sign
EDGE = 24
LINE = 16  # of text
LONGEST = 17  # letters of a name on one line
APART = 9  # between the bars of two families whose children stand in one row
Point = tuple[float, float]


class Sheet:
    """A picture under way."""

    def __init__(self, family: Family, day: date) -> None:
        self.family, self.day = family, day
        self.places = places_of(family)
        across = max(x for x, _ in self.places.values()) + 1
        down = max(y for _, y in self.places.values()) + 1
        self.size = (across * WIDE + 2 * EDGE, down * HIGH + EDGE - LINE)
        self.drawing = drawsvg.Drawing(*self.size, id_prefix="genogram")

    def at(self, pk: UUID) -> Point:
        """The middle of somebody's sign."""
        x, y = self.places[pk]
        return EDGE + (x + 0.5) * WIDE, EDGE + y * HIGH + HALF + LINE

    def line(self, kind: str, *points: Point) -> None:
        """A line through these points."""
        path = drawsvg.Path(class_=f"genogram-{kind}", fill="none").M(*points[0])
        for point in points[1:]:
            path.L(*point)
        self.drawing.append(path)

    def text(self, words: str, at: Point, kind: str = "text", size: int = 13) -> None:
        """Words, their middle at a point."""
        self.drawing.append(drawsvg.Text(words, size, *at, text_anchor="middle", class_=f"genogram-{kind}"))
