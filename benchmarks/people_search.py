"""Finding somebody among many by a name that is not quite right: how long it takes, and how often it succeeds.

Run as ``python -m benchmarks.people_search`` with DATABASE_URL set to a server whose account may make databases. It
makes a database of its own there, fills it, and takes it down.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from benchmarks.place import say

PEOPLE, NAMES, SEED, BATCH = 60_000, 200, 7, 5_000
WITHIN, SHARE, FIRST = 0.5, 0.95, 5  # the budgets: seconds, share found, among the first so many
TODAY = date(2026, 6, 30)


def main() -> None:
    """Measure, and say in one line of JSON what was found."""
    asked = _asked()
    name = _own_database()
    import django  # noqa: PLC0415 -- after the settings know of the database

    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        say(json.dumps(_measured(asked.people, asked.names)))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _own_database() -> str:
    """The address of the server with the name of a database beside, for whoever reads settings next."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keel.web.settings")
    os.environ["KEEL_TEST_DATABASE"] = "keel_people_search"
    return parts.path.lstrip("/")


def _measured(people: int, names: int) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415

    from keel.invent.strangers import asked_wrongly  # noqa: PLC0415

    dice = Random(SEED)
    began = time.monotonic()
    bearers = _filled(people, dice)
    filled = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds, missed = list[float](), Counter[str]()
    for way, bearer, typed in asked_wrongly(bearers, names, dice):
        took, place = _found(typed, bearer.person)
        seconds.append(took)
        missed[way] += place is None or place >= FIRST
    found = 1 - missed.total() / names
    return {
        "people": people,
        "names": names,
        "fill": round(filled, 1),
        "p50": round(median(seconds), 3),
        "p95": round(sorted(seconds)[int(0.95 * names)], 3),
        "most": round(max(seconds), 3),
        "found in the first five": round(found, 3),
        "missed": {way: count for way, count in missed.items() if count},
        "kept": max(seconds) <= WITHIN and found >= SHARE,
    }


def _found(typed: str, person: Any) -> tuple[float, int | None]:
    """How long it took, and in which place the person meant stood."""
    from keel.people import asked, search  # noqa: PLC0415
    from keel.people.models import Person  # noqa: PLC0415

    began = time.perf_counter()
    matches = search.find(asked.read(typed, TODAY), Person.objects.order_by().values("pk"))
    took = time.perf_counter() - began
    return took, next((place for place, match in enumerate(matches) if match.person == person), None)


def _filled(people: int, dice: Random) -> Sequence[Any]:
    from keel.invent.strangers import strangers  # noqa: PLC0415
    from keel.people.models import Person, PersonName  # noqa: PLC0415

    bearers = strangers(people, dice)
    for start in range(0, people, BATCH):
        some = bearers[start : start + BATCH]
        Person.objects.bulk_create(Person(pk=b.person, birth_on=b.birth_on, is_child=True) for b in some)
        PersonName.objects.bulk_create(
            PersonName(person_id=b.person, **one) for b in some for one in _names(b)
        )
    return bearers


def _names(bearer: Any) -> Iterator[dict[str, str]]:
    yield {"forename": f"{bearer.forename} {bearer.middle}".strip(), "surname": bearer.surname}
    if bearer.former:
        yield {"kind": "former", "forename": bearer.forename, "surname": bearer.former}
    if bearer.alias:
        yield {"kind": "alias", "forename": bearer.alias}


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="benchmarks.people_search", description=__doc__)
    words.add_argument("--people", type=int, default=PEOPLE, help="people on file")
    words.add_argument(
        "--names", type=int, default=NAMES, help="names asked for, each way as often as any other"
    )
    return words.parse_args()


if __name__ == "__main__":
    main()
