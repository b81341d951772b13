"""So many strangers put into an empty record."""

import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.inside.record import record_as, someone_who_finds
from keel.database.roles import Role
from keel.invent.strangers import Bearer, strangers

SEED, BATCH = 7, 5_000


def main(people: int) -> None:
    """Fill the record."""
    with record_as(Role.OWNER):
        from django.db import connection  # noqa: PLC0415 -- the application is loaded only now

        from keel.people.models import Person, PersonName  # noqa: PLC0415

        bearers = strangers(people, Random(SEED))
        for start in range(0, people, BATCH):
            some = bearers[start : start + BATCH]
            Person.objects.bulk_create(Person(pk=b.person, birth_on=b.birth_on, is_child=True) for b in some)
            PersonName.objects.bulk_create(
                PersonName(person_id=b.person, **one) for b in some for one in _names(b)
            )
        someone_who_finds()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _names(bearer: Bearer) -> Iterator[dict[str, Any]]:
    yield {"forename": f"{bearer.forename} {bearer.middle}".strip(), "surname": bearer.surname}
    if bearer.former:
        yield {"kind": "former", "forename": bearer.forename, "surname": bearer.former}
    if bearer.alias:
        yield {"kind": "alias", "forename": bearer.alias}


if __name__ == "__main__":
    main(int(sys.argv[1]))
