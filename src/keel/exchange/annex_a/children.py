"""What the lists together say about each child, the most telling list first; disagreements are reported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from keel.exchange.annex_a.columns import Values
from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.sheets import ListSheet
from keel.exchange.extract import Journal, bits
from keel.exchange.findings import Findings
from keel.practice.history import Fact

# Who works with a child now: the list that asks most of the service comes first.
TELLING = (7, 8, 6, 5, 4, 3, 9, 10, 2, 1)
DETAILS = ("born_on", "sex", "ethnicity", "category", "disabled")
# Values that give way to any other.
WEAK = frozenset({"U", "NOBT"})
DISAGREEMENTS = {
    "born_on": "different-births",
    "sex": "different-sexes",
    "ethnicity": "different-ethnicities",
    "disabled": "different-disabilities",
}


@dataclass(slots=True)
class Profile:
    """One child as the lists tell of her. ``said`` keeps every value met, and where first."""

    source: str
    row: int
    known: dict[str, Any] = field(default_factory=dict)
    raws: dict[str, str] = field(default_factory=dict)
    said: dict[str, dict[object, str]] = field(default_factory=lambda: defaultdict(dict))
    ages: list[float | None] = field(default_factory=list)

    def learn(self, key: str, value: object, place: str) -> bool:
        """Take a value where none, or a weak one, is known. True when it was taken."""
        current = self.known.get(key)
        if value is None or value == current:
            return False
        if value not in WEAK:
            self.said[key].setdefault(value, place)
        if current is None or (current in WEAK and value not in WEAK):
            self.known[key] = value
            return True
        return False


def write_children(sheets: Iterable[ListSheet], journal: Journal) -> dict[str, int]:
    """Write every child of lists 1 to 10 into the journal, and give the row of each."""
    profiles = _profiles(sheets)
    last_on = _last_day(sheets)
    for child, profile in profiles.items():
        _settle_unborn(child, profile, last_on, journal.findings)
        _report_disagreements(child, profile, journal.findings)
    _report_look_alikes(profiles, journal.findings)
    return {child: _write(child, profile, journal) for child, profile in profiles.items()}


def _profiles(sheets: Iterable[ListSheet]) -> dict[str, Profile]:
    profiles: dict[str, Profile] = {}
    told = [sheet for sheet in sheets if sheet.annex_list.number in TELLING]
    for sheet in sorted(told, key=lambda sheet: TELLING.index(sheet.annex_list.number)):
        details = [(key, sheet.columns[key]) for key in DETAILS if key in sheet.columns]
        for at in _latest_first(sheet):
            child = sheet.children[at]
            if (profile := profiles.get(child)) is None:
                profile = profiles[child] = Profile(sheet.name, sheet.rows[at])
            _learn_row(profile, details, at, sheet)
    return profiles


def _latest_first(sheet: ListSheet) -> Sequence[int]:
    key = sheet.annex_list.key_date
    if key not in sheet.columns:
        return range(len(sheet))
    days = sheet.columns[key].values
    return sorted(range(len(sheet)), key=lambda at: days[at] or date.min, reverse=True)  # type: ignore[arg-type,return-value]


def _learn_row(profile: Profile, details: Iterable[tuple[str, Values]], at: int, sheet: ListSheet) -> None:
    for key, column in details:
        if profile.learn(key, column.values[at], sheet.name):
            profile.raws[key] = f"{column.heading}={column.raws[at]}" if column.raws[at] else ""
    columns = sheet.columns
    if "age" in columns:
        profile.ages.append(columns["age"].values[at])  # type: ignore[arg-type]
    if "team" not in profile.known and "worker" not in profile.known:
        for key in ("team", "worker"):
            if key in columns and columns[key].values[at] is not None:
                profile.known[key] = columns[key].values[at]


def _last_day(sheets: Iterable[ListSheet]) -> date | None:
    """The last day on which a row was opened: an unborn child's date of birth lies beyond it."""
    days = (
        on
        for sheet in sheets
        if sheet.annex_list.key_date in sheet.columns
        for on in sheet.columns[sheet.annex_list.key_date].values
        if isinstance(on, date)
    )
    return max(days, default=None)


def _settle_unborn(child: str, profile: Profile, last_on: date | None, findings: Findings) -> None:
    """An unborn child has no date of birth: what the column holds can only be the day birth is expected."""
    if not _is_unborn(profile, last_on):
        return
    born_on = profile.known.pop("born_on", None)
    if born_on is not None:
        profile.raws["born_on"] = f"Date of Birth={born_on.isoformat()}"
    raw = born_on and born_on.isoformat()
    remark(findings, "unborn-child", source=profile.source, row=profile.row, child=child, raw=raw)


def _is_unborn(profile: Profile, last_on: date | None) -> bool:
    """No sex and no age, and no date of birth that had come by the last day in the workbook."""
    ages = [age for age in profile.ages if age is not None]
    if profile.known.get("sex", "U") != "U" or any(age > 0 for age in ages):
        return False
    born_on = profile.known.get("born_on")
    return born_on is None or any(age < 0 for age in ages) or (last_on is not None and born_on > last_on)


def _report_disagreements(child: str, profile: Profile, findings: Findings) -> None:
    for key, code in DISAGREEMENTS.items():
        said = profile.said.get(key, {})
        if len(said) > 1:
            raw = "; ".join(f"{_worded(value)} in {place}" for value, place in said.items())
            remark(findings, code, source=profile.source, row=profile.row, child=child, raw=raw)


def _worded(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _report_look_alikes(profiles: Iterable[str], findings: Findings) -> None:
    """Identifiers that differ only as exports make them differ are reported, never joined."""
    alike: dict[str, list[str]] = defaultdict(list)
    for child in profiles:
        alike[child.lower().removesuffix(".0").replace("-", "").lstrip("0")].append(child)
    for found in alike.values():
        if len(found) > 1:
            remark(findings, "identifiers-alike", source="all lists", child=found[0], raw=", ".join(found))


def _write(child: str, profile: Profile, journal: Journal) -> int:
    known = profile.known
    answers = profile.said.get("disabled", {})
    disabled = bits([Fact.DISABLED])
    return journal.child(
        child,
        birth_on=known.get("born_on"),
        sex=known.get("sex"),
        ethnicity=known.get("ethnicity"),
        category=known.get("category"),
        yes=disabled if True in answers else None,
        no=disabled if False in answers and True not in answers else None,
        team=known.get("team"),
        worker=known.get("worker"),
        source=profile.source,
        row=profile.row,
        raw="; ".join(filter(None, profile.raws.values())) or None,
    )
