"""Facts about a person as the rows of a page."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from keel.people.codes import said
from keel.people.genogram.family import Family, Member
from keel.people.genogram.signs import age_words
from keel.people.models import Address, ContactPoint, HouseholdMember, Person, Relationship
from keel.people.models.person import NAME_KINDS
from keel.people.relations import Line, relation, words
from keel.people.ways import page_of
from keel.report.wording import day_text

Row = Mapping[str, Any]
COLUMNS = {
    "names": ("Name", "Kind", "When"),
    "numbers": ("Number", "Whose", "When"),
    "addresses": ("Address", "Kind", "When"),
    "contacts": ("To reach", "Kind"),
    "relations": ("Person", "Relation", "Parental responsibility", "When"),
    "homes": ("With whom", "When"),
    "members": ("Person", "Relation", "Parental responsibility", "Age", "Home"),
    "unnamed": ("Relation", "Why nobody is named"),
}
KINDS = dict(NAME_KINDS)
HELD_BACK = "Held back: protected"
NONE = "–"


def about(person: Person) -> list[Row]:
    """Identity."""
    codes = [said("disability", row.code) for row in person.disabilities.all() if row.to_on is None]
    disabled = ", ".join(codes) if codes else person.is_disabled
    return [
        _fact("Born" if person.birth_on else "Expected", person.birth_on or person.expected_on),
        *([_fact("Was expected", person.expected_on)] if person.birth_on and person.expected_on else []),
        *([_fact("Died", person.died_on)] if person.died_on else []),
        _fact("Sex", said("sex", person.sex)),
        *([_fact("Gender", person.gender_identity)] if person.gender_identity else []),
        _fact("Ethnicity", said("ethnicity", person.ethnicity)),
        _fact("Nationality", person.nationality),
        *([_fact("Immigration status", person.immigration_status)] if person.immigration_status else []),
        _fact("Disability", disabled),
    ]


def speaking(person: Person) -> list[Row]:
    """How to speak with her."""
    return [
        _fact("Language", person.preferred_language),
        _fact("Needs an interpreter", person.needs_interpreter),
        _fact("Communication", person.communication_needs),
    ]


def _fact(words: str, value: Any) -> Row:
    return {"words": words, "value": value}


def when(row: Any) -> str:
    """From which day to which, as far as it is recorded."""
    if row.from_on is None:
        return f"until {day_text(row.to_on)}" if row.to_on else NONE
    return (
        f"{day_text(row.from_on)} to {day_text(row.to_on)}" if row.to_on else f"since {day_text(row.from_on)}"
    )


def names(person: Person) -> list[list[Any]]:
    """Every name, the one she goes by first."""
    rows = sorted(person.names.all(), key=lambda name: name.shown_order)
    return [[row.whole, KINDS.get(row.kind, row.kind.capitalize()), when(row)] for row in rows]


def numbers(person: Person) -> list[list[Any]]:
    """Every identifier."""
    rows = sorted(person.identifiers.all(), key=lambda row: (row.to_on is not None, row.scheme, row.pk))
    return [[row.value, said("scheme", row.scheme), when(row)] for row in rows]


def addresses(person: Person, *, may_see: bool) -> list[list[Any]]:
    """Where she lives and lived; of a protected address, that there is one and whom to ask."""
    rows = sorted(person.addresses.all(), key=_latest_first)
    return [[_guarded(row, row.whole, may_see=may_see), row.kind.capitalize(), when(row)] for row in rows]


def contacts(person: Person, *, may_see: bool) -> list[list[Any]]:
    """How to reach her."""
    rows = sorted(person.contact_points.all(), key=_latest_first)
    return [[_guarded(row, row.value, may_see=may_see), row.kind.capitalize()] for row in rows]


def _guarded(row: Address | ContactPoint, text: str, *, may_see: bool) -> Row:
    if not row.is_protected:
        return {"words": text}
    hint = " ".join(
        part
        for part in (f"Protected. Only for {row.audience or 'those who work with this person'}.", row.reason)
        if part
    )
    return {"words": text if may_see else HELD_BACK, "hint": hint}


def _latest_first(row: Any) -> tuple[bool, int, int]:
    return (row.to_on is not None, -(row.from_on.toordinal() if row.from_on else 0), row.pk)


def relations(person: Person, rows: Iterable[Relationship]) -> list[list[Any]]:
    """Everybody she is related to, read from her side whichever side wrote it."""
    return [list(_relation(person, row)) for row in rows]


def _relation(person: Person, row: Relationship) -> Iterator[Any]:
    other = row.other if row.person_id == person.pk else row.person
    name = row.relation if row.person_id == person.pk else relation(row.relation).back
    if other is None:
        yield {"words": "Nobody named", "hint": row.reason}
    else:
        yield {"words": other.shown_name, "href": page_of(other)}
    yield words(name, other.sex if other else "").capitalize()
    yield responsibility_words(person, row)
    yield when(row)


def responsibility_words(person: Person, row: Relationship) -> str:
    """Whether one has it for the other, and who; not recorded is told from no."""
    said = {True: "Yes", False: "No", None: "Not recorded"}[row.has_parental_responsibility]
    line = relation(row.relation).line
    if row.has_parental_responsibility is None and line not in (Line.PARENT, Line.CHILD):
        return NONE
    is_hers = row.has_parental_responsibility is True and row.responsible[0] == person.pk
    return "Yes, this person for the child" if is_hers else said


def homes(person: Person, others: Iterable[HouseholdMember]) -> list[list[Any]]:
    """Her households over time, each with those who lived there while she did."""
    others = list(others)
    mine = sorted(person.households.all(), key=_latest_first)
    return [[_company(member, others), when(member)] for member in mine]


def _company(member: HouseholdMember, others: Iterable[HouseholdMember]) -> str:
    with_her = [
        other.person.shown_name
        for other in others
        if other.household_id == member.household_id and _met(member, other)
    ]
    return ", ".join(dict.fromkeys(with_her)) or member.household.name or "Alone, or nobody else recorded"


def _met(one: HouseholdMember, other: HouseholdMember) -> bool:
    begin = max(one.from_on or date.min, other.from_on or date.min)
    return begin < min(one.to_on or date.max, other.to_on or date.max)


def members(family: Family, day: date) -> list[list[Any]]:
    """The genogram as a table: the child first, then by generation."""
    in_order = sorted(family.members.values(), key=lambda m: (not m.is_child_shown, -m.generation, str(m.pk)))
    return [_member(family, member, day) for member in in_order]


def _member(family: Family, member: Member, day: date) -> list[Any]:
    responsibility = (
        {True: "Yes", False: "No", None: "Not recorded"}[member.responsibility] if member.has_say else NONE
    )
    return [
        {"words": member.person.shown_name, "href": page_of(member.person)},
        "; ".join(dict.fromkeys(_ties_in_words(family, member)))
        or "This record",  # both sides may have written it
        responsibility,
        age_words(member, day),
        ", ".join(member.households) or NONE,
    ]


def _ties_in_words(family: Family, member: Member) -> Iterator[str]:
    """What somebody is to the child, or where she is nothing to her, to others: "Partner of Joanne Marsh"."""
    if member.is_child_shown:
        return
    said = [_said(tie.row, member) for tie in family.ties if member.pk in (tie.person, tie.other)]
    to_child = [one for one in said if one[0] == family.child]
    for to, name, is_over in to_child or said:
        word = words(name, member.person.sex)
        ended = " (ended)" if is_over else ""
        yield f"{word[:1].upper()}{word[1:]} of {family.members[to].person.shown_name}{ended}"


def _said(row: Relationship, member: Member) -> tuple[Any, str, bool]:
    """To whom the member is what, and whether it is over."""
    if row.other_id == member.pk:
        return row.person_id, row.relation, row.to_on is not None
    return row.other_id, relation(row.relation).back, row.to_on is not None


def unnamed(family: Family) -> list[list[Any]]:
    """Relations where nobody is named."""
    return [[words(row.relation, "").capitalize(), row.reason] for row in family.unnamed]
