"""Every address of the application, asked for by everybody about everybody, and what each is answered.

The addresses come from the resolver, so that a new one cannot be forgotten. What each asker should be answered stands
in ``matrix.toml``, which people review: it is the written rule of who may reach what.

Records that the policy does not tell apart for somebody are taken in turn: she asks about one of them, and others who
are answered as she is ask about the rest. Where an address says what is done there, those that it closes to her are
not told apart either.

    python -m pytest tests/access/test_matrix.py --write-matrix      write down what is answered now, to be reviewed
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
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
from keel.access import idle
from keel.access.models import Opening, User
from keel.access.policy import Act, Answer, decide
from keel.access.queries import asker_of, standing_of
from keel.front_door.models import WorryTold
from keel.oversight.models import Flag, FlagAnswer, SupervisionSession
from keel.people.models import Alert, Merge, Person
from keel.protection.models import Visit
from keel.recording.declared import recordings
from keel.workforce.models import Absence, Post, PostHolding

FILE = Path(__file__).with_name("matrix.toml")
NOBODY = "nobody"  # who has not signed in
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
NUMBER_OF_NOTHING = 987_654_321
HOUR = timedelta(hours=1)
Policy = tuple[tuple[Answer, bool, bool], ...]  # what is answered about each act, in their order
REFUSED: Policy = ()  # about every act, or about the one that is asked for
METHODS = ("GET", "POST")
OF_A_CHILD = ("child", "person", "one")
SUBJECTS = ("own", "other", "nobodys", "restricted", "excluded", "hidden", "absent")
TEAMS = ("own team", "other team", "absent")
NO_SUBJECT = ("",)
ORDER = (*Act,)
ABOUT: Mapping[str, tuple[str, ...]] = {  # about whom an address is asked, by the part of it that names them
    **dict.fromkeys((*OF_A_CHILD, "opening", "merge", "row", "flag", "answer_id"), SUBJECTS),
    "restriction": ("restricted", "hidden", "absent"),
    "exclusion": ("excluded", "absent"),
    "team": TEAMS,
}
WORDS = {
    200: "yes", 204: "done", 400: "put right", 403: "no", 404: "absent", 405: "not so", 409: "not now",
    422: "put right", 429: "slowly",
}  # fmt: skip
QUESTION = {
    "matter": "visits", "cause": "one", "opened_on": STARTED, "since_on": STARTED, "rung": "team_manager", "colour": 2,
    "read_on": STARTED, "answer_by": STARTED,
}  # fmt: skip
ANY = "-"  # where it matters not about whom
AGAIN = ("service_manager", "governance", "administrator")  # told to step up, they do, and ask again
AGAIN_MARK = "+"
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
GIVEN: Mapping[str, Any] = {  # what stands for the parts of an address that name no child and no team
    "family": "supervision",
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
    act: Act | None  # what is done there, where the view says it

    @property
    def place(self) -> str:
        """Where the page of no record is the same: one place for all that is recorded, each other by itself."""
        before, record, _ = self.route.partition("/record/")
        return before + record

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
            parts = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
            yield Address(route, one.name or "", parts, getattr(one.callback, "act", None))


@dataclass
class Answered:
    """What was answered: by address and method and subject, who got what; and the bodies of refusals."""

    cells: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    nothing: dict[str, dict[str, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # by place and asker
    requests: int = 0


@dataclass
class Everybody:
    """All who ask, each in a browser of her own, and what the policy answers each about each record."""

    clients: Mapping[str, Client]
    policy: Mapping[tuple[str, str], Policy]

    def alike(self, asker: str, subjects: Iterable[str], act: Act | None) -> list[list[str]]:
        """The subjects in groups that the policy does not tell apart for her."""
        groups: dict[Policy, list[str]] = defaultdict(list)
        for subject in subjects:
            groups[self.answered(asker, subject, act)].append(subject)
        return [*groups.values()]

    def answered(self, asker: str, subject: str, act: Act | None) -> Policy:
        """What the policy answers her about a record, where this is what she wants to do with it."""
        said = self.policy.get((asker, subject), REFUSED)
        closed = said and act and said[ORDER.index(act)][0] is Answer.NO
        return REFUSED if closed else said


def everybody(cast: Any) -> Everybody:
    """The cast, whoever is told to step up once more as she did, and somebody who has not signed in."""
    clients = {NOBODY: cast.client(None), **{key: cast.client(key) for key in cast.users}}
    clients |= {f"{key}{AGAIN_MARK}": cast.client(key, has_stepped_up=True) for key in AGAIN}
    for asker, client in clients.items():
        if asker != NOBODY:
            _stays(client)
    known = {asker: dict(_policy_on(cast, asker)) for asker in clients}
    return Everybody(clients, {(asker, key): said for asker in known for key, said in known[asker].items()})


def _stays(client: Client) -> None:
    """Seen until all is asked: else each request would write down that she was, and that would be undone with it."""
    session = client.session
    session[idle.SEEN] += HOUR.total_seconds()
    session.save()


def _policy_on(cast: Any, key: str) -> Iterator[tuple[str, Policy]]:
    """For each record, what the policy answers somebody about everything that may be done to one."""
    user = cast.users.get(key.removesuffix(AGAIN_MARK))
    asker = asker_of(user.pk if user else None, has_stepped_up=key.endswith(AGAIN_MARK))
    for subject in SUBJECTS:
        family = cast.families.get(subject)
        stood = standing_of(user.pk, family.child.pk) if user and family else None
        made = (decide(asker, act, stood.standing) for act in ORDER) if stood else ()
        said = tuple((one.answer, one.needs_reason, one.needs_step_up) for one in made)
        yield subject, said if any(answer is not Answer.NO for answer, *_ in said) else REFUSED


def ask_everything(cast: Any) -> Answered:
    """Every address, method and asker, about every record that the policy tells apart for her.

    Of the records that it does not, each asker asks about one, another than those like her did: so every address is
    asked, for every record and every answer that its line names, by somebody at least. Nothing that a request writes
    is kept.
    """
    answered, there, askers = Answered(), Rows(cast), everybody(cast)
    logging.disable(logging.WARNING)  # of thousands of refusals, each with where it came from
    try:
        for address in addresses():
            _Asking(answered, address, there, askers).ask_all()
    finally:
        logging.disable(logging.NOTSET)
    return answered


class _Asking:
    """One address."""

    def __init__(self, answered: Answered, address: Address, there: "Rows", askers: Everybody) -> None:
        self.answered, self.address, self.there, self.askers = answered, address, there, askers
        self.nothing = answered.nothing[address.place]  # the page that each gets where there is no record
        self.refused: list[tuple[str, str, str]] = []

    def ask_all(self) -> None:
        """With every method."""
        for method in METHODS:
            self.method = method
            self.said: dict[tuple[str, str], str] = {}  # by subject and asker
            self.asked: Counter[tuple[str, str]] = Counter()  # by subject and answer
            self.turns: Counter[tuple[Policy, str]] = Counter()
            cells = self.answered.cells[f"{method} {self.address.route}"]
            waiting = {asker: self._groups(asker) for asker in self.askers.clients if AGAIN_MARK not in asker}
            for asker, groups in waiting.items():
                self._ask_one_of(asker, groups[0])
            if set(self.said.values()) <= {"not so", "sign in"}:  # no such method, whoever it is about
                cells[ANY] = _line({asker: said for (_, asker), said in self.said.items()})
                continue
            for asker, groups in waiting.items():
                for group in groups[1:]:
                    self._ask_one_of(asker, group)
            for asker in self.askers.clients:
                for group in self._groups(asker) if AGAIN_MARK in asker else ():
                    self._ask_one_of(asker, group)
            self._ask_what_nobody_did()
            for subject in self.address.subjects:
                cells[subject or ANY] = _line(self._answers_about(subject))
        self.answered.leaks += self._told_apart()

    def _groups(self, asker: str) -> list[list[str]]:
        """The records about which one answer is enough; where an address names no child, each by itself."""
        subjects = [*self.address.subjects]
        if AGAIN_MARK in asker:
            first = asker.removesuffix(AGAIN_MARK)
            subjects = [each for each in subjects if self.said[each, first] == "step up"]
        if not set(self.address.parts) & {*OF_A_CHILD}:
            return [[each] for each in subjects]
        alone = ["absent"] if "absent" in subjects and asker not in self.nothing else []
        groups = self.askers.alike(asker, [each for each in subjects if each not in alone], self.address.act)
        return [*groups, alone] if alone else groups

    def _ask_one_of(self, asker: str, group: list[str]) -> None:
        policy = self.askers.answered(asker, group[0], self.address.act)
        subject = min(group, key=lambda one: self.turns[policy, one])
        self.turns[policy, subject] += 1
        said = self._ask(asker, subject)
        self.said |= {(each, asker): said for each in group}

    def _ask_what_nobody_did(self) -> None:
        """An answer about a record that stands in a line only because of another record's."""
        for subject in self.address.subjects:
            for asker, said in self._answers_about(subject).items():
                if not self.asked[subject, said]:
                    self.said[subject, asker] = self._ask(asker, subject)

    def _answers_about(self, subject: str) -> dict[str, str]:
        return {asker: said for (about, asker), said in self.said.items() if about == subject}

    def _ask(self, asker: str, subject: str) -> str:
        path = self.address.filled(self.there.values(subject, self.address))
        response = _ask(self.askers.clients[asker], self.method, path)
        said = _in_a_word(response)
        self.asked[subject, said] += 1
        self.answered.requests += 1
        where = f"{self.method} {path} ({subject}) for {asker}"
        if said.startswith("fault"):
            self.answered.faults.append(f"{where}: {said}")
        if said == "absent" and subject:
            self.refused.append((where, asker, body := _without_tokens(response.content)))
            if subject == "absent":
                self.nothing.setdefault(asker, body)
        return said

    def _told_apart(self) -> Iterator[str]:
        """Whoever is refused a record gets the very page that she gets where there is none."""
        for where, asker, body in self.refused:
            expected = self.nothing.get(asker) or self.nothing.get(asker.removesuffix(AGAIN_MARK), "")
            if body != expected:
                yield f"{where}: she can tell it from none by {_difference(body, expected)}"


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
            "chair": cast.workers["chair"].pk,
            "session": _session(cast).pk,
            **_staff(cast),
            "held": partner.roles_held.get().pk,
            "worry": WorryTold.objects.create(told_by=partner, told_on=STARTED).pk,
        }
        self.opener = User.objects.create(email="opener@severnshire.example", name="Una Opener")
        self.about = {
            key: dict(self._of(family.child, finding.load)) for key, family in cast.families.items()
        }

    def _of(self, child: Person, load: Any) -> Iterator[tuple[str, Any]]:
        yield "entry", Visit.objects.create(child=child, visited_on=STARTED).pk
        yield "alert", Alert.objects.create(person=child, kind="dog", text="A dog in the yard").pk
        opening = {"purpose": "cover", "reason": "I cover for a colleague", "until": timezone.now() + HOUR}
        yield "opening", Opening.objects.create(user=self.opener, person=child, **opening).pk
        merged, by = Person.objects.create(), self.cast["director"]
        yield "merge", Merge.objects.create(kept=child, merged=merged, by=by, reason="The same child").pk
        gone = {"family": "annex-a", "table": "protection.visit", "key": "1", "last_load": load}
        yield "row", load.disappeared.create(child=child, **gone).pk
        flag = Flag.objects.create(child=child, **QUESTION, owner=self.cast["team_manager"])
        promised = {"flag": flag, "kind": "act", "rung": "team_manager", "answered_on": STARTED}
        promise = FlagAnswer.objects.create(child=child, **promised, owner=self.cast.workers["worker"])
        yield from (("flag", flag.pk), ("answer_id", promise.pk))
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
            "flag": ABSENT,
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


def _staff(cast: Any) -> dict[str, int]:
    """What is kept of the cast's worker: a post of her team that she is in, and days away."""
    worker = cast.workers["worker"]
    post = Post.objects.create(team=worker.team, role="Social Worker", from_on=STARTED)
    return {
        "worker": worker.pk,
        "post": post.pk,
        "holding": PostHolding.objects.create(post=post, worker=worker, from_on=STARTED).pk,
        "absence": Absence.objects.create(worker=worker, from_on=STARTED).pk,
    }


def _session(cast: Any) -> SupervisionSession:
    """A supervision of the cast's worker with her manager."""
    two = {"worker": cast.workers["worker"], "supervisor": cast.workers["team_manager"]}
    return SupervisionSession.objects.create(**two, held_on=STARTED)


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
