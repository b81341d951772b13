"""The rows that a made-up family has in the tables of a roster. Days are ordinals until they are written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from keel.exchange.particulars import ContactKind, NameKind, Scheme
from keel.exchange.roster.tables import TABLES
from keel.invent import days, needs
from keel.invent.homes import WORKERS_ONLY, Stay, is_hidden, stays
from keel.invent.involved import involvements
from keel.invent.kin import Family, Relative, relatives
from keel.invent.naming import mailbox, short_names
from keel.invent.numbers import has_pupil_number, health_number, phone, pupil_number
from keel.invent.records import Person
from keel.invent.slips import misspelt
from keel.invent.staff import TEAMS, Worker
from keel.invent.world import World

Row = tuple[object, ...]
COLUMNS = {name: tuple(table.columns) for name, table in TABLES.items()}

_KNOWN_AS, _ALIAS, _FORMER_NUMBER, _HEALTH = 0.12, 0.03, 0.01, 0.7
_HAS_PHONE, _GROWN_UP_PHONE, _EMAIL = 13, 0.85, 0.35
_LONG_ENOUGH = 5  # letters of a name that can be misspelt
_HIDDEN_PHONE = "Domestic abuse: whoever did harm must not have the number"
UNBORN = "Unborn"


@dataclass(frozen=True, slots=True)
class Day:
    """A day to be written as a date."""

    on: int


def _day(on: int | None) -> Day | None:
    return None if on is None else Day(on)


class Rows:
    """Gathers the rows of family after family; ``take`` hands them over and empties the tables."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._rows: dict[str, list[Row]] = defaultdict(list)

    def take(self) -> dict[str, list[Row]]:
        """The rows gathered since the last time."""
        rows, self._rows = self._rows, defaultdict(list)
        return rows

    def staff(self) -> None:
        """Teams, services and everyone in them."""
        self._rows["teams"] += [tuple(team) for team in TEAMS]
        self._rows["workers"] += [self._worker(one) for one in self.world.staff.all]

    def _worker(self, one: Worker) -> Row:
        begun = self.world.start - one.service
        left = None if one.left is None else self.world.as_of - one.left
        number = None if one.is_partner or "Social Worker" not in one.role else f"SWX{one.number:05d}"
        about = (one.key, one.name, one.role, TEAMS[one.team].key, one.is_agency)
        return (*about, Day(begun), _day(left), number, one.email)

    def add(self, siblings: Sequence[Person], count: int) -> Family:
        """All rows of a family, of whose children the first ``count`` are on file."""
        family = relatives(self.world, siblings)
        rng = Random(f"roster:{self.world.seed}:{family.number}")
        held = [child.key for child in siblings[:count]]
        everyone = {*held, *(one.key for one in family.relatives)}
        hidden = not family.is_with_grandparents and is_hidden(self.world, rng, family)
        mothers = self._grown_ups(rng, family, is_hidden=hidden)
        for child in siblings:
            told = self._child(rng, child, mothers)
            if child.key in everyone:
                for table, row in told:
                    self._rows[table].append(row)
        self._homes(stays(self.world, rng, family, is_safe=hidden), everyone)
        self._ties(family, everyone)
        self._rows["alerts"] += [
            (one.person, one.kind, one.text, Day(one.review))
            for one in needs.alerts(self.world, rng, family)
            if one.person in everyone
        ]
        return family

    def _grown_ups(self, rng: Random, family: Family, *, is_hidden: bool) -> needs.Needs:
        """The relatives; what their mother needs is what the children may need too."""
        mothers = needs.Needs()
        for place, one in enumerate(family.relatives):
            need = needs.of_grown_up(rng, one)
            mothers = need if one is family.mother else mothers
            self._rows["persons"].append(_person(one.key, Day(one.birth), None, one.sex, None, False, need))
            self._grown_up_names(one)
            fled = is_hidden and one.sex == "F"
            self._reached(rng, one, family.number * 7 + place, is_hidden=fled)
        return mothers

    def _grown_up_names(self, one: Relative) -> None:
        add = self._rows["names"].append
        add((one.key, NameKind.LEGAL, one.forename, one.surname, None, None))
        if one.former:
            add((one.key, NameKind.FORMER, one.forename, one.former, None, None))

    def _reached(self, rng: Random, one: Relative, serial: int, *, is_hidden: bool) -> None:
        about = (True, WORKERS_ONLY, _HIDDEN_PHONE) if is_hidden else (False, None, None)
        if rng.random() < _GROWN_UP_PHONE:
            self._rows["contact_points"].append((one.key, ContactKind.PHONE, phone(serial), *about))
        if rng.random() < _EMAIL:
            address = f"{mailbox(one.forename, one.surname)}{serial % 90 + 10}@mail.example"
            self._rows["contact_points"].append((one.key, ContactKind.EMAIL, address, *about))

    def _child(self, rng: Random, child: Person, mothers: needs.Needs) -> list[tuple[str, Row]]:
        born, need = child.born_by(self.world.as_of), needs.of_child(self.world, rng, child, mothers)
        sex = child.sex if born else "U"
        person = _person(child.key, _day(born), _day(child.due), sex, child.ethnicity, True, need)
        told: list[tuple[str, Row]] = [("persons", person)]
        told += [("names", row) for row in self._names(rng, child, born)]
        told += [("identifiers", row) for row in self._numbers(rng, child, born)]
        codes = child.disabilities or (("NONE",) if born else ())
        told += [("disabilities", (child.key, code)) for code in codes]
        if born and days.age_on(born, self.world.as_of) >= _HAS_PHONE:
            own = phone(child.family * 7 + 6)
            told.append(("contact_points", (child.key, ContactKind.PHONE, own, False, None, None)))
        for one in involvements(self.world, child):
            about = (one.person, one.worker, one.team, one.role)
            told.append(("involvements", (*about, Day(one.start), _day(one.end), one.reason)))
        return told

    def _names(self, rng: Random, child: Person, born: int | None) -> Iterator[Row]:
        """An unborn baby goes by her mother's choice of surname until birth."""
        drawn, other = rng.random(), rng.random()
        if born is None:
            yield child.key, NameKind.KNOWN_AS, UNBORN, child.surname, None, None
            return
        yield child.key, NameKind.LEGAL, child.forename, child.surname, Day(born), None
        if child.due is not None:
            yield child.key, NameKind.FORMER, UNBORN, child.surname, None, Day(born)
        short = short_names().get(child.forename)
        if short and drawn < _KNOWN_AS * 2:
            yield child.key, NameKind.KNOWN_AS, short, child.surname, None, None
        if other < _ALIAS:
            slip = rng.choice(("by ear", "doubled", "dropped"))
            yield child.key, NameKind.ALIAS, child.forename, misspelt(child.surname, slip, rng), None, None

    def _numbers(self, rng: Random, child: Person, born: int | None) -> Iterator[Row]:
        key, place = child.key, child.key[-1]
        former, health = rng.random(), rng.random()
        yield key, Scheme.LA_CHILD_ID, key, None, None
        known = min((made.referred for made in child.episodes), default=None)
        if born and child.due is not None:  # on file before birth, under a number of that time
            yield key, Scheme.FORMER_LA_CHILD_ID, f"U{key[2:]}", _day(known), Day(born)
        elif former < _FORMER_NUMBER:  # from the system before this one
            yield key, Scheme.FORMER_LA_CHILD_ID, f"OLD{key[2:]}", None, _day(known)
        if born and has_pupil_number(born, self.world.as_of):
            yield key, Scheme.UPN, pupil_number(child.family, place), None, None
        number = health_number(child.family, place)
        if born and number and health < _HEALTH:
            yield key, Scheme.NHS_NUMBER, number, None, None

    def _homes(self, told: Iterator[Stay], everyone: set[str]) -> None:
        households: dict[tuple[str, str], list[Stay]] = {}
        for stay in told:
            if stay.person not in everyone:
                continue
            dates = (_day(stay.start), _day(stay.end))
            place = (stay.place.lines, stay.place.postcode, None)
            why = (stay.is_protected, stay.audience, stay.reason)
            self._rows["addresses"].append((stay.person, stay.kind, *place, *dates, *why))
            if stay.household:
                households.setdefault((stay.household, stay.person), []).append(stay)
        for (household, person), parts in households.items():
            for start, end in _joined(parts):
                self._rows["households"].append((household, person, _day(start), _day(end)))

    def _ties(self, family: Family, everyone: set[str]) -> None:
        for tie in family.ties:
            if tie.person in everyone and (tie.other is None or tie.other in everyone):
                since = tie.since if tie.since is not None and tie.since <= self.world.as_of else None
                about = (tie.person, tie.other, tie.relation, tie.responsibility)
                self._rows["relationships"].append((*about, _day(since), None, tie.reason))

    def duplicate(self, child: Person, key: str, rng: Random) -> None:
        """The same child entered again under another key: somebody misheard a name, or the day she was born."""
        born = child.born_by(self.world.as_of)
        assert born is not None
        slip = rng.choice(("by ear", "dropped", "transposed", "doubled"))
        forename, surname = child.forename, child.surname
        if len(forename) >= _LONG_ENOUGH and rng.random() < 0.5:  # noqa: PLR2004 -- as often the one as the other
            forename = misspelt(forename, slip, rng)
        else:
            surname = misspelt(surname, slip, rng)
        seen = born if rng.random() < 0.5 else born + rng.choice((-1, 1, 10))  # noqa: PLR2004
        nothing = needs.Needs()
        self._rows["persons"].append(_person(key, Day(seen), None, child.sex, "NOBT", True, nothing))
        self._rows["names"].append((key, NameKind.LEGAL, forename, surname, None, None))
        self._rows["identifiers"].append((key, Scheme.LA_CHILD_ID, key, None, None))
        reason = "Entered out of hours; the family was not asked"
        self._rows["relationships"].append((key, None, "mother", None, None, None, reason))


def _joined(parts: Sequence[Stay]) -> Iterator[tuple[int | None, int | None]]:
    """A move of the whole household from one home to the next is no break."""
    start, end = parts[0].start, parts[0].end
    for part in parts[1:]:
        if part.start != end:
            yield start, end
            start = part.start
        end = part.end
    yield start, end


def _person(
    key: str,
    born: Day | None,
    due: Day | None,
    sex: str,
    ethnicity: str | None,
    is_child: bool,
    need: needs.Needs,
) -> Row:
    about = (key, born, due, None, sex, need.gender, ethnicity, is_child, need.nationality, need.status)
    return (*about, need.communication, need.language, need.interpreter)
