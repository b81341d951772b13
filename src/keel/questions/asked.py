"""Questions as they are asked: flags of one cause and one owner, answered together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import get_text_list

from keel.access.queries import note
from keel.clock import today
from keel.oversight.flags import Because, ToldFlag, told
from keel.oversight.models import Flag, FlagSeen
from keel.people.models import Person
from keel.practice.ladder import BY_KEY, EXPOSED, MATTERS, Colour, Matter, Rung
from keel.questions.sums import Line
from keel.report.wording import counted
from keel.workforce.models import Worker

NAMED = 4  # children that a heading names
WORKER = "worker"  # the matter that mends all that is asked because a worker is gone
Key = tuple[str, int | None, bool]  # the cause, whose it is, and whether it waits for an answer


@dataclass(frozen=True, slots=True)
class Question:
    """What one person is asked: about one child, brothers and sisters, or all the children of a worker who is gone.

    A matter and what it is the cause of are one question: two are then asked about.
    """

    flags: tuple[ToldFlag, ...]
    worker: str = ""  # who is gone, where that is the cause

    @property
    def first(self) -> ToldFlag:
        """The gravest of its flags."""
        return self.flags[0]

    @property
    def pk(self) -> UUID:
        """The flag by which it is opened."""
        return self.first.pk

    @property
    def colour(self) -> Colour:
        """How grave it is."""
        return self.first.colour

    @property
    def rung(self) -> Rung:
        """As what its owner is asked."""
        return self.first.rung

    @property
    def children(self) -> list[Person]:
        """Whom it is about, each once."""
        return list({flag.row.child_id: flag.row.child for flag in self.flags}.values())

    @property
    def matters(self) -> list[Matter]:
        """What it asks about, each once: the gravest first and, of the equally grave, whether the child is safe."""
        gravest: dict[str, Colour] = {}
        for flag in self.flags:
            gravest[flag.matter.key] = max(flag.colour, gravest.get(flag.matter.key, flag.colour))
        return sorted((each for each in MATTERS if each.key in gravest), key=lambda each: -gravest[each.key])

    @property
    def title(self) -> str:
        """Whom and what it is about."""
        if self.worker:
            about = counted(len(self.children), "child", "children")
            return f"{self.worker} is gone: {about} to be taken on"
        return f"{names_of(self.children)}: {', and '.join(each.name.lower() for each in self.matters)}"

    @property
    def asks(self) -> str:
        """The question in words."""
        if self.worker:
            return "Who takes these children on, and from when?"
        return " ".join(dict.fromkeys(flag.asks for flag in self._led))

    @property
    def acts(self) -> str:
        """What would put it right, for whoever answers to change: where a worker is gone, another worker; of a matter
        and its cause, what puts both right.
        """
        if self.worker:
            return BY_KEY[WORKER].acts
        return next((flag for flag in self.flags if flag.matter is not EXPOSED), self.first).acts

    @property
    def _led(self) -> list[ToldFlag]:
        """Its flags as it asks about them."""
        order = [each.key for each in self.matters]
        return sorted(self.flags, key=lambda flag: order.index(flag.matter.key))

    @property
    def because(self) -> list[Because]:
        """Why it is asked, each reason once."""
        found: dict[str, Because] = {}
        for flag in self.flags:
            for each in flag.because:
                found.setdefault(each.once, each)
        return list(found.values())

    @property
    def key(self) -> "Key":
        """What makes it one question."""
        return _key(self.first)

    @property
    def number(self) -> str:
        """By which it is named where nothing else of it may be."""
        return number_of(self.pk)

    @property
    def since(self) -> date:
        """Since when it has been so, which may be long before anybody was asked."""
        return min(flag.since for flag in self.flags)

    @property
    def opened_on(self) -> date:
        """Since when it has been asked."""
        return min(flag.opened_on for flag in self.flags)

    @property
    def answer_by(self) -> date | None:
        """The earliest day by which an answer is asked for."""
        return min((flag.answer_by for flag in self.flags if flag.answer_by), default=None)

    @property
    def holds_until(self) -> date | None:
        """The earliest day that an answer holds until."""
        return min((flag.row.holds_until for flag in self.flags if flag.row.holds_until), default=None)


def names_of(children: Sequence[Person]) -> str:
    """The children in a heading."""
    shown = [child.shown_name for child in children[:NAMED]]
    more = len(children) - NAMED
    return get_text_list([*shown, f"{more} more"] if more > 0 else shown, "and")


def questions(rows: QuerySet[Flag]) -> list[Question]:
    """Flags as questions, the worst for a child first; in a fixed number of statements."""
    (found,) = lists_of_questions(rows.select_related("owner"))
    return found


def lists_of_questions(*lists: Iterable[Flag]) -> list[list[Question]]:
    """Several lists of flags, each as questions: a page of many lists reads what it says of them once."""
    rows = [list(each) for each in lists]
    every = list({flag.pk: flag for each in rows for flag in each}.values())
    note({flag.child_id for flag in every})
    prefetch_related_objects(every, Prefetch("child", Person.objects.with_names()), "owner")
    flags = {flag.pk: flag for flag in told(every)}
    gone = _gone(flag.cause for flag in every)
    return [_grouped((flags[row.pk] for row in each), gone) for each in rows]


def _grouped(flags: Iterable[ToldFlag], gone: Mapping[str, str]) -> list[Question]:
    grouped: dict[Key, list[ToldFlag]] = {}
    for flag in sorted(flags, key=_worst):
        grouped.setdefault(_key(flag), []).append(flag)
    found = [Question(tuple(each), gone.get(cause, "")) for (cause, *_), each in grouped.items()]
    return sorted(found, key=lambda question: _worst(question.first))


def by_question(flags: Iterable[Any]) -> list[list[Any]]:
    """The flags of each question that these make, to be counted: every page counts what :func:`questions` shows."""
    found: dict[Key, list[Any]] = {}
    for flag in flags:
        found.setdefault((flag.cause, flag.owner_id, flag.asks), []).append(flag)
    return list(found.values())


def page_of_questions(flags: Iterable[Line], number: Any, most: int) -> tuple[Any, list[Question]]:
    """A page of questions, the worst for a child first; none is cut in two."""
    asked = sorted(by_question(flags), key=_worst_of)
    page = Paginator(asked, most).get_page(number)
    shown = [line for each in page for line in each]
    note({line.child_id for line in shown})
    chosen = Flag.objects.filter(pk__in=[line.pk for line in shown])
    return page, questions(chosen) if page.object_list else []


def _worst_of(flags: Sequence[Any]) -> tuple[int, date, date, str]:
    by = min((flag.answer_by for flag in flags if flag.answer_by), default=date.max)
    return -max(flag.colour for flag in flags), by, min(flag.since_on for flag in flags), flags[0].cause


def number_of(flag: UUID) -> str:
    """A number of a question that tells nothing of it."""
    return str(flag)[:8].upper()


def _key(flag: ToldFlag) -> Key:
    return flag.row.cause, flag.row.owner_id, flag.row.asks


def _worst(flag: ToldFlag) -> tuple[int, date, date, str]:
    return -flag.colour, flag.answer_by or date.max, flag.since, str(flag.pk)


def _gone(causes: Iterable[str]) -> Mapping[str, str]:
    """The names of the workers whose going is a cause."""
    keys = {cause: int(cause.partition(":")[2]) for cause in causes if cause.startswith("worker:")}
    names = Worker.objects.in_bulk(keys.values()) if keys else {}
    return {cause: names[key].name or names[key].key for cause, key in keys.items() if key in names}


def seen(flags: Iterable[ToldFlag], by: Any) -> None:
    """Somebody sees these flags as they are now: kept once for each colour, so that what was known is known."""
    on = today()
    FlagSeen.objects.bulk_create(
        [
            FlagSeen(flag_id=flag.pk, child_id=flag.row.child_id, user=by, colour=flag.row.colour, on=on)
            for flag in flags
        ],
        ignore_conflicts=True,
    )
