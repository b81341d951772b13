"""Two records line by line, and whether the lines differ."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from keel.people.codes import said
from keel.people.models import Person
from keel.report.wording import day_text

LINES: Mapping[str, Callable[[Person], Any]] = {
    "Names": lambda person: sorted(f"{row.whole} ({row.kind})" for row in person.names.all()),
    "Born": lambda person: [day_text(person.birth_on)] if person.birth_on else [],
    "Expected": lambda person: [day_text(person.expected_on)] if person.expected_on else [],
    "Died": lambda person: [day_text(person.died_on)] if person.died_on else [],
    "Sex": lambda person: [said("sex", person.sex)] if person.sex else [],
    "Ethnicity": lambda person: [said("ethnicity", person.ethnicity)] if person.ethnicity else [],
    "Language": lambda person: [person.preferred_language] if person.preferred_language else [],
    "Numbers": lambda person: sorted(map(_number, person.identifiers.all())),
    "Addresses": lambda person: sorted({_address(row) for row in person.addresses.all()}),
    "Alerts": lambda person: [alert.text or alert.kind for alert in person.open_alerts()],
}


def _number(row: Any) -> str:
    return f"{said('scheme', row.scheme)}: {row.value}"


def _address(row: Any) -> str:
    return f"Protected {row.kind} address" if row.is_protected else row.whole


def compared(one: Person, other: Person) -> list[dict[str, Any]]:
    """Each line with what either record says of it. A line that neither has is left out."""
    return list(_lines(one, other))


def _lines(one: Person, other: Person) -> Iterator[dict[str, Any]]:
    for words, values in LINES.items():
        left, right = values(one), values(other)
        if left or right:
            differs = bool(left and right and left != right)
            yield {"words": words, "one": left, "other": right, "differs": differs, "same": left == right}
