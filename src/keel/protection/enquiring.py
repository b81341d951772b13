"""Recording section 47 enquiries: the checks, what was found, and the manager who authorises the outcome.

Where harm was substantiated and no conference is to be held, the manager names the chair who was consulted, why, what
support there is instead, and that the partners know. What it must hold is that of the shelf (domain/documents.md, 5).
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from keel.access.policy import Act
from keel.clock import today
from keel.people.models import Person
from keel.protection.allowed import due_lines
from keel.protection.models import (
    Conference,
    ConferenceKind,
    InNeedVisit,
    S47Check,
    S47Enquiry,
    StrategyAgency,
    Visit,
    VisitKind,
)
from keel.protection.together import EntryRow, Known, answered, entered, held_in, keep_rows, titled
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.models import Move
from keel.recording.moves import CORRECTED, moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text

FOUND, AUTHORISED, DECIDED = "outcome proposed", "outcome authorised", "decided"
NOT_SUBSTANTIATED, NO_RISK, LIKELY = (
    "Not substantiated", "Substantiated, no continuing risk", "Substantiated, likely to suffer harm",
)  # fmt: skip
OUTCOMES = (NOT_SUBSTANTIATED, NO_RISK, LIKELY)
OWN = "You wrote this outcome. Another manager authorises it."
TABLE = "protection.S47Enquiry"


class CheckRow(EntryRow, AboutChild):
    """An agency that was asked what it knows."""

    happened: ClassVar = ("asked_on", "answered_on")
    needed: ClassVar = {"agency": "Say which agency", "asked_on": "Say when it was asked"}
    agency = line("Agency", help_text="And whom you asked")
    asked_on = Day(label="Asked on", required=False)
    answered_on = Day(label="Answered on", required=False)
    response = text("What did it say?", rows=2)

    def clean(self) -> dict[str, Any]:
        """An answer comes after the question."""
        said = super().clean()
        self.in_order("asked_on", "answered_on", "It answered before it was asked: check both days")
        return said

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """An answer has words."""
        more = {"response": "Say what it said, or that it knew nothing"} if said.get("answered_on") else {}
        return {**self.needed, **more}


def checks_of(enquiry: S47Enquiry) -> Any:
    """The checks of an enquiry, in the order in which they were entered."""
    return S47Check.objects.of(enquiry.child_id).filter(enquiry=enquiry).order_by("pk")


def check_forms(asked: Asked, sent: Any) -> Forms:
    """A row for each check; at first, one for each agency of the strategy discussion."""
    names = ("agency", "asked_on", "answered_on", "response")
    known = [{"entry": row.pk, **held_in(row, *names)} for row in checks_of(asked.row)]
    if not known:
        agencies = StrategyAgency.objects.of(asked.child).filter(discussion=asked.row.discussion_id)
        known = [{"agency": each.agency} for each in agencies.exclude(discussion=None).order_by("pk")]
    return {
        "checks": titled(rows(CheckRow, sent, "checks", "Check", initial=known, person=asked.child), "Checks")
    }


def save_checks(asked: Asked, values: Mapping[str, Any]) -> str:
    """What the agencies were asked, and said."""
    keep_rows(
        S47Check, values["checks"], asked, child=asked.child, enquiry=asked.row, episode=asked.row.episode
    )
    return entry_page(asked.row)


def why_ended(asked: Asked) -> str:
    """Once a manager has authorised the outcome it stands."""
    return "" if is_open(asked) else f"The enquiries ended on {day_text(asked.row.ended_on)}."


def is_open(asked: Asked) -> bool:
    """Whether the enquiries go on, or ended with nobody saying what they found: a child is exposed until it is said."""
    return asked.row.ended_on is None or asked.row.is_harm_substantiated is None


def harm_found(row: S47Enquiry) -> bool | None:
    """Whether harm was substantiated, by the outcome that is proposed or authorised."""
    return row.outcome != NOT_SUBSTANTIATED if row.outcome in OUTCOMES else row.is_harm_substantiated


class FoundForm(AboutChild):
    """What the enquiries found."""

    child_seen = text("When was the child seen, where, and alone or with whom?", rows=2, is_needed=True)
    others_spoken_to = text("Who else was spoken to?", rows=2, is_needed=True)
    medical = text(
        "What did a medical examination find?", rows=2, is_needed=True, help_text="Or: none, and why"
    )
    analysis = text(
        "What does it mean for this child?",
        rows=5,
        is_needed=True,
        help_text="What happened, what the risk is, how likely and how serious, and what protects",
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=[(each, each) for each in OUTCOMES], widget=forms.RadioSelect
    )
    is_conference_required_by_end = Answer(
        label="Should there be a child protection conference?", is_needed=True
    )
    child_told = text("How was the child told?", rows=2, is_needed=True, help_text="Or: not told, and why")
    parent_told = text("How were the parents told?", rows=2, is_needed=True)
    agencies_told = text("Which agencies were told?", rows=2, is_needed=True)
    why_odd = why_odd()

    def __init__(self, *args: Any, enquiry: S47Enquiry, **named: Any) -> None:
        super().__init__(*args, **named)
        self.enquiry = enquiry
        if self.person.is_unborn:  # nobody can have seen the baby
            del self.fields["child_seen"]

    def clean(self) -> dict[str, Any]:
        """Unusual: nobody's record says that she was seen, nothing was checked, or a conference after no harm."""
        said = super().clean()
        odd = [
            ""
            if self.person.is_unborn or seen_in(self.enquiry)
            else "No visit is recorded in which the child was seen.",
            "" if checks_of(self.enquiry).exists() else "No agency was asked what it knows.",
        ]
        if said.get("outcome") == NOT_SUBSTANTIATED and said.get("is_conference_required_by_end"):
            odd.append("A conference is asked for though harm was not substantiated.")
        self.needs_reason(WHY_ODD, odd)
        return said


def seen_in(enquiry: S47Enquiry) -> list[Visit | InNeedVisit]:
    """The visits since the enquiries began in which the child was seen, the first first; none without that day."""
    if enquiry.started_on is None:
        return []
    since = Q(visited_on__gte=enquiry.started_on, is_child_seen=True)
    held = Visit.objects.of(enquiry.child_id).filter(since, kind=VisitKind.HELD)
    found = [*held, *InNeedVisit.objects.of(enquiry.child_id).filter(since)]
    return sorted(found, key=lambda visit: visit.visited_on)


def seen_words(visit: Visit | InNeedVisit) -> str:
    """A visit in a few words."""
    alone = {True: ", alone", False: ", not alone"}.get(
        visit.is_seen_alone, ", whether alone is not recorded"
    )
    return f"{day_text(visit.visited_on)}{alone}"


def found_forms(asked: Asked, sent: Any) -> Forms:
    """What is written already, and the visits that the record holds."""
    row = asked.row
    known = held_in(row, *(name for name in FoundForm.base_fields if name != WHY_ODD))
    known["child_seen"] = row.child_seen or "; ".join(map(seen_words, seen_in(row)))
    return {"found": FoundForm(sent, prefix="found", person=asked.child, enquiry=row, initial=known)}


def save_found(asked: Asked, values: Mapping[str, Any]) -> str:
    """The outcome that the worker proposes. The enquiries are not over until a manager agrees."""
    row, said = asked.row, dict(values["found"])
    odd = said.pop(WHY_ODD)
    conference = said.pop("is_conference_required_by_end")
    for name, value in said.items():
        setattr(row, name, value)
    if (
        row.ended_on is None
    ):  # of enquiries that ended already, all that is told of them waits for the manager
        row.is_conference_required_by_end, row.is_harm_substantiated = conference, harm_found(row)
    row.save()
    words = f"{row.outcome}; {'a conference' if conference else 'no conference'} proposed"
    moved(row, FOUND, by=asked.by, reason=words, odd=odd)
    return entry_page(row)


def beside_enquiry(asked: Asked) -> dict[str, Any]:
    """When it is due, when the child was seen, and what agencies said."""
    row = asked.row
    checks = [f"{each.agency}: {each.response or 'no answer yet'}" for each in checks_of(row)]
    started = row.discussion.decision if row.discussion else ""
    return {
        "known": [
            Known("Due", due_lines(asked.child, "s47_outcome", "icpc_15"), "Nothing is due."),
            Known("Why the enquiries began", [started] if started else []),
            Known(
                "The child was seen",
                list(map(seen_words, seen_in(row))),
                "No visit says so since they began.",
            ),
            Known("Checks", checks, "None is recorded."),
        ]
    }


# The manager's authorisation


class AuthoriseForm(AboutChild):
    """What a manager decides on the outcome."""

    is_conference_required = Answer(label="Is a child protection conference to be held?", is_needed=True)
    reason = text("Why?", is_needed=True)
    chair_consulted = line("If there is none though harm was substantiated: which chair was consulted?")
    chair_consulted_on = Day(label="On which day?", required=False)
    support_instead = text("What support is there instead?", rows=2)
    are_partners_told = Answer(label="Do the agencies that took part know that there will be none?")
    happened: ClassVar = ("chair_consulted_on",)

    def __init__(self, *args: Any, enquiry: S47Enquiry, **named: Any) -> None:
        super().__init__(*args, **named)
        self.enquiry = enquiry

    def clean(self) -> dict[str, Any]:
        """No conference after harm was substantiated: chair, support and partners."""
        said = super().clean()
        if said.get("is_conference_required") is False and harm_found(self.enquiry):
            for name, words in NO_CONFERENCE.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return said


NO_CONFERENCE = {
    "chair_consulted": "Harm was substantiated: name the chair whom you consulted",
    "chair_consulted_on": "Say when you consulted the chair",
    "support_instead": "Say what support the family has instead",
    "are_partners_told": "Tell the agencies that took part first, then record the decision",
}


def authorise_forms(asked: Asked, sent: Any) -> Forms:
    """The decision, as it was proposed."""
    row = asked.row
    known = {} if row.ended_on else {"is_conference_required": answered(row.is_conference_required_by_end)}
    form = AuthoriseForm(sent, prefix="decision", person=asked.child, enquiry=row, initial=known)
    return {"decision": form}


def why_not_authorise(asked: Asked) -> str:
    """Once, after an outcome was proposed, and by another than who proposed it."""
    row = asked.row
    if not is_open(asked):
        return why_ended(asked)
    proposals = Move.objects.filter(child=row.child_id, of=row._meta.label, entry=row.pk, state=FOUND)
    if not proposals.exists():
        return "No outcome is proposed yet. The worker writes up what the enquiries found first."
    return OWN if has_written(asked.by, row) else ""


def has_written(user: Any, row: S47Enquiry) -> bool:
    """Whether somebody wrote what the enquiries found, or put it right: another manager decides on it."""
    moves = Move.objects.filter(child=row.child_id, of=row._meta.label, entry=row.pk, by=user)
    return bool(moves.filter(state__in=(FOUND, CORRECTED)).exists())


def save_authorised(asked: Asked, values: Mapping[str, Any]) -> str:
    """The enquiries end; a conference is called, or it is said why there is none."""
    row, said = asked.row, values["decision"]
    if row.ended_on is None:
        row.ended_on = row.ended_recorded_on = today()
    row.is_manager_authorised, row.authorised_by = True, asked.worker
    row.is_harm_substantiated = harm_found(row)
    row.is_conference_required_by_end = said["is_conference_required"]
    if row.is_harm_substantiated and not row.is_conference_required_by_end:
        without_conference(row, said)
    row.save()
    moved(row, AUTHORISED, by=asked.by, reason=said["reason"])
    return entry_page(call_initial(asked, row, said["reason"]) if row.is_conference_required_by_end else row)


def without_conference(row: S47Enquiry, said: Mapping[str, Any]) -> None:
    """Why there is none though harm was substantiated, which chair was consulted, and what there is instead."""
    row.no_conference_on = row.no_conference_recorded_on = today()
    row.no_conference_reason = said["reason"]
    row.is_no_conference_authorised = row.is_chair_consulted = True
    for name in NO_CONFERENCE:
        setattr(row, name, said[name])


def call_initial(asked: Asked, enquiry: S47Enquiry, reason: str) -> Conference:
    """The conference that the enquiries ask for: decided, and not booked yet."""
    made = Conference.objects.create(
        child=asked.child, kind=initial_kind(asked.child), enquiry=enquiry, referral_id=enquiry.referral_id,
        episode=enquiry.episode, decided_on=today(), decided_recorded_on=today(), reason=reason,
        worker=enquiry.worker, **entered(asked),
    )  # fmt: skip
    moved(made, DECIDED, by=asked.by, reason=reason)
    return made


def initial_kind(child: Person) -> ConferenceKind:
    """Before birth or after it."""
    return ConferenceKind.PRE_BIRTH if child.is_unborn else ConferenceKind.INITIAL


def beside_authorise(asked: Asked) -> dict[str, Any]:
    """The outcome and its analysis, and what the enquiries rest on."""
    row = asked.row
    proposed = [part for part in (row.outcome, row.analysis, row.medical) if part]
    return {"known": [Known("What was found", proposed), *beside_enquiry(asked)["known"]]}


# Until the conference


class InterimForm(AboutChild):
    """What keeps the child safe until the conference."""

    happened: ClassVar = ("interim_plan_on",)
    interim_plan = text(
        "What keeps the child safe until the conference?",
        rows=5,
        is_needed=True,
        help_text="Who does what, who is not alone with the child, whom the child can call",
    )
    interim_plan_on = Day(label="Agreed on", initial=today)


def interim_forms(asked: Asked, sent: Any) -> Forms:
    """The plan as it stands."""
    known = held_in(asked.row, "interim_plan") | {"interim_plan_on": asked.row.interim_plan_on or today()}
    return {"interim": InterimForm(sent, prefix="interim", person=asked.child, initial=known)}


def save_interim(asked: Asked, values: Mapping[str, Any]) -> str:
    """The interim plan."""
    row = asked.row
    row.interim_plan, row.interim_plan_on = (
        values["interim"]["interim_plan"],
        values["interim"]["interim_plan_on"],
    )
    row.interim_plan_recorded_on = today()
    row.save()
    moved(row, "interim plan agreed", by=asked.by)
    return entry_page(row)


def why_no_interim(asked: Asked) -> str:
    """It answers what the enquiries found, so it comes after them."""
    row = asked.row
    if not row.ended_on:
        return "The plan until the conference answers what the enquiries found: authorise the outcome first."
    return "" if row.is_conference_required_by_end else "No conference is to be held."


CHECKS = Recording(
    key="protection:s47-checks",
    title="Record checks with agencies",
    act=Act.STRATEGY_WRITE,
    forms=check_forms,
    save=save_checks,
    about=TABLE,
    template="protection/together.html",
    why_not=why_ended,
    is_for=is_open,
    beside=beside_enquiry,
    is_shared=True,
)
OUTCOME = Recording(
    key="protection:s47-outcome",
    title="Write up what the enquiries found",
    act=Act.STRATEGY_WRITE,
    forms=found_forms,
    save=save_found,
    about=TABLE,
    template="protection/together.html",
    hint="A manager authorises it afterwards.",
    done="The outcome is written up. A manager who did not write it authorises it now.",
    why_not=why_ended,
    is_for=is_open,
    beside=beside_enquiry,
    is_shared=True,
)
AUTHORISE = Recording(
    key="protection:s47-authorise",
    title="Authorise the outcome",
    act=Act.STRATEGY_APPROVE,
    forms=authorise_forms,
    save=save_authorised,
    about=TABLE,
    template="protection/together.html",
    button="Authorise",
    done="The outcome is authorised.",
    why_not=why_not_authorise,
    is_for=is_open,
    beside=beside_authorise,
    is_shared=True,
)
INTERIM = Recording(
    key="protection:s47-interim",
    title="Record the plan until the conference",
    act=Act.STRATEGY_WRITE,
    forms=interim_forms,
    save=save_interim,
    about=TABLE,
    template="protection/together.html",
    why_not=why_no_interim,
    is_for=lambda asked: bool(asked.row.ended_on and asked.row.is_conference_required_by_end),
    beside=beside_enquiry,
    is_shared=True,
)
ENQUIRIES = (CHECKS, OUTCOME, AUTHORISE, INTERIM)
