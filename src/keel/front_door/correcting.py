"""What may be put right at the front door: what was entered, and, by whoever may decide it, what was decided."""

from collections.abc import Iterable
from typing import Any

from keel.access.policy import Act
from keel.front_door.assessing import NOT_BOTH, save_factors, stands_alone
from keel.front_door.assessments import (
    DONE,
    conclude,
    factors_of,
    has_written,
    sections_of,
    standing,
    weighs_history,
)
from keel.front_door.assessments import Outcome as Concluded
from keel.front_door.authorising import OWN as WROTE_IT
from keel.front_door.contacts import known_before_told
from keel.front_door.deciding import (
    AS_TOLD,
    DECIDED,
    LOOKED_INTO,
    OWN,
    TOLD,
    Outcome,
    after_contact,
    settle,
)
from keel.front_door.earlier import referrals_in_year
from keel.front_door.models import Assessment, Contact, Referral
from keel.front_door.referrals import borne_out
from keel.front_door.suitability import cannot_redecide, known_before_decided
from keel.front_door.taking import tell_outcome
from keel.record.codes import choices_of
from keel.recording.correcting import Fields, Follows, Put, correction
from keel.recording.declared import Asked
from keel.recording.moves import REDECIDED, wrote
from keel.report.wording import day_text

THE_DECISION = "Correct the decision"
STAYS = (
    "Whether the contact became a referral stays as it was decided. What should have been one needs a contact of its "
    "own; what should have been none is closed as a referral, with the reason."
)
BEING_WRITTEN = "The assessment is still being written: write on in it."
FACTS: Fields = {
    "received_on": "Day on which it reached us",
    "received_time": "At what time",
    "source": Put("Who told us", choices=lambda _: choices_of("source")),
    "source_name": "Her or his name and post",
    "partner_agency": "Which agency, where a partner told us",
    "partner_aware_on": "Day on which the partner first knew",
    "partner_aware_time": "At what time it knew",
    "reason": "What it is about",
}


def _came(form: Any) -> None:
    """A partner knew before it told us; and nothing was done about it before it reached us."""
    known_before_told(form)
    day = form.cleaned_data.get("received_on")
    for done in filter(None, (getattr(form.row, name, None) for name in ("made_on", "closed_on"))):
        if day and day > done:
            form.add_error("received_on", f"It was dealt with on {day_text(done)}. Check the day")


def _count(referral: Referral) -> None:
    if referral.received_on:
        day = referral.received_on
        referral.referrals_in_year = referrals_in_year(referral.child, day, itself=referral)


def _assessed_of(contact: Contact) -> Iterable[Assessment]:
    return Assessment.objects.of(contact.child_id).filter(referral__contact=contact)


CONTACT = correction(
    "front_door.Contact",
    "contact-correction",
    act=Act.CONTACT_WRITE,
    fields=FACTS,
    check=_came,
    follows=(
        Follows(
            lambda row: Referral.objects.of(row.child_id).filter(contact=row),
            {name: name for name in FACTS},
            _count,
        ),
        Follows(_assessed_of, {"received_on": "referred_on"}),
    ),
)
REFERRAL = correction(
    "front_door.Referral",
    "referral-correction",
    act=Act.CONTACT_WRITE,
    fields=FACTS,
    check=_came,
    then=_count,
    follows=(
        Follows(
            lambda row: Assessment.objects.of(row.child_id).filter(referral=row),
            {"received_on": "referred_on"},
        ),
    ),
)


# What a manager decided on a contact


def _of_its_kind(contact: Contact) -> list[tuple[str, str]]:
    """A decision on a referral stays one: what was not referred and should have been needs a contact of its own."""
    kept = [each for each in Outcome if each.is_referral is _is_referral(contact)]
    return [(each.value, each.value) for each in kept]


def _is_referral(contact: Contact) -> bool:
    return contact.outcome in [each.value for each in Outcome if each.is_referral]


def _decided(contact: Contact) -> None:
    contact.is_no_further_action = contact.outcome == Outcome.NOTHING
    settle(contact)
    if contact.is_referrer_told:
        tell_outcome(contact, AS_TOLD.get(contact.outcome, LOOKED_INTO))


def _after_it_came(form: Any) -> None:
    for name in ("made", "referrer_told"):
        if f"{name}_on" in form.fields:
            after_contact(form, name, form.row)
    said, row = form.cleaned_data, form.row
    made = said.get("made_on", row.made_on)
    told = said.get("referrer_told_on", row.referrer_told_on)
    if made and told and told < made:
        name = "made_on" if "made_on" in said else "referrer_told_on"
        form.add_error(name, "Whoever made contact was told before it was decided: check the days")


def _not_hers(contact: Contact | None, asked: Asked) -> str:
    """Whoever wrote the contact decides nothing on it, and puts no decision on it right."""
    is_hers = contact is not None and wrote(asked.by, contact, without=(DECIDED, TOLD, REDECIDED))
    return OWN if is_hers else ""


CONTACT_DECISION = correction(
    "front_door.Contact",
    "contact-decision-correction",
    act=Act.CONTACT_APPROVE,
    title=THE_DECISION,
    fields={
        "outcome": Put("What was decided", choices=_of_its_kind, hint=STAYS),
        "decision": "Why",
        "made_on": "Day on which it was decided",
        "made_time": "At what time it was decided",
    },
    state=REDECIDED,
    is_for=lambda row: bool(row.outcome),
    why_not=lambda asked: _not_hers(asked.row, asked) if asked.row.outcome else "It is not decided yet.",
    check=_after_it_came,
    then=_decided,
    follows=(
        Follows(lambda row: Referral.objects.of(row.child_id).filter(contact=row), {"outcome": "outcome"}),
    ),
)
TELLING = correction(
    "front_door.Contact",
    "telling-correction",
    act=Act.CONTACT_WRITE,
    title="Correct when whoever made contact was told",
    fields={"referrer_told_on": "Day on which she or he was told", "referrer_told_time": "At what time"},
    is_for=lambda row: bool(row.is_referrer_told),
    why_not=lambda asked: "" if asked.row.is_referrer_told else "Nobody has been told yet.",
    check=_after_it_came,
    then=_decided,
)
NEED = correction(
    "front_door.Referral",
    "referral-decision-correction",
    act=Act.CONTACT_APPROVE,
    title=THE_DECISION,
    fields={"primary_need": Put("The main need", choices=lambda _: choices_of("need"))},
    state=REDECIDED,
    why_not=lambda asked: _not_hers(asked.row.contact, asked),
)
CLOSING = correction(
    "front_door.Referral",
    "closing-correction",
    act=Act.CONTACT_APPROVE,
    title="Correct the closing",
    fields={
        "closed_on": "Day on which it was closed",
        "close_reason": Put("Why it was closed", choices=lambda _: choices_of("closing")),
        "closing_words": "What changed for the child, and who helps the family since",
    },
    state=REDECIDED,
    is_for=lambda row: row.closed_on is not None,
    why_not=lambda asked: "" if asked.row.closed_on else "This referral is not closed.",
    check=lambda form: borne_out(form, form.row),
)


# An assessment, once it is authorised


def _written(asked: Asked) -> Fields:
    """What it says, part by part, and what is counted of it."""
    words = {part.name: part.label for section in sections_of(asked.child) for part in section.parts}
    found = Put(
        "Factors that bear on the child’s life",
        choices=lambda _: choices_of("factor"),
        held=factors_of,
        keep=save_factors,
    )
    seen = {} if asked.child.is_unborn else {"is_child_seen_by_end": "Was the child seen in this assessment?"}
    return {"started_on": "Day on which it started", **words, **seen, "factors": found}


def _can_be(form: Any) -> None:
    said, row = form.cleaned_data, form.row
    if stands_alone(said.get("factors", [])):
        form.add_error("factors", NOT_BOTH)
    day = said.get("started_on")
    if day and row.referred_on and day < row.referred_on:
        form.add_error("started_on", f"The referral came on {day_text(row.referred_on)}. Check the day")
    if day and row.authorised_on and day > row.authorised_on:
        form.add_error("started_on", f"It was authorised on {day_text(row.authorised_on)}. Check the day")


def _weigh(assessment: Assessment) -> None:
    assessment.is_history_weighed = weighs_history(assessment)


def _is_authorised(assessment: Assessment | None) -> bool:
    return assessment is not None and standing(assessment) == DONE


def _not_written_any_more(asked: Asked) -> str:
    return "" if _is_authorised(asked.row) else BEING_WRITTEN


def _of_assessment(asked: Asked) -> str:
    return "" if _is_authorised(asked.row.assessment) else BEING_WRITTEN


def _not_its_writer(asked: Asked) -> str:
    if not _is_authorised(asked.row):
        return "It is not authorised yet."
    return WROTE_IT if has_written(asked.by, asked.row) else ""


ASSESSMENT = correction(
    "front_door.Assessment",
    "assessment-correction",
    act=Act.ASSESSMENT_WRITE,
    fields=_written,
    is_for=_is_authorised,
    why_not=_not_written_any_more,
    check=_can_be,
    then=_weigh,
)
CONCLUSION = correction(
    "front_door.Assessment",
    "assessment-decision-correction",
    act=Act.ASSESSMENT_APPROVE,
    title=THE_DECISION,
    fields={
        "outcome": Put(
            "What it comes to", choices=lambda _: [(each.value, each.value) for each in Concluded]
        ),
        "authorising_comment": "Why it was authorised",
    },
    state=REDECIDED,
    is_for=_is_authorised,
    why_not=_not_its_writer,
    then=conclude,
)
PARENT = correction(
    "front_door.ParentView",
    "parent-view-correction",
    act=Act.ASSESSMENT_WRITE,
    fields={
        "views": "What she or he says",
        "how_asked": "How it was asked",
        "asked_on": "Day on which it was asked",
        "tries": "What was tried, where nobody could ask",
    },
    is_for=lambda row: _is_authorised(row.assessment),
    why_not=_of_assessment,
)
CONSIDERED = correction(
    "front_door.ChildConsidered",
    "child-considered-correction",
    act=Act.ASSESSMENT_WRITE,
    fields={
        "is_considered": "Is this child considered in the assessment?",
        "reason": "What was found, or why it is not needed",
    },
    is_for=lambda row: _is_authorised(row.assessment),
    why_not=_of_assessment,
)
LOOK = correction(
    "front_door.AssessmentCheckpoint",
    "look-correction",
    act=Act.ASSESSMENT_APPROVE,
    fields={
        "held_on": "Day on which the manager looked at it",
        "comment": "What she saw, and what she asked for",
    },
    state=REDECIDED,
    why_not=lambda asked: (
        WROTE_IT if asked.row.assessment and has_written(asked.by, asked.row.assessment) else ""
    ),
)
PREGNANCY = correction(
    "front_door.Pregnancy",
    "pregnancy-correction",
    act=Act.ASSESSMENT_WRITE,
    fields={"known_on": "Day on which we first knew of the pregnancy"},
)


def _report(visit: Any) -> None:
    visit.is_report_written = bool(visit.report.strip())


FOSTERING = correction(
    "front_door.PrivateFostering",
    "private-fostering-correction",
    act=Act.ASSESSMENT_WRITE,
    fields={
        "notified_on": "Day on which we came to know of it",
        "notified_by": "Who told us",
        "began_on": Put("Day on which it began or will", is_to_come=True),
        "carer": "With whom the child lives",
        "intended_length": "How long it is meant to last",
        "why_with_carer": "Why the child lives there",
    },
)
SUITABILITY = correction(
    "front_door.PrivateFostering",
    "private-fostering-decision-correction",
    act=Act.ASSESSMENT_APPROVE,
    title=THE_DECISION,
    fields={
        "is_suitable": "Is the arrangement suitable?",
        "decision": "Why, and what is done about it",
        "decided_on": "Day on which it was decided",
    },
    state=REDECIDED,
    is_for=lambda row: row.decided_on is not None,
    why_not=cannot_redecide,
    check=known_before_decided,
)
FOSTERING_VISIT = correction(
    "front_door.PrivateFosteringVisit",
    "private-fostering-visit-correction",
    act=Act.ASSESSMENT_WRITE,
    fields={
        "visited_on": "Day of the visit",
        "is_spoken_alone": "Was the child spoken with alone?",
        "not_alone_reason": "If not, why not",
        "report": "What was found",
    },
    then=_report,
)
CORRECTING = (
    CONTACT, CONTACT_DECISION, TELLING, REFERRAL, NEED, CLOSING, ASSESSMENT, CONCLUSION, PARENT, CONSIDERED, LOOK,
    PREGNANCY, FOSTERING, SUITABILITY, FOSTERING_VISIT,
)  # fmt: skip
