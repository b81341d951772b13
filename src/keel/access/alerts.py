"""Telling those who answer for a record that it was opened: in Keel, and by a letter that says nothing of the child."""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse

from keel.access.models import Notice, Opening, User

log = logging.getLogger(__name__)


def opened(opening: Opening, by: User) -> None:
    """Tell the child's managers, the owner of a restriction, and information governance, but not the opener."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM access_answerable(%s)", [opening.person_id])
        told = [user for (user,) in cursor.fetchall() if user != by.pk]
        cursor.execute(  # by hand, since what is written for somebody else cannot be read back
            f"INSERT INTO {Notice._meta.db_table} (to_id, text, path) SELECT unnest(%s::bigint[]), %s, %s",
            [told, f"{by.name} opened a record for a reason", reverse("access:opening", args=[opening.pk])],
        )
    addresses = list(User.objects.filter(pk__in=told).values_list("email", flat=True))
    transaction.on_commit(partial(_write, addresses, opening.pk), robust=True)


def _write(addresses: list[str], opening: int) -> None:
    """One letter each, so that nobody's address is told to another. A failure is logged: the notice in Keel stands."""
    words = f"A record was opened for a reason. Sign in to Keel and look at opening {opening}."
    for address in addresses:
        try:
            send_mail(f"Keel: opening {opening}", words, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError as error:
            log.error("a letter about opening %s could not be sent: %s", opening, type(error).__name__)
