"""Fifty who work with the record, signed in: workers, managers, chairs and those who look after all of it.

They are workers of the record, the ones with most children, so that their pages are the long ones. Each is signed in as
the pages of sign-in leave it, without going through them: what is measured is their work. Says where each may go.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

WORKERS, MANAGERS, SENIOR, CHAIRS, OTHERS = 36, 7, 2, 2, ("director", "qa_lead", "data_analyst")
SINCE = date(2020, 1, 1)
CHILDREN = 12  # whose pages each opens


def main(out: Path) -> None:
    """Make the accounts that are not there yet, sign all of them in, and write who they are."""
    with record_as(Role.OWNER):
        people = [_signed_in(part, user) for part, user in _fifty()]
    out.write_text(json.dumps(people), encoding="utf-8")
    Stages().say(people=len(people))


def _fifty() -> Iterator[tuple[str, Any]]:
    from keel.workforce.models import Team  # noqa: PLC0415 -- the application is loaded only now

    for place, worker in enumerate(_most("holds_case")[:WORKERS]):
        yield "worker", _enrolled("social_worker", place, worker.team, worker)
    for place, worker in enumerate(_most("role ILIKE 'conference%chair'")[:CHAIRS]):
        yield "chair", _enrolled("conference_chair", place, worker.team, worker)
    teams = Team.objects.in_bulk(_teams()[:MANAGERS])
    for place, team in enumerate(teams.values()):
        yield "manager", _enrolled("team_manager", place, team)
    services = {team.parent for team in Team.objects.in_bulk(_teams()).values() if team.parent_id}
    for place, team in enumerate(sorted(services, key=lambda team: team.pk)[:SENIOR]):
        yield "senior", _enrolled("service_manager", place, team)
    for role in OTHERS:
        yield ("analyst" if role == "data_analyst" else "senior"), _enrolled(role, 0, None)


def _most(condition: str) -> list[Any]:
    """Workers by how many children they have now, the most first."""
    from keel.workforce.models import Worker  # noqa: PLC0415

    ids = _ids(
        "SELECT i.worker_id FROM workforce_involvement i JOIN workforce_worker w ON w.id = i.worker_id "
        f"WHERE i.ended_on IS NULL AND i.{condition} AND w.to_on IS NULL AND w.team_id IS NOT NULL "
        "GROUP BY 1 ORDER BY count(*) DESC, 1"
    )
    found = Worker.objects.select_related("team").in_bulk(ids)
    return [found[pk] for pk in ids]


def _teams() -> list[int]:
    """Teams by how many children they have, the most first."""
    return _ids(
        "SELECT team_id FROM oversight_standing WHERE team_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
    )


def _ids(query: str) -> list[int]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(query)
        return [pk for (pk,) in cursor.fetchall()]


def _enrolled(role: str, place: int, team: Any, worker: Any = None) -> Any:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    from keel.access.models import RoleHeld, User  # noqa: PLC0415

    email = f"{role}-{place}@severnshire.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=worker.name if worker else email)
        RoleHeld.objects.create(user=user, role=role, team=team, from_on=SINCE)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    if worker and worker.user_id != user.pk:
        type(worker).objects.filter(user=user).update(user=None)
        worker.user = user
        worker.save(update_fields=["user"])
    return user


def _signed_in(part: str, user: Any) -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    held = user.roles_held.first()
    return {
        "part": part,
        "user": user.pk,
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        "form": settings.CSRF_COOKIE_NAME,
        "team": held.team_id,
        "children": list(_children_of(user)),
        "names": list(_names()),
    }


def _children_of(user: Any) -> Iterator[str]:
    """Children whose record is open to her, those with most due first."""
    from keel.oversight.models import Standing  # noqa: PLC0415

    lines = Standing.objects.visible_to(user).order_by("-overdue", "-running", "child_id")
    yield from map(str, lines.values_list("child_id", flat=True)[:CHILDREN])


def _names() -> Iterator[str]:
    """Names that a worker may ask for, each a letter short."""
    from keel.people.models import PersonName  # noqa: PLC0415

    rows = PersonName.objects.filter(person__is_child=True).order_by("person_id")
    for forename, surname in rows.values_list("forename", "surname")[:40]:
        yield f"{forename[:-1]} {surname}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
