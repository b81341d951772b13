"""Tables of the standard with every column that they have: what a load reads, and a check does not."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from keel.exchange.findings import Findings, UnreadableSource
from keel.exchange.ssd.checking import check_whole
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.tables import Tables
from keel.exchange.ssd.uses import USES

# The standard names its columns by what they hold. One order date is given as text, because days may be unknown.
_DATE = re.compile(r"(?<!permanence_order)_date$|_(dob|due|latest_contact)$")
_FLAG = re.compile(
    r"_(flag|nfa|seen|seen_alone|bedroom|cancelled|ola|transfer_in|quorate|continue_cp|is_mother)$"
)
_DATED_PERMANENCE = ("perm_permanence_order_date",)

PEOPLE = (
    *("person", "address", "disability", "family", "mother", "immigration_status", "linked_identifiers"),
    *("send", "professionals", "department", "involvements"),
)
BESIDE = (
    *("cla_care_plan", "cla_convictions", "cla_immunisations", "cla_previous_permanence"),
    *("cla_substance_misuse", "permanence", "sdq_scores", "voice_of_child"),
)
_CODES: Mapping[str, str] = {
    "pers_sex": "sex",
    "pers_ethnicity": "ethnicity",
    "disa_disability_code": "disability",
    "addr_address_type": "address_kind",
    "link_identifier_type": "identifier_scheme",
    "cine_cin_primary_need_code": "primary_need",
    "clae_cla_primary_need_code": "primary_need",
    "clap_cla_placement_provider": "placement_provider",
    "lega_legal_status": "legal_status",
}


def whole(use: Use) -> Use:
    """The use of a table, with every column of it."""
    names = use.table.columns
    dates = tuple(name for name in names if _DATE.search(name) or name in _DATED_PERMANENCE)
    flags = tuple(name for name in names if _FLAG.search(name))
    codes = {name: codeset for name, codeset in _CODES.items() if name in names}
    return replace(use, also=names, dates=dates, flags=(*use.flags, *flags), codes=codes | dict(use.codes))


_EVENTS = {use.name: use for use in USES}
WHOLE: Mapping[str, Use] = {
    name: whole(_EVENTS.get(name, Use(name))) for name in dict.fromkeys((*PEOPLE, *_EVENTS, *BESIDE))
}


def whole_tables(folder: Path, findings: Findings) -> Tables:
    """The tables of a folder, every column of those that the record has a place for.

    Raises UnreadableSource where the folder is gone since its events were read.
    """
    tables = Tables(folder, tuple(WHOLE.values()), findings, check=check_whole)
    if tables.is_empty:
        raise UnreadableSource(f"The tables of {folder.name} are no longer there; read the source again.")
    return tables
