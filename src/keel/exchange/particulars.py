"""What a source may say of people beside what happened: who they are, whom they belong to, who works with them.

A reader hands these tables over unread. They are read when one is first asked for, while the source is still where
it was, so that whoever only wants events pays nothing for them. A table that the source cannot hold is None; one
that it can hold and leaves blank has no rows. Keys of persons are those of the table of children.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property

import polars as pl
import pyarrow as pa

from keel.exchange.findings import Findings, UnreadableSource

TEXT, DAY, FLAG, NUMBER = pa.string(), pa.date32(), pa.bool_(), pa.int32()
REPEATED = pa.dictionary(NUMBER, TEXT)

_PLACE: Mapping[str, pa.DataType] = {
    "source": TEXT,  # sheet, element or table
    "row": NUMBER,
    "raw": TEXT,  # texts that are not the value itself, "heading=text; …"
}


def _schema(**columns: pa.DataType) -> pa.Schema:
    """The columns of a table, and where each row stood."""
    return pa.schema([*columns.items(), *_PLACE.items()])


PERSONS = _schema(
    person=TEXT,
    birth_on=DAY,
    expected_on=DAY,
    died_on=DAY,
    sex=TEXT,  # M, F or U
    gender=TEXT,
    ethnicity=TEXT,  # census code
    is_child=FLAG,  # has, or had, a record of her own
    nationality=TEXT,
    immigration_status=TEXT,
    communication_needs=TEXT,
    preferred_language=TEXT,
    needs_interpreter=FLAG,
)
NAMES = _schema(person=TEXT, kind=TEXT, forename=TEXT, surname=TEXT, from_on=DAY, to_on=DAY)
IDENTIFIERS = _schema(person=TEXT, scheme=TEXT, value=TEXT, from_on=DAY, to_on=DAY)
ADDRESSES = _schema(
    person=TEXT,
    kind=TEXT,
    lines=TEXT,  # without the postcode, parted by ", "
    postcode=TEXT,
    uprn=TEXT,
    from_on=DAY,
    to_on=DAY,
    is_protected=FLAG,
    audience=TEXT,  # who may see it, where it is protected
    reason=TEXT,
)
CONTACT_POINTS = _schema(person=TEXT, kind=TEXT, value=TEXT, is_protected=FLAG, audience=TEXT, reason=TEXT)
RELATIONSHIPS = _schema(
    person=TEXT,
    other=TEXT,  # who is the person's mother, father, … ; blank where a reason says why nobody is named
    relation=TEXT,
    has_parental_responsibility=FLAG,  # the other for the person; blank is not recorded
    from_on=DAY,
    to_on=DAY,
    reason=TEXT,
)
DISABILITIES = _schema(person=TEXT, code=TEXT)  # census code
ALERTS = _schema(person=TEXT, kind=TEXT, text=TEXT, review_on=DAY)
TEAMS = _schema(team=TEXT, name=TEXT, parent=TEXT, kind=TEXT)
WORKERS = _schema(
    worker=TEXT,
    name=TEXT,
    role=TEXT,
    team=TEXT,
    is_agency=FLAG,
    from_on=DAY,
    to_on=DAY,
    registration=TEXT,
    email=TEXT,
)
INVOLVEMENTS = _schema(
    person=TEXT, worker=TEXT, team=TEXT, role=TEXT, from_on=DAY, to_on=DAY, reason_for_change=TEXT
)
HOUSEHOLDS = _schema(household=TEXT, person=TEXT, from_on=DAY, to_on=DAY)
# What a row of the source says beside the events made of it, one line for each value. A row of the source is known
# by its source and row, as in the events; the kind is that of its first event, blank where it makes none.
DETAILS = pa.schema(
    [
        ("child", REPEATED),
        ("kind", REPEATED),
        ("on", DAY),
        ("episode", REPEATED),
        ("field", REPEATED),  # the item of the Standard Safeguarding Dataset, where it has one
        ("value", TEXT),  # dates as yyyy-mm-dd, yes and no as Y and N, codes as the national ones
        ("raw", TEXT),  # the text, where it is not the value itself
        ("source", REPEATED),
        ("row", NUMBER),
        ("column", REPEATED),  # heading or element in the source
    ]
)

SCHEMAS: Mapping[str, pa.Schema] = {
    "persons": PERSONS,
    "names": NAMES,
    "identifiers": IDENTIFIERS,
    "addresses": ADDRESSES,
    "contact_points": CONTACT_POINTS,
    "relationships": RELATIONSHIPS,
    "disabilities": DISABILITIES,
    "alerts": ALERTS,
    "teams": TEAMS,
    "workers": WORKERS,
    "involvements": INVOLVEMENTS,
    "households": HOUSEHOLDS,
}


class NameKind(StrEnum):
    """How a name is borne."""

    LEGAL = "legal"
    KNOWN_AS = "known as"
    ALIAS = "alias"
    FORMER = "former"


class AddressKind(StrEnum):
    """What an address is to a person."""

    HOME = "home"
    PLACEMENT = "placement"
    SAFE = "safe"
    SCHOOL = "school"


class ContactKind(StrEnum):
    """A way to reach a person."""

    PHONE = "phone"
    EMAIL = "email"


class Scheme(StrEnum):
    """Whose number an identifier is. A source may have others: its own word stands then."""

    LA_CHILD_ID = "la_child_id"
    FORMER_LA_CHILD_ID = "former_la_child_id"
    LEGACY_ID = "legacy_id"
    UPN = "upn"
    FORMER_UPN = "former_upn"
    ULN = "uln"
    NHS_NUMBER = "nhs_number"
    COURT_CASE = "court_case"


class TeamKind(StrEnum):
    """What a team is for."""

    SERVICE = "service"
    FRONT_DOOR = "front door"
    SOCIAL_WORK = "social work"
    SUPPORT = "support"
    CHAIRS = "chairs"
    QUALITY = "quality"
    LEGAL = "legal"
    BUSINESS_SUPPORT = "business support"
    PARTNER = "partner"


class Relation(StrEnum):
    """What another is to a person: "other is the person's …"."""

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    CHILD = "child"
    STEP_PARENT = "step-parent"
    STEP_CHILD = "step-child"
    SIBLING = "sibling"
    HALF_SIBLING = "half-sibling"
    STEP_SIBLING = "step-sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    AUNT_OR_UNCLE = "aunt or uncle"
    NIECE_OR_NEPHEW = "niece or nephew"
    COUSIN = "cousin"
    PARTNER = "partner"
    FORMER_PARTNER = "former partner"
    SPECIAL_GUARDIAN = "special guardian"
    WARD = "ward"
    CARER = "carer"
    CARED_FOR = "cared for"
    OTHER_RELATIVE = "other relative"
    OTHER = "other"


_PAIRS = (
    (Relation.MOTHER, Relation.CHILD),
    (Relation.FATHER, Relation.CHILD),
    (Relation.PARENT, Relation.CHILD),
    (Relation.STEP_PARENT, Relation.STEP_CHILD),
    (Relation.GRANDPARENT, Relation.GRANDCHILD),
    (Relation.AUNT_OR_UNCLE, Relation.NIECE_OR_NEPHEW),
    (Relation.SPECIAL_GUARDIAN, Relation.WARD),
    (Relation.CARER, Relation.CARED_FOR),
)
# What the person is to the other, seen from there. Of a child's parent it cannot say more than "parent".
OTHER_WAY: Mapping[Relation, Relation] = (
    {relation: relation for relation in Relation}
    | {back: relation for relation, back in _PAIRS}
    | dict(_PAIRS)
)

Frames = Mapping[str, pl.DataFrame]
Reading = Callable[[Findings], Frames]


class _Held:
    """One table, read when first asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, holder: "Particulars", owner: type) -> pa.Table | None:
        return holder.tables.get(self._name)


class Particulars:
    """The tables. ``findings`` are those of what was read so far, less those that the source's events had.

    Asking for a table raises UnreadableSource where the source is no longer where it was.
    """

    persons = _Held()
    names = _Held()
    identifiers = _Held()
    addresses = _Held()
    contact_points = _Held()
    relationships = _Held()
    disabilities = _Held()
    alerts = _Held()
    teams = _Held()
    workers = _Held()
    involvements = _Held()
    households = _Held()

    def __init__(
        self, people: Reading, details: Reading | None = None, *, known: Findings | None = None
    ) -> None:
        self._people, self._details = people, details
        self._known = known or Findings()
        self._found = Findings()

    @property
    def findings(self) -> Findings:
        """What reading these tables brought to light beside what is known already."""
        return self._found.beside(self._known)

    @cached_property
    def tables(self) -> Mapping[str, pa.Table]:
        """The tables of people that the source can hold, by name."""
        return {name: _table(frame, SCHEMAS[name]) for name, frame in self._read(self._people).items()}

    @cached_property
    def details(self) -> pa.Table | None:
        """What rows of the source say beside their events."""
        return _table(self._read(self._details)["details"], DETAILS) if self._details else None

    def _read(self, reading: Reading) -> Frames:
        try:
            return reading(self._found)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnreadableSource(
                f"The source could not be read once more ({reason}); give it again."
            ) from error


def _table(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The frame in the columns of the schema; what it does not have is blank."""
    columns = [_column(frame, field) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(frame: pl.DataFrame, field: pa.Field) -> pa.Array:
    if field.name not in frame.columns:
        return pa.nulls(len(frame), field.type)
    values = frame[field.name].rechunk().to_arrow()
    if pa.types.is_dictionary(field.type):
        coded = values if pa.types.is_dictionary(values.type) else values.cast(TEXT).dictionary_encode()
        return pa.DictionaryArray.from_arrays(coded.indices.cast(NUMBER), coded.dictionary.cast(TEXT))
    return (values.dictionary_decode() if pa.types.is_dictionary(values.type) else values).cast(field.type)
