"""What whoever reads a question may record that puts it right: for each child of it, on the entries that asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest

from keel.access.door import may
from keel.oversight.models import ChallengeStage, FlagGround
from keel.people.models import Person
from keel.practice.ladder import BY_KEY
from keel.questions.asked import WORKER, Question
from keel.recording.declared import Asked, Recording, recordings
from keel.recording.views import address_of

STAGE = "oversight.challengestage:"
Rows = dict[str, dict[UUID, list[Any]]]  # by table and child


@dataclass(frozen=True, slots=True)
class Mends:
    """What puts it right for one child."""

    child: Person
    links: Sequence[dict[str, str]]


def mends(request: HttpRequest, asked: Question, grounds: Sequence[FlagGround]) -> list[Mends]:
    """For each child of a question, what may be recorded now by whoever asks."""
    of_one = all(flag.row.strand for flag in asked.flags)
    rows = _rows(asked.children, grounds, _recordings(_matters(asked)), of_one=of_one)
    found = []
    for child in asked.children:
        keys = _matters(asked, child)
        links = [
            {"words": each.title, "href": address_of(each, child.pk, row.pk if row else None)}
            for each in _recordings(keys)
            if may(request, each.act, child)
            for row in _open_for(each, Asked(request, child), rows)
        ]
        if links:
            found.append(Mends(child, links))
    return found


def _matters(asked: Question, child: Person | None = None) -> set[str]:
    """The matters that are asked about, of one child or of all."""
    if asked.worker:
        return {WORKER}
    return {each.matter.key for each in asked.flags if child is None or each.row.child_id == child.pk}


def _recordings(matters: Iterable[str]) -> list[Recording]:
    known = {each.key: each for each in recordings()}
    keys = dict.fromkeys(key for matter in sorted(matters) for key in BY_KEY[matter].put_right)
    return [known[key] for key in keys if key in known]


def _open_for(what: Recording, asked: Asked, rows: Rows) -> Iterator[Any]:
    """The entries on which it can be recorded now; None for what begins something new."""
    for row in rows[what.about][asked.child.pk] if what.about else [None]:
        one = Asked(asked.request, asked.child, row)
        if what.is_for(one) and not what.why_not(one):
            yield row


def _with_challenges(told_of: set[str]) -> set[str]:
    """With the challenges of the stages among these entries: it is the challenge that is answered."""
    of_stages = [each.removeprefix(STAGE) for each in told_of if each.startswith(STAGE)]
    rows = (
        ChallengeStage.objects.filter(pk__in=of_stages).values_list("challenge", flat=True)
        if of_stages
        else ()
    )
    return told_of | {f"oversight.challenge:{row}" for row in rows}


def _rows(
    children: Sequence[Person], grounds: Iterable[FlagGround], wanted: Iterable[Recording], *, of_one: bool
) -> Rows:
    """The entries that the reasons tell of and, of each table, a child's newest; one statement a table.

    ``of_one``: what is asked is about one entry by itself, and no other answers it.
    """
    told_of = _with_challenges({ground.told_by for ground in grounds})
    found: Rows = {}
    for label in {each.about for each in wanted if each.about}:
        table: Any = apps.get_model(label)
        found[label] = defaultdict(list)
        for row in table._default_manager.filter(child__in=children).order_by("-pk"):
            mine = found[label][row.child_id]
            if (not mine and not of_one) or f"{label.lower()}:{row.pk}" in told_of:
                mine.append(row)
    return found
