"""The daily digest: to each who has something to answer, how much, how grave, and how late. Never what it is about.

An e-mail leaves the building: it holds counts, colours and the numbers of questions, and no name, no child and no word
of the record. Who wants to know more signs in, and finds the same numbers beside the questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from keel.access.models import User
from keel.oversight.models import Flag
from keel.practice.calendar import is_working_day
from keel.practice.ladder import Colour
from keel.questions.asked import number_of
from keel.questions.climbed import LATELY, climbed_by_owner
from keel.report.wording import counted, day_text


@dataclass(slots=True)
class Waiting:
    """A question that waits: the flag by which it is opened, how grave it is, and by when it is to be answered."""

    flag: UUID
    colour: Colour
    answer_by: date


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person has to answer today, the worst for a child first, and what climbed from her unanswered."""

    to: User
    questions: tuple[Waiting, ...]
    climbed: int = 0

    def text(self, day: date) -> str:
        """The message."""
        number = len(self.questions)
        lines = [
            f"{counted(number, 'question waits', 'questions wait')} for your answer on {day_text(day)}.",
            f"Black: {self._of(Colour.BLACK)}. Red: {self._of(Colour.RED)}.",
            f"To be answered today: {sum(each.answer_by == day for each in self.questions)}.",
            f"Gone to the next manager in the last {LATELY} days because you did not answer: {self.climbed}.",
            "",
            *(f"Question {number_of(each.flag)}: {each.colour.label}" for each in self.questions),
            "",
            "Sign in to Keel to read and answer them. This message names no child, and none can be answered by reply.",
        ]
        return "\n".join(lines)

    def _of(self, colour: Colour) -> int:
        return sum(each.colour is colour for each in self.questions)


def digests(day: date) -> list[Digest]:
    """Who has something to answer on a day, in order of their addresses; in three statements."""
    flags = Flag.objects.asking().exclude(owner=None).order_by("-colour", "answer_by", "since_on", "pk")
    waiting = _by_owner((row.owner_id, row.cause, row.pk, row.colour, row.answer_by) for row in flags)
    climbed = climbed_by_owner(day)
    users = (
        User.objects.filter(pk__in=waiting, is_active=True, left_on=None).exclude(email="").order_by("email")
    )
    return [Digest(user, tuple(waiting[user.pk].values()), climbed.get(user.pk, 0)) for user in users]


def _by_owner(rows: Iterable[tuple[int, str, UUID, int, date]]) -> dict[int, dict[str, Waiting]]:
    """Each person's questions by their cause, the gravest flag standing for the question."""
    found: dict[int, dict[str, Waiting]] = {}
    for owner, cause, flag, colour, answer_by in rows:
        asked = found.setdefault(owner, {}).setdefault(cause, Waiting(flag, Colour(colour), answer_by))
        asked.answer_by = min(asked.answer_by, answer_by)
    return found


def send_digests(day: date) -> int:
    """Send each her digest, on a working day; how many were sent. One that cannot be sent does not stop the others."""
    if not is_working_day(day):
        return 0
    return sum(_message(digest, day).send(fail_silently=True) or 0 for digest in digests(day))


def _message(digest: Digest, day: date) -> EmailMessage:
    subject = f"Keel: {counted(len(digest.questions), 'question', 'questions')} to answer"
    return EmailMessage(subject, digest.text(day), settings.DEFAULT_FROM_EMAIL, [digest.to.email])
