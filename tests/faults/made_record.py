"""Makes a small record in the installation that KEEL_DATA names, and signs a worker in; says what a client must know.

python tests/faults/made_record.py SESSIONS CHILDREN
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from keel.cli.standing import standing
from keel.database.roles import Role


def main(sessions: int, children: int) -> None:
    """One worker, signed in so many times, who works with so many children."""
    with standing(is_told=False) as place:
        place.become(Role.OWNER)
        from django.conf import settings  # noqa: PLC0415 -- once the application is loaded
        from django.test import Client  # noqa: PLC0415

        from cast import STARTED, make_cast, sign_in  # noqa: PLC0415
        from keel.people.models import Person  # noqa: PLC0415
        from keel.workforce.models import Involvement  # noqa: PLC0415

        cast = make_cast()
        made = [Person.objects.create(is_child=True, birth_on=STARTED) for _ in range(children)]
        for child in made:
            Involvement.objects.create(child=child, worker=cast.workers["worker"], started_on=STARTED)
        cookies = []
        for _ in range(sessions):
            client = Client()
            sign_in(client, cast["worker"])
            cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
        names = {"session": settings.SESSION_COOKIE_NAME, "form": settings.CSRF_COOKIE_NAME}
        known = {"cookies": cookies, "children": [str(child.pk) for child in made], **names}
        sys.stdout.write(json.dumps(known) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
