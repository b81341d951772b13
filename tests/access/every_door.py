"""Every address of the application, asked for by everybody about everybody, and what each is answered.

The addresses come from the resolver, so that a new one cannot be forgotten. What each asker should be answered stands
in ``matrix.toml``, which people review: it is the written rule of who may reach what.

    python -m pytest tests/access/test_matrix.py --write-matrix      write down what is answered now, to be reviewed
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

FILE = Path(__file__).with_name("matrix.toml")
NOBODY = "nobody"  # who has not signed in
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
NUMBER_OF_NOTHING = 987_654_321
METHODS = ("GET", "POST")
OF_A_CHILD = ("child", "person", "one")
SUBJECTS = ("own", "other", "nobodys", "restricted", "excluded", "hidden", "absent")
TEAMS = ("own team", "other team", "absent")
NO_SUBJECT = ("",)

GIVEN: Mapping[str, Any] = {  # what stands for the parts of an address that name no child and no team
    "form": "csv",
    "key": "cp_visit",
    "table": "protection-visit",
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
        if any(part in OF_A_CHILD for part in self.parts):
            return SUBJECTS
        return TEAMS if "team" in self.parts else NO_SUBJECT

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
    answered = Answered()
    clients = {NOBODY: cast.client(None), **{key: cast.client(key) for key in cast.users}}
    for address, method in product(addresses(), METHODS):
        bodies: dict[tuple[str, str], bytes] = {}
        for subject in address.subjects:
            got = defaultdict(list)
            path = address.filled(_values(cast, subject))
            for asker, client in clients.items():
                response = _ask(client, method, path)
                said = _in_a_word(response)
                got[said].append(asker)
                bodies[asker, subject] = b"" if said != "absent" else _without_tokens(response.content)
                if said.startswith("fault"):
                    answered.faults.append(f"{method} {path} ({subject}) for {asker}: {said}")
            answered.cells[f"{method} {address.route}"][subject or "-"] = _line(got)
        answered.leaks += _told_apart(f"{method} {address.route}", bodies)
    return answered


def _values(cast: Any, subject: str) -> dict[str, Any]:
    family = cast.families.get(subject)
    child = family.child.pk if family else ABSENT
    teams = {"own team": cast.workers["worker"].team_id, "other team": cast.workers["other_worker"].team_id}
    other = family.children[1].pk if family else ABSENT
    return {
        **GIVEN,
        "child": child,
        "person": child,
        "one": child,
        "other": other,
        "team": teams.get(subject, NUMBER_OF_NOTHING),
    }


def _ask(client: Client, method: str, path: str) -> HttpResponse:
    cookies = dict(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return response


def _in_a_word(response: HttpResponse) -> str:
    status, to = response.status_code, response.headers.get("Location", "")
    if status in (200, 400, 404, 405):
        return {200: "yes", 400: "put right", 404: "absent", 405: "not so"}[status]
    if status in (301, 302, 303):
        return _led(to)
    return {403: "no", 429: "slowly"}.get(status, f"fault {status}")


def _led(to: str) -> str:
    for start, word in (
        ("/access/reason/", "reason"),
        ("/account/login/", "sign in"),
        ("/account/again/", "step up"),
    ):
        if to.startswith(start):
            return word
    return "on"


def _line(got: Mapping[str, list[str]]) -> str:
    """ "absent: *; yes: worker team_manager": whoever is not named gets what most get."""
    most = max(got, key=lambda said: (len(got[said]), said))
    rest = [f"{said}: {' '.join(sorted(got[said]))}" for said in sorted(got) if said != most]
    return "; ".join([f"{most}: *", *rest])


def _told_apart(where: str, bodies: Mapping[tuple[str, str], bytes]) -> list[str]:
    """Whoever is refused a record gets the very page that she gets where there is none."""
    return [
        f"{where}: {asker} can tell {subject} from absent"
        for (asker, subject), body in bodies.items()
        if subject not in ("absent", "") and body and body != bodies.get((asker, "absent"), b"")
    ]


def _without_tokens(body: bytes) -> bytes:
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", b"", body)


def written(answered: Answered) -> str:
    """The file, to be reviewed."""
    lines = [
        "# Who is answered what, at every address: the written rule of who may reach what. Reviewed by people.",
        "# yes: the page; absent: as if there were none; no: not for this role; reason, step up, sign in: asked first;",
        "# on: led to another page; not so: no such method; put right: the form comes back. *: everybody not named.",
        "",
    ]
    for address, cells in sorted(answered.cells.items(), key=lambda one: (one[0].split()[1:], one[0])):
        lines.append(f'["{address}"]')
        lines += [f'"{subject}" = "{line}"' for subject, line in cells.items()]
        lines.append("")
    return "\n".join(lines)
