"""Lists 1 to 7 of Ofsted's Annex A workbook, of the children on file.

Six months back from the day, and the latest of what repeats. Lists 8 to 11 (children in care, leavers, adoption) are
there with their headings and no rows: Keel does not record what they ask. Source: Ofsted, ILACS framework, Annex A.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db.models import Q
from xlsxwriter import Workbook

from keel.exchange.annex_a.template import lists
from keel.front_door.models import Contact, EarlyHelpEpisode, Referral
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.protection.models import ProtectionPlan, S47Enquiry
from keel.returns.cases import Case, cases
from keel.returns.census import conference_of

MONTHS, YEAR = 6, 12
YES, NO = "a) Yes", "b) No"
Row = dict[str, Any]


def write_annex_a(day: date, out: Path) -> int:
    """Write the workbook as at a day; how many children it holds."""
    whole, told = BytesIO(), 0
    with Workbook(
        whole, {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    ) as book:
        style = book.add_format({"num_format": "dd/mm/yyyy"})
        sheets = {number: _sheet(book, one, style) for number, one in lists().items()}
        for case in cases(_children(day), day):
            found = list(rows_of(case))
            told += bool(found)
            for number, row in found:
                sheets[number](row)
    out.write_bytes(whole.getbuffer())
    return told


def _children(day: date) -> list[Any]:
    since, by = add_months(day, -MONTHS), {"received_on__lte": day}
    going = Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=since))
    found = {
        *Contact.objects.filter(received_on__range=(since, day)).values_list("child", flat=True),
        *EarlyHelpEpisode.objects.filter(going).values_list("child", flat=True),
        *Referral.objects.filter(Q(closed_on=None) | Q(closed_on__gte=since), **by).values_list(
            "child", flat=True
        ),
        *S47Enquiry.objects.filter(started_on__range=(since, day)).values_list("child", flat=True),
        *ProtectionPlan.objects.filter(going).values_list("child", flat=True),
    }
    return list(Person.objects.filter(pk__in=found).values_list("pk", flat=True))


def _sheet(book: Workbook, one: Any, style: Any) -> Any:
    """Writes the next row of a list."""
    sheet = book.add_worksheet(f"List {one.number}")
    for place, column in enumerate(one.columns.values()):
        sheet.write_string(0, place, column.heading)
    return partial(_write, sheet, list(one.columns), style, [0])


def _write(sheet: Any, keys: list[str], style: Any, last: list[int], row: Row) -> None:
    last[0] += 1
    for place, key in enumerate(keys):
        value = row.get(key)
        if isinstance(value, date):
            sheet.write_datetime(last[0], place, value, style)
        elif isinstance(value, int):
            sheet.write_number(last[0], place, value)
        elif value:
            sheet.write_string(last[0], place, str(value))


def rows_of(case: Case) -> Iterator[tuple[int, Row]]:
    """Pairs of list number and row."""
    about = _about(case)
    for each in case.of("front_door.Contact"):
        if each.received_on >= _since(case):
            yield 1, {**about, "contact_on": each.received_on, "source": each.source}
    for each in case.of("front_door.EarlyHelpEpisode"):
        if _is_recent(case, each.ended_on):
            ended = {"completed_on": case.by(each.ended_on), "organisation": each.organisation}
            yield 2, {**about, "started_on": each.started_on, **ended}
    yield from _referrals(case, about)
    for each in case.of("front_door.Assessment"):
        if _is_recent(case, each.authorised_on):
            yield 4, {**about, **_worker(each), **_assessment(case, each)}
    for each in case.of("protection.S47Enquiry"):
        if each.started_on >= _since(case):
            yield 5, {**about, **_worker(each), **_enquiry(case, each)}
    for each in case.of("protection.ProtectionPlan"):
        if _is_recent(case, each.ended_on):
            yield 7, {**about, **_worker(each), **_plan(case, each)}


def _referrals(case: Case, about: Row) -> Iterator[tuple[int, Row]]:
    year_ago = add_months(case.day, -YEAR)
    referrals = case.of("front_door.Referral")
    for each in referrals:
        if each.received_on >= _since(case):
            count = sum(one.received_on > year_ago for one in referrals)
            more = {
                "source": each.source,
                "no_further_action": _said(each.is_no_further_action),
                "referrals": count,
            }
            yield 3, {**about, **_worker(each), "referred_on": each.received_on, **more}
        if not each.is_no_further_action and _is_recent(case, each.closed_on):
            yield 6, {**about, **_worker(each), **_need(case, each)}


def _since(case: Case) -> date:
    return add_months(case.day, -MONTHS)


def _is_recent(case: Case, ended: date | None) -> bool:
    return ended is None or ended >= _since(case)


def _said(answer: bool | None) -> str | None:
    return None if answer is None else YES if answer else NO


def _about(case: Case) -> Row:
    born = case.born_on
    return {
        "child": case.key,
        "sex": case.child.sex if born else "U",
        "ethnicity": case.child.ethnicity,
        "born_on": born,
        "age": case.child.age_on(case.day) if born else None,
        "disabled": _said(case.child.is_disabled),
    }


def _worker(row: Any) -> Row:
    team, worker = row.team, row.worker
    return {"team": team.name if team else None, "worker": (worker.name or worker.key) if worker else None}


def _assessment(case: Case, row: Any) -> Row:
    authorised = case.by(row.authorised_on)
    seen = row.is_child_seen if row.is_child_seen_by_end is None else row.is_child_seen_by_end
    support = row.needs_support if row.is_no_further_action is None else not row.is_no_further_action
    return {
        "started_on": row.started_on,
        "seen": _said(seen),
        "authorised_on": authorised,
        "support_needed": _said(support) if authorised else None,
    }


def _enquiry(case: Case, row: Any) -> Row:
    year_ago = add_months(case.day, -YEAR)
    recent = [each for each in case.of("protection.S47Enquiry") if each.started_on >= year_ago]
    required = row.is_conference_required_by_end
    held = conference_of(case, row)
    conference = (
        next((one for one in case.of("protection.Conference") if one.held_on == held), None) if held else None
    )
    return {
        "enquiry_on": row.started_on,
        "unnecessary": _said(None if required is None else not required and held is None),
        "conference_on": held,
        "plan_made": _said(conference.is_plan_made) if conference else None,
        "enquiries": len(recent),
        "conferences": sum(conference_of(case, each) is not None for each in recent),
    }


def _need(case: Case, row: Any) -> Row:
    closed = case.by(row.closed_on)
    seen = [
        each.visited_on
        for label in ("protection.Visit", "protection.InNeedVisit")
        for each in case.of(label)
        if each.is_child_seen
    ]
    return {
        "started_on": row.received_on,
        "need": row.primary_need,
        "seen_on": max(seen, default=None),
        "closed_on": closed,
        "reason": row.close_reason if closed else None,
        "status": _status(case, row),
    }


def _status(case: Case, referral: Any) -> str:
    if case.by(referral.closed_on):
        return "e) Closed episode"
    if any(case.by(each.ended_on) is None for each in case.within(referral, "protection.ProtectionPlan")):
        return "b) Child Protection plan"
    if any(case.by(each.ended_on) is None for each in case.within(referral, "protection.InNeedPlan")):
        return "c) Child in need plan"
    return "d) Open assessment"


def _plan(case: Case, row: Any) -> Row:
    until = case.by(row.ended_on) or case.day
    visits = [each for each in case.of("protection.Visit") if row.started_on <= each.visited_on <= until]
    visits = [each for each in visits if each.kind == "held"]
    held = [each.held_on for each in case.of("protection.Conference") if each.kind == "review"]
    reviews = [on for on in held if row.started_on <= on <= until]
    return {
        "started_on": row.started_on,
        "first_category": row.initial_category,
        "category": row.latest_category or row.initial_category,
        "visited_on": visits[-1].visited_on if visits else None,
        "seen_alone": _said(visits[-1].is_seen_alone) if visits else None,
        "reviewed_on": reviews[-1] if reviews else None,
        "ended_on": case.by(row.ended_on),
        "plans": None if row.earlier_plans is None else int(row.earlier_plans),
    }
