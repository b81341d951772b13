"""Every address of the application, asked for by everybody about everybody, and what each is answered.

The addresses come from the resolver, so that a new one cannot be forgotten. What each asker should be answered stands
in ``matrix.toml``, which people review: it is the written rule of who may reach what.

    python -m pytest tests/access/test_matrix.py --write-matrix      write down what is answered now, to be reviewed
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product, zip_longest
from pathlib import Path
from typing import Any
from uuid import UUID

from canaries import make_load
from crawling import TOKEN, ask
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from cast import STARTED
from keel.access.models import Opening, User
from keel.people.models import Alert, Merge, Person
from keel.protection.models import Visit
from keel.recording.declared import recordings

FILE = Path(__file__).with_name("matrix.toml")
NOBODY = "nobody"  # who has not signed in
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
NUMBER_OF_NOTHING = 987_654_321
HOUR = timedelta(hours=1)
METHODS = ("GET", "POST")
OF_A_CHILD = ("child", "person", "one")
SUBJECTS = ("own", "other", "nobodys", "restricted", "excluded", "hidden", "absent")
TEAMS = ("own team", "other team", "absent")
NO_SUBJECT = ("",)
ABOUT: Mapping[str, tuple[str, ...]] = {  # about whom an address is asked, by the part of it that names them
    **dict.fromkeys((*OF_A_CHILD, "opening", "merge", "row"), SUBJECTS),
    "restriction": ("restricted", "hidden", "absent"),
    "exclusion": ("excluded", "absent"),
    "team": TEAMS,
}
WORDS = {
    200: "yes", 204: "done", 400: "put right", 403: "no", 404: "absent", 405: "not so", 409: "not now",
    422: "put right", 429: "slowly",
}  # fmt: skip
ANY = "-"  # where it matters not about whom
AGAIN = ("service_manager", "governance", "administrator")  # told to step up, they do, and ask again
AGAIN_MARK = "+"
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
GIVEN: Mapping[str, Any] = {  # what stands for the parts of an address that name no child and no team
    "form": "csv",
    "key": "cp_visit",
    "table": "visit",
    "provider_id": "council",
    "token": "of-no-search",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its route as the resolver has it, its name, and the parts to be filled."""

    route: str
    name: str
    parts: tuple[str, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """About whom it is asked."""
        return next((ABOUT[part] for part in self.parts if part in ABOUT), NO_SUBJECT)

    def filled(self, values: Mapping[str, Any]) -> str:
        """As a browser asks for it."""
        filled = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda part: str(values.get(part[1], NUMBER_OF_NOTHING)), self.route
        )
        return "/" + filled


def addresses() -> list[Address]:
    """Every address."""
    return sorted(_walk(get_resolver(), ""), key=lambda one: one.route)


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, route)
        elif isinstance(one, URLPattern):
            yield Address(route, one.name or "", tuple(re.findall(r"<(?:\w+:)?(\w+)>", route)))


@dataclass
class Answered:
    """What was answered: by address and method and subject, who got what; and the bodies of refusals."""

    cells: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)


def ask_everything(cast: Any) -> Answered:
    """Every address, method, subject and asker. Nothing that a request writes is kept."""
    answered, there = Answered(), Rows(cast)
    clients = {NOBODY: cast.client(None), **{key: cast.client(key) for key in cast.users}}
    clients |= {f"{key}{AGAIN_MARK}": cast.client(key, has_stepped_up=True) for key in AGAIN}
    logging.disable(logging.WARNING)  # of thousands of refusals, each with where it came from
    try:
        for address, method in product(addresses(), METHODS):
            _ask_all(answered, address, method, there, clients)
    finally:
        logging.disable(logging.NOTSET)
    return answered


def _ask_all(
    answered: Answered, address: Address, method: str, there: "Rows", clients: Mapping[str, Client]
) -> None:
    bodies: dict[tuple[str, str], str] = {}
    cells = answered.cells[f"{method} {address.route}"]
    for subject in address.subjects:
        got: dict[str, str] = {}
        path = address.filled(there.values(subject, address))
        for asker, client in clients.items():
            if asker.endswith(AGAIN_MARK) and got[asker.removesuffix(AGAIN_MARK)] != "step up":
                continue
            response = _ask(client, method, path)
            got[asker] = said = _in_a_word(response)
            bodies[asker, subject] = "" if said != "absent" else _without_tokens(response.content)
            if said.startswith("fault"):
                answered.faults.append(f"{method} {path} ({subject}) for {asker}: {said}")
        if set(got.values()) <= {"not so", "sign in"}:  # there is no such method, whoever it is about
            cells[ANY] = _line(got)
            return
        cells[subject or ANY] = _line(got)
    answered.leaks += _told_apart(f"{method} {address.route}", bodies)


class Rows:
    """A row of each kind that an address names by its number, about each family."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.recorded: dict[tuple[str, str], int] = {}
        finding = make_load(cast)
        partner = cast["partner"]
        self.of_no_child = {
            "load": finding.load_id,
            "finding": finding.pk,
            "user": partner.pk,
            "held": partner.roles_held.get().pk,
        }
        self.opener = User.objects.create(email="opener@severnshire.example", name="Una Opener")
        self.about = {
            key: dict(self._of(family.child, finding.load)) for key, family in cast.families.items()
        }

    def _of(self, child: Person, load: Any) -> Iterator[tuple[str, int]]:
        yield "entry", Visit.objects.create(child=child, visited_on=STARTED).pk
        yield "alert", Alert.objects.create(person=child, kind="dog", text="A dog in the yard").pk
        opening = {"purpose": "cover", "reason": "I cover for a colleague", "until": timezone.now() + HOUR}
        yield "opening", Opening.objects.create(user=self.opener, person=child, **opening).pk
        merged, by = Person.objects.create(), self.cast["director"]
        yield "merge", Merge.objects.create(kept=child, merged=merged, by=by, reason="The same child").pk
        gone = {"family": "annex-a", "table": "protection.visit", "key": "1", "last_load": load}
        yield "row", load.disappeared.create(child=child, **gone).pk
        for kind in ("restriction", "exclusion"):
            if row := getattr(child, f"{kind}s").first():
                yield kind, row.pk

    def values(self, subject: str, address: Address) -> dict[str, Any]:
        """What an address is filled with, asked about one of the subjects."""
        family = self.cast.families.get(subject)
        child = family.child.pk if family else ABSENT
        workers = self.cast.workers
        teams = {"own team": workers["worker"].team_id, "other team": workers["other_worker"].team_id}
        return {
            **GIVEN,
            **self.of_no_child,
            **self.about.get(subject, {}),
            "child": child,
            "person": child,
            "one": child,
            "other": family.children[1].pk if family else ABSENT,
            "team": teams.get(subject, NUMBER_OF_NOTHING),
            **self._recorded_about(family, address),
        }

    def _recorded_about(self, family: Any, address: Address) -> dict[str, int]:
        """Where something is recorded about an entry: one of the table that it is about."""
        label = next((each.about for each in recordings() if each.key.endswith(f":{address.name}")), "")
        if not label or family is None or "record/" not in address.route:
            return {}
        place = (family.key, label)
        if place not in self.recorded:
            self.recorded[place] = apps.get_model(label).objects.create(child=family.child).pk
        return {"entry": self.recorded[place]}


def _ask(client: Client, method: str, path: str) -> HttpResponse:
    with transaction.atomic():
        response = ask(client, path, method)
        transaction.set_rollback(True)
    return response


def _in_a_word(response: HttpResponse) -> str:
    status, to = response.status_code, response.headers.get("Location", "")
    if word := WORDS.get(status):
        return word
    if status in (301, 302, 303):
        return _led(to)
    return f"fault {status}"


def _led(to: str) -> str:
    for start, word in (
        ("/access/reason/", "reason"),
        ("/account/login/", "sign in"),
        ("/account/again/", "step up"),
    ):
        if to.startswith(start):
            return word
    return "on"


def _line(got: Mapping[str, str]) -> str:
    """ "absent: *; yes: worker team_manager": whoever is not named gets what most get."""
    askers: dict[str, list[str]] = defaultdict(list)
    for asker, said in got.items():
        askers[said].append(asker)
    most = max(askers, key=lambda said: (len(askers[said]), said))
    rest = [f"{said}: {' '.join(sorted(askers[said]))}" for said in sorted(askers) if said != most]
    return "; ".join([f"{most}: *", *rest])


def _told_apart(where: str, bodies: Mapping[tuple[str, str], str]) -> list[str]:
    """Whoever is refused a record gets the very page that she gets where there is none."""
    nothing = {asker: body for (asker, subject), body in bodies.items() if subject == "absent"}
    told = []
    for (asker, subject), body in bodies.items():
        expected = nothing.get(asker) or nothing.get(asker.removesuffix(AGAIN_MARK), "")
        if subject and body and body != expected:
            told.append(f"{where}: {asker} can tell {subject} from absent by {_difference(body, expected)}")
    return told


def _difference(one: str, other: str) -> str:
    lines = zip_longest(one.splitlines(), other.splitlines(), fillvalue="nothing")
    return next((f"{mine!r}, there {theirs!r}" for mine, theirs in lines if mine != theirs), "no line")


def _without_tokens(body: bytes) -> str:
    return IDENTITY.sub("", TOKEN.sub("", body.decode()))


def written(answered: Answered) -> str:
    """The file, to be reviewed."""
    lines = [
        "# Who is answered what, at every address: the written rule of who may reach what. Reviewed by people.",
        "# yes: the page; absent: as if there were none; no: not for this role; reason, step up, sign in: asked first;",
        "# on: led to another page; not so: no such method; put right: the form comes back;",
        "# not now: not yet or not any more; done: with no page.",
        "# *: everybody not named. A name with + is she who was told to step up, once she did.",
        "",
    ]
    for address, cells in sorted(answered.cells.items(), key=lambda one: (one[0].split()[1:], one[0])):
        lines.append(f'["{address}"]')
        lines += [f'"{subject}" = "{line}"' for subject, line in cells.items()]
        lines.append("")
    return "\n".join(lines)
