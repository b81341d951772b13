"""The daily digest: to each who has something to answer, how much, how grave, and how late. Never what it is about.

An e-mail leaves the building: it holds counts, colours and numbers of questions, and no name, no child and no word of
the record. Who wants to know more signs in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Q

from keel.access.models import User
from keel.oversight.models import Flag
from keel.practice.calendar import is_working_day
from keel.practice.ladder import Colour
from keel.report.wording import counted, day_text


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person has to answer today."""

    to: User
    questions: int
    black: int
    red: int
    late: int
    today: int

    def text(self, day: date) -> str:
        """The message."""
        lines = [
            f"{counted(self.questions, 'question waits', 'questions wait')} for your answer on {day_text(day)}.",
            f"Black: {self.black}. Red: {self.red}.",
            f"Past their time, and going to the next manager: {self.late}.",
            f"To be answered today: {self.today}.",
            "",
            "Sign in to Keel to read and answer them. This message names no child, and none can be answered by reply.",
        ]
        return "\n".join(lines)


def digests(day: date) -> list[Digest]:
    """Who has something to answer on a day, in order of their addresses; in two statements."""
    found: Mapping[int, Mapping[str, Any]] = {
        row["owner"]: row
        for row in Flag.objects.asking()
        .exclude(owner=None)
        .values("owner")
        .annotate(
            questions=Count("cause", distinct=True),
            black=Count("cause", Q(colour=Colour.BLACK), distinct=True),
            red=Count("cause", Q(colour=Colour.RED), distinct=True),
            late=Count("cause", Q(answer_by__lt=day), distinct=True),
            today=Count("cause", Q(answer_by=day), distinct=True),
        )
    }
    users = (
        User.objects.filter(pk__in=found, is_active=True, left_on=None).exclude(email="").order_by("email")
    )
    names = ("questions", "black", "red", "late", "today")
    return [Digest(user, *(found[user.pk][name] for name in names)) for user in users]


def send_digests(day: date) -> int:
    """Send each her digest, on a working day; how many were sent. One that cannot be sent does not stop the others."""
    if not is_working_day(day):
        return 0
    return sum(_message(digest, day).send(fail_silently=True) or 0 for digest in digests(day))


def _message(digest: Digest, day: date) -> EmailMessage:
    subject = f"Keel: {counted(digest.questions, 'question', 'questions')} to answer"
    return EmailMessage(subject, digest.text(day), settings.DEFAULT_FROM_EMAIL, [digest.to.email])
