"""A visit to four brothers and sisters recorded through the page, by the worker who has them: the whole request.

Families of four on file are given to her and put on plans, where they are not; each visit is a real write in a copy of
the record, with readings and signals of all four read anew and the look written to the audit.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

from benchmarks.inside.accounts import _signed_in
from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

FOUR, FAMILIES, TIMES, WARM, LED = 4, 40, 5, 5, 302
EMAIL = "visitor@severnshire.example"


def main(part: str) -> None:
    """Make ready as the owner, or measure as the web role."""
    os.environ["KEEL_HOSTS"] = "testserver"
    stages = Stages()
    if part == "ready":
        with record_as(Role.OWNER):
            stages.say(families=_made_ready(), cookie=_signed_in("worker", _visitor())["cookie"])
        return
    with record_as(Role.WEB):
        taken, opened = _measured(sys.argv[2])
    for name, seconds in (("saved", taken), ("opened", opened)):
        points = quantiles(seconds, n=100)
        stages.seconds |= {f"{name} p50": points[49], f"{name} p95": points[94]}
    stages.say(visits=len(taken), children=FOUR)


def _visitor() -> Any:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- the application is loaded only now

    from keel.access.models import RoleHeld, User  # noqa: PLC0415
    from keel.workforce.models import Worker  # noqa: PLC0415

    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = User.objects.create_user(EMAIL, None, name="Somebody who visits")
        RoleHeld.objects.create(user=user, role="social_worker", from_on=user.joined_at.date())
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
        Worker.objects.create(key="visitor", name="Somebody who visits", user=user)
    return user


def _made_ready() -> int:
    from keel.clock import today  # noqa: PLC0415
    from keel.oversight.actions import reassess  # noqa: PLC0415
    from keel.protection.models import ProtectionPlan  # noqa: PLC0415
    from keel.workforce.models import Involvement  # noqa: PLC0415

    worker, families = _visitor().worker, list(_families())
    for child in (child for family in families for child in family):
        Involvement.objects.create(child_id=child, worker=worker, started_on=today() - timedelta(days=90))
        if not ProtectionPlan.objects.filter(child=child, ended_on=None).exists():
            ProtectionPlan.objects.create(child_id=child, started_on=today() - timedelta(days=60))
        reassess(child, as_of=today())
    return len(families)


def _families() -> Iterator[list[UUID]]:
    """Four children near one another, with what is on file about them."""
    from keel.people.kin import children_near  # noqa: PLC0415
    from keel.people.models import Person  # noqa: PLC0415

    seen: set[UUID] = set()
    found = 0
    for child in (
        Person.objects.filter(is_child=True, visit_entries__isnull=False).distinct().order_by("pk").iterator()
    ):
        family = [child.pk, *(one.pk for one in children_near(child))]
        if len(family) >= FOUR and not seen & set(family):
            seen |= set(family)
            found += 1
            yield family[:FOUR]
        if found == FAMILIES:
            return


def _measured(cookie: str) -> tuple[list[float], list[float]]:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    saved, opened = [], []
    for turn, family in enumerate(_hers(client)):
        for time_of in range(TIMES):
            way = f"/child/{family[0]}/record/visit"
            began = time.perf_counter()
            page = client.get(way)
            between = time.perf_counter()
            answer = client.post(way, _typed(family))
            ended = time.perf_counter()
            if answer.status_code != LED or page.status_code != 200:  # noqa: PLR2004 -- OK
                raise RuntimeError(f"{way} answered {page.status_code} and {answer.status_code}")
            if turn * TIMES + time_of >= WARM:
                opened.append(between - began)
                saved.append(ended - between)
    return saved, opened


def _hers(client: Any) -> Iterator[list[str]]:
    """Her families, as the page of one child names the others."""
    import re  # noqa: PLC0415

    seen: set[str] = set()
    for child in re.findall(r'href="/child/([0-9a-f-]{36})/"', client.get("/mine/").content.decode()):
        page = client.get(f"/child/{child}/record/visit").content.decode()
        family = [child, *dict.fromkeys(re.findall(r'name="([0-9a-f-]{36})-is_here"', page))]
        if not seen & set(family) and len(family) >= FOUR:
            seen |= set(family)
            yield family[:FOUR]


def _typed(family: list[str]) -> dict[str, str]:
    from keel.clock import today  # noqa: PLC0415

    shared = {
        "token": str(uuid4()), "revision": "0", "visit-visited_on": today().strftime("%d/%m/%Y"),
        "visit-kind": "held", "visit-people_there": "All four and their mother", "visit-purpose": "To see their rooms",
        "visit-home_conditions": "Warm and tidy. " * 10, "visit-worries": "None new. " * 10,
        "visit-plan_checks": "The lock is fitted.",
    }  # fmt: skip
    for child in family:
        own = {"is_here": "on", "is_child_seen": "yes", "is_seen_alone": "yes", "is_bedroom_seen": "no"}
        shared |= {f"{child}-{name}": value for name, value in own.items()}
        shared[f"{child}-own_words"] = "It is better now. I sleep in my own bed. " * 3
    return shared


if __name__ == "__main__":
    main(sys.argv[1])
