"""A child's page as the components want it: rows of words and values, and where each leads."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from keel.chronology.fields import named
from keel.chronology.lines import Line
from keel.chronology.origins import Source
from keel.chronology.overview import Around, Latest, Overview
from keel.oversight.sentences import Told
from keel.people.models import Person
from keel.people.wording import born_words
from keel.record.codes import code_words, words_of
from keel.report.wording import NOT_RECORDED, counted, day_text
from keel.workforce.models import Involvement

SEXES = {"M": "Male", "F": "Female", "U": "Not known"}
RESPONSIBILITY = {True: "has parental responsibility", False: "no parental responsibility"}
Rows = list[Mapping[str, Any]]


def entry_address(child: UUID, label: str, entry: str) -> str:
    """The page of one entry, by its table as the record names it; blank where there is none."""
    slug = label.partition(".")[2]
    if not slug or not entry.isdecimal():
        return ""
    return reverse("chronology:entry", args=[child, slug, entry])


def why_rows(page: Overview) -> Rows:
    """Why we are involved: the referral, the plan and its category, and being looked after."""
    return list(_why(page))


def _why(page: Overview) -> Iterator[Mapping[str, Any]]:
    if page.referral:
        yield {
            "words": "Latest referral",
            "value": day_text(page.referral.received_on),
            "hint": _referral_words(page.referral),
            "href": entry_address(page.person.pk, "front_door.referral", str(page.referral.pk)),
        }
    if page.plan:
        yield {
            "words": "Child protection plan",
            "value": f"since {day_text(page.plan.started_on)}",
            "hint": ". ".join(part for part in (page.category, _earlier(page.plan.earlier_plans)) if part),
            "href": entry_address(page.person.pk, "protection.protectionplan", str(page.plan.pk)),
        }
    elif page.standing and page.standing.on_plan_since:
        yield {"words": "Child protection plan", "value": f"since {day_text(page.standing.on_plan_since)}"}
    else:
        yield {"words": "Child protection plan", "value": "None open"}
    if page.standing and page.standing.looked_after_since:
        yield {"words": "Looked after", "value": f"since {day_text(page.standing.looked_after_since)}"}


def _referral_words(referral: Any) -> str:
    model = type(referral)
    source = referral.source and code_words(model, "source", referral.source)
    need = referral.primary_need and code_words(model, "primary_need", referral.primary_need)
    return ". ".join(part for part in (source and f"From: {source}", need, referral.reason) if part)


def _earlier(number: float | None) -> str:
    if number is None:
        return ""
    return counted(int(number), "earlier plan") if number else "The first plan"


def who_rows(page: Overview) -> Rows:
    """Who is who: workers, the chair, and the family with who has parental responsibility."""
    return [*workers(page), *map(relative, page.around)]


def workers(page: Overview) -> Iterator[Mapping[str, Any]]:
    """Who works with the child, the worker who has her first; that nobody does is said."""
    if page.worker is None:
        yield {"words": "Worker", "value": "Nobody is recorded as having this child", "kind": "overdue"}
    for each in _each_once(page.involved):
        who = named(each.worker) if each.worker else each.worker_key
        team = each.team.name if each.team else ""
        yield {
            "words": (each.role or "Worker").replace("_", " ").capitalize(),
            "value": who or team,
            "hint": ", ".join(part for part in (team if who else "", _since(each.started_on)) if part),
        }
    if page.chair and page.chair not in [each.worker for each in page.involved]:
        yield {"words": "Conference chair", "value": named(page.chair)}


def _each_once(involved: Iterable[Involvement]) -> list[Involvement]:
    """The same worker in the same role stands once, however often her involvement was written down."""
    kept: dict[Any, Involvement] = {}
    for each in involved:
        kept.setdefault((each.role, each.worker_id or each.worker_key, each.team_id), each)
    return list(kept.values())


def _since(day: date | None) -> str:
    return f"since {day_text(day)}" if day else ""


def relative(around: Around) -> Mapping[str, Any]:
    """Somebody of the family, with whether they have parental responsibility."""
    held = RESPONSIBILITY.get(around.has_parental_responsibility, f"parental responsibility {NOT_RECORDED}")  # type: ignore[arg-type]
    hint = ", ".join(part for part in (held, around.reason) if part)
    return {"words": around.relation.capitalize(), "value": around.name, "hint": hint}


def about_rows(person: Person, day: date) -> Rows:
    """Who she is."""
    kept = [
        ("Born", born_words(person, day)),
        ("Other names", ", ".join(_other_names(person))),
        ("Sex", SEXES.get(person.sex, person.sex)),
        ("Ethnicity", words_of("ethnicity", person.ethnicity) if person.ethnicity else ""),
        ("Language", person.preferred_language),
        ("Needs an interpreter", person.needs_interpreter),
        ("Disabled", person.is_disabled),
        ("Disabilities", ", ".join(words_of("disability", each.code) for each in person.disabilities.all())),
        ("How she or he communicates", person.communication_needs),
    ]
    always = {"Born", "Disabled", "Needs an interpreter"}
    return [{"words": words, "value": value} for words, value in kept if value or words in always]


def _other_names(person: Person) -> Iterator[str]:
    for name in person.names.all():
        if name.whole and name.whole != person.shown_name:
            yield f"{name.whole} ({name.kind})"


def latest_rows(page: Overview) -> list[list[Any]]:
    """The newest of each kind of entry."""
    return [_latest(page.person.pk, each, page.day) for each in page.latest]


def _latest(child: UUID, latest: Latest, day: date) -> list[Any]:
    href = reverse("chronology:entry", args=[child, latest.table.slug, latest.row.pk])
    ago = (day - latest.on).days if latest.on else 0
    return [{"words": latest.table.one, "href": href}, day_text(latest.on), f"{counted(ago, 'day')} ago"]


def due_rows(told: Iterable[Told]) -> list[list[Any]]:
    """What falls due next, the soonest first."""
    return [
        [
            {"words": each.name, "href": reverse("chronology:law", args=[each.key]), "hint": each.because},
            day_text(each.kept.due_on),
        ]
        for each in told
    ]


def started_by(child: UUID, told: Iterable[Told]) -> list[tuple[Told, str]]:
    """Each with the page of the entry that starts it, or that it rests on."""
    return [(each, _entry_of(child, each.kept)) for each in told]


def _entry_of(child: UUID, kept: Any) -> str:
    table = getattr(kept, "start_table", None) or getattr(kept, "event_table", None) or kept.timescale_table
    entry = getattr(kept, "start_entry", None) or getattr(kept, "event_entry", None) or kept.timescale_entry
    return entry_address(child, table, entry) if table else ""


def timeline_items(
    lines: Iterable[Line], child: UUID, origins: Mapping[tuple[str, str], Source] | None = None
) -> list[dict[str, Any]]:
    """Lines of a chronology as a timeline shows them."""
    return [_item(line, child, origins or {}) for line in lines]


def _item(line: Line, child: UUID, origins: Mapping[tuple[str, str], Source]) -> dict[str, Any]:
    source = origins.get((line.table.label, line.entry)) if line.table else None
    return {
        "on": line.on,
        "title": line.title,
        "words": line.words,
        "by": f"from {source.words}" if source else "",
        "href": entry_address(child, line.table.label, line.entry) if line.table else "",
        "recorded": line.recorded,
        "kind": "late",
        "kind_words": "Late entry" if line.is_late else "",
    }
