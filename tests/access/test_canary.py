"""Nobody sees a word of a family that is closed to her, wherever she looks, nor that there is such a family.

Every field of three families holds a word of its own. Every member of the cast, and somebody who has not signed in,
reads the whole application by its links, asks every address about each closed family, and searches for them.
"""

import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from canaries import BORN, WORD, Planted, make_load, plant
from crawling import Page, crawl, read
from django.core import mail
from django.db import transaction
from django.test import Client
from every_door import GIVEN, NOBODY, OF_A_CHILD, addresses

for room in ("oversight", "generative", "chronology"):
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from on_pages import AS_OF, on_plan
from written import hold_everything

from cast import KEEPER, LISTED, Cast, Family, make_cast
from keel.access.cast import CAST
from keel.access.models import Grade, Restriction, RestrictionMember
from keel.oversight.actions import reassess
from keel.people.models import Person
from keel.workforce.models import Involvement

CLEARED = {"restricted": LISTED, "hidden": (KEEPER,), "excluded": ()}
GOVERNS = "governance"  # looks after restrictions, and so reads why a record is restricted
SAID_TO_BE_SEEN = {
    "people.PersonName.forename",
    "people.PersonName.surname",
    "people.Identifier.value",
    "people.Address.lines",
    "people.ContactPoint.value",
    "people.Alert.text",
    "people.Person.communication_needs",
    "protection.Visit.own_words",
    "protection.PlanVersion.worry",
    "protection.Conference.summary",
    "front_door.Referral.reason",
    "care.MissingEpisode.interview_words",
}
MOST_FIELDS = (
    180  # of the more than two hundred that hold a word, so many at least are shown to the family's worker
)


class World:
    """The cast, with the families planted."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        hold_everything(AS_OF)
        self.finding = make_load(cast)
        self.planted = {key: plant(cast, key, children=2 if key == "restricted" else 1) for key in BORN}
        for planted in self.planted.values():
            for child in planted.family.children:
                on_plan(child, AS_OF)
                reassess(child, as_of=AS_OF)

    def client(self, asker: str) -> Client:
        """Somebody who has just shown that it is she, so that nothing is kept from her for want of that."""
        return self.cast.client(None if asker == NOBODY else asker, has_stepped_up=True)

    def closed_to(self, asker: str) -> list[Planted]:
        return [planted for key, planted in self.planted.items() if asker not in CLEARED[key]]

    def leaks(self, asker: str, page: Page, *, typed: str = "", about: Any = None) -> Iterator[str]:
        """What a page tells somebody of families that are closed to her, but for what she typed herself."""
        for planted in self.closed_to(asker):
            said = {
                found[0].lower() for found in WORD.finditer(page.text) if found[1].lower() == planted.letter
            }
            fields = planted.fields_of(said - {typed.lower()})
            looks_after = asker == GOVERNS and planted.family.key == "restricted"  # by numbers, not by names
            if looks_after:
                fields = {each for each in fields if not each.startswith("access.")}
            if planted.family.canary in page.text and planted.family.canary != typed:
                fields.add("a surname")
            fields |= {f"born {day}" for day in planted.born if day in page.text and day != typed}
            if about is None and not looks_after:
                fields |= {
                    f"identity of {one.pk}" for one in planted.family.everyone if str(one.pk) in page.text
                }
            if fields:
                yield f"{asker} at {page.path} ({page.status}) sees of {planted.family.key}: {sorted(fields)}"


pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of a transaction for each test, which would end the one of them all: ``world`` has its own."""


@pytest.fixture(scope="module")
def _planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: what each test does to it is undone."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("KEEL_TODAY", AS_OF.isoformat())
        yield World(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def world(_planted: World, django_db_blocker: Any, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.STATIC_ROOT = tmp_path
    with django_db_blocker.unblock(), transaction.atomic():
        yield _planted
        transaction.set_rollback(True)


EVERYBODY = (NOBODY, *CAST)


def test_whoever_follows_every_link_sees_no_word_of_a_family_closed_to_her(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    leaks, pages = [], 0
    for asker in EVERYBODY:
        for page in crawl(world.client(asker), examples=2):
            pages += 1
            assert page.status < 500, f"{asker} at {page.path}"
            leaks += world.leaks(asker, page)
    assert pages > 25 * len(EVERYBODY), "the links lead nowhere"
    assert not leaks, "\n".join(leaks)
    assert not WORD.search(caplog.text), "a log holds what a record says"
    assert not WORD.search(str([message.message() for message in mail.outbox]))


def test_whoever_asks_every_address_about_a_closed_family_sees_no_word_of_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    leaks, told = [], set()
    values = {planted.family.key: _filled(planted) for planted in world.planted.values()}
    of_somebody = [each for each in addresses() if {*each.parts} & {*OF_A_CHILD, "merge", "row", "load"}]
    for place, asker in enumerate(EVERYBODY):
        client, closed = world.client(asker), world.closed_to(asker)
        for turn, (address, method) in enumerate(product(of_somebody, ("GET", "POST")), start=place):
            if (
                turn % 2
            ):  # every other of them: the matrix holds a refused page to be the very page of no record
                continue
            planted = closed[turn % len(closed)]  # each address about each family by some of them
            told.add((address.route, method, planted.family.key))
            page = read(client, address.filled(values[planted.family.key]), method)
            leaks += world.leaks(asker, page, about=planted)
    assert len(told) == len(of_somebody) * 2 * len(world.planted)
    assert not leaks, "\n".join(leaks)
    assert not WORD.search(caplog.text), "a log holds what a record says"


def _filled(planted: Planted) -> dict[str, Any]:
    """What an address of a person, a row or a load is filled with, asked about a family."""
    rows = {name.split(".")[1].lower(): row.pk for name, row in planted.rows.items()}
    return {
        **GIVEN,
        **dict.fromkeys(OF_A_CHILD, planted.family.child.pk),
        "other": planted.family.mother.pk,
        "table": "visit",
        "entry": rows["visit"],
        "alert": rows["alert"],
        "merge": rows["merge"],
        "row": rows["disappeared"],
        "load": planted.rows["loading.Disappeared"].load_id,
        "finding": planted.rows["loading.LoadExample"].finding_id,
    }


def test_whoever_searches_for_a_closed_family_finds_nothing_of_it(world: World) -> None:
    leaks, found = [], 0
    for asker in EVERYBODY:
        client = world.client(asker)
        for planted in world.planted.values():
            is_open = asker in CLEARED[planted.family.key]
            for typed in _typed(planted):
                page = _search(client, typed)
                found += is_open and bool(planted.fields_of({m[0].lower() for m in WORD.finditer(page.text)}))
                leaks += [] if is_open else world.leaks(asker, page, typed=typed)
    assert found, "not even those who work with them find them"
    assert not leaks, "\n".join(leaks)


def _typed(planted: Planted) -> Iterator[str]:
    for where in ("people.PersonName.forename", "people.Identifier.value", "people.Address.postcode"):
        yield planted.value(where)
    yield planted.family.canary
    yield planted.born[0]


def _search(client: Client, typed: str) -> Page:
    sent = client.post("/people/", {"text": typed})
    return read(client, sent["Location"]) if sent.status_code == 302 else read(client, "/people/")


def test_those_who_work_with_a_family_see_its_words(world: World) -> None:
    """Otherwise nothing above could fail."""
    planted = world.planted["restricted"]
    seen: set[str] = set()
    for page in crawl(world.client("worker"), examples=250):
        seen |= planted.fields_of({found[0].lower() for found in WORD.finditer(page.text)})
        if planted.born[2] in page.text:
            seen.add("born")
        if len(seen) > MOST_FIELDS and seen > SAID_TO_BE_SEEN | {"born"}:
            break
    assert not SAID_TO_BE_SEEN - seen
    assert "born" in seen
    assert len(seen) > MOST_FIELDS, len(seen)


TELL_NUMBERS = (
    "/", "/mine/", "/mine/list.csv", "/service/", "/service/list.csv", "/people/duplicates/", "/loads/",
    "/loads/vanished",
)  # fmt: skip


def test_no_number_and_no_list_changes_when_closed_families_come(world: World) -> None:
    uncleared = [asker for asker in EVERYBODY if len(world.closed_to(asker)) == len(CLEARED)]
    assert len(uncleared) > 15
    before = {asker: _numbers(world, asker) for asker in uncleared}
    for key in CLEARED:
        _another_family(world.cast, key)
    told = []
    for asker in uncleared:
        after = _numbers(world, asker)
        told += [f"{asker} at {path}" for path in before[asker] if before[asker][path] != after[path]]
    assert not told, "\n".join(told)


def test_the_numbers_of_those_who_work_with_a_family_do_change(world: World) -> None:
    """Otherwise the test above could not fail."""
    team = f"/team/{world.cast.workers['worker'].team_id}/"
    told = {"worker": {"/mine/", "search"}, "team_manager": {team, f"{team}list.csv", "search"}}
    before = {asker: _numbers(world, asker) for asker in told}
    _another_family(world.cast, "restricted")
    for asker, paths in told.items():
        after = _numbers(world, asker)
        assert paths <= {path for path in after if before[asker][path] != after[path]}


def _numbers(world: World, asker: str) -> dict[str, str]:
    client = world.client(asker)
    team, load = world.cast.workers["worker"].team_id, world.finding.load_id
    paths = (
        *TELL_NUMBERS, f"/team/{team}/", f"/team/{team}/list.csv", f"/loads/{load}", f"/loads/{load}/findings",
        f"/loads/{load}/findings.csv", f"/loads/{load}/findings/{world.finding.pk}", f"/loads/{load}/vanished",
        f"/loads/{load}/late", f"/loads/{load}/changes", f"/loads/{load}/new-children",
    )  # fmt: skip
    pages = {path: read(client, path) for path in paths}
    pages["search"] = _search(client, "Ada")
    return {path: _settled(page) for path, page in pages.items()}


def _settled(page: Page) -> str:
    """A page without what differs from one asking to the next."""
    return re.sub(r"/people/found/\w+|Expires: .*|Set-Cookie: .*", "", f"{page.status} {page.text}")


def _another_family(cast: Cast, key: str) -> None:
    """A family like the one that is there, closed from the first day, of which every table tells something."""
    there = cast.families[key]
    people = [Person.objects.create(is_child=one.is_child, birth_on=one.birth_on) for one in there.everyone]
    for person, forename in zip(people, ("Ada", "Cal", "Rosa"), strict=True):
        person.names.create(forename=forename, surname="Newcome")
        _close_like(there.child, person)
    for child in people[:2]:
        for row in Involvement.objects.filter(child=there.child):
            Involvement.objects.create(
                child=child, worker=row.worker, team=row.team, role=row.role, started_on=row.started_on
            )
        child.relationships.create(other=people[2], relation="mother")
    family = Family(key, people[:2], people[2])
    plant(replace(cast, families={key: family}), key, first=5000)
    for child in people[:2]:
        on_plan(child, AS_OF.replace(month=4, day=1))
        reassess(child, as_of=AS_OF)


def _close_like(there: Person, person: Person) -> None:
    for one in there.restrictions.all():
        again = Restriction.objects.create(
            person=person, grade=Grade(one.grade), reason=one.reason, owner=one.owner, by=one.by
        )
        for member in one.members.all():
            RestrictionMember.objects.create(restriction=again, user=member.user)
    for one in there.exclusions.all():
        person.exclusions.create(user=one.user, reason=one.reason, by=one.by)
