"""Conditions and counting in plain English, so that a timescale can be read aloud."""

from collections.abc import Iterable, Mapping

from keel.practice.calendar import Unit
from keel.practice.history import Fact
from keel.practice.standards import Measure
from keel.practice.timescales.model import When

_FACTS: Mapping[Fact, tuple[str, str]] = {
    Fact.ABSENCE_EXPLAINED: ("the parents’ absence was explained", "the parents’ absence was not explained"),
    Fact.ACCESSIBLE_VERSION: ("it was a version the parent can use", "it was the usual version"),
    Fact.AGENCIES_PRESENT: (
        "local authority, police and health were all there",
        "local authority, police or health was not there",
    ),
    Fact.ANNOUNCED: ("it was announced", "it was not announced"),
    Fact.AT_HOME: ("it was at home", "it was not at home"),
    Fact.BEDROOM_SEEN: ("the bedroom was seen", "the bedroom was not seen"),
    Fact.CHAIR_CONSULTED: ("the chair was consulted", "the chair was not consulted"),
    Fact.CHILD_FOCUSED: ("it is about the child", "it is not about the child"),
    Fact.CHILD_SEEN: ("the child was seen", "the child was not seen"),
    Fact.CHILD_VIEWS: ("it has the child’s views", "it does not have the child’s views"),
    Fact.COMMUNICATION_KNOWN: (
        "how the child communicates is known",
        "how the child communicates is not known",
    ),
    Fact.CONFERENCE_REQUIRED: ("a conference is needed", "no conference is needed"),
    Fact.CONTINGENCY_COMPLETE: ("its contingency plan is complete", "its contingency plan is not complete"),
    Fact.COPIED: ("it was copied from another", "it was not copied from another"),
    Fact.COURT_LIKELY: ("court is likely", "court is not likely"),
    Fact.DATED_AND_OWNED: (
        "every action has a date and an owner",
        "an action has no date or no owner",
    ),
    Fact.DECISION_MADE: ("a decision was made", "no decision was made"),
    Fact.DECISION_RECORDED: ("a decision is recorded", "no decision was made"),
    Fact.DISABLED: ("the child is disabled", "the child is not disabled"),
    Fact.EARLIER_REMOVAL: ("an earlier child was removed", "no earlier child was removed"),
    Fact.EARLIER_UNKNOWN: ("the source holds only the latest of these", "the source holds them all"),
    Fact.HANDOVER_COMPLETE: ("the handover is complete", "the handover is not complete"),
    Fact.HARM_SUBSTANTIATED: ("harm was substantiated", "harm was not substantiated"),
    Fact.HISTORY_WEIGHED: ("the family’s history was weighed", "the family’s history was not weighed"),
    Fact.INADEQUATE: ("the audit was graded inadequate", "the audit was graded better than inadequate"),
    Fact.INTRODUCTION_MADE: ("the family met the new worker", "the family did not meet the new worker"),
    Fact.LETTER_PASSES: ("the letter passed its check", "the letter did not pass its check"),
    Fact.LONG_ENOUGH: ("it was long enough", "it was too short"),
    Fact.LONG_TERM_PLACEMENT: ("the placement is long-term", "the placement is not long-term"),
    Fact.MANAGER_AUTHORISED: ("a manager authorised it", "no manager authorised it"),
    Fact.NO_FURTHER_ACTION: ("no further action was decided", "further action was decided"),
    Fact.OFFER_DECLINED: ("nobody offered the meeting accepted it", "somebody accepted the meeting"),
    Fact.OTHER_CHILDREN_CONSIDERED: ("other children were considered", "other children were not considered"),
    Fact.OWN_WORDS: ("the child’s own words are recorded", "the child’s own words are not recorded"),
    Fact.PARENTS_INVITED: ("the parents were invited", "the parents were not invited"),
    Fact.PARENTS_PRESENT: ("the parents were there", "the parents were not there"),
    Fact.PARENT_NEEDS_ACCESSIBLE: (
        "a parent needs a version they can use",
        "no parent needs another version",
    ),
    Fact.PARENT_VIEWS: ("it has the parents’ views", "it does not have the parents’ views"),
    Fact.PARTNERS_TOLD: ("partner agencies were told", "partner agencies were not told"),
    Fact.PLAN_MADE: ("a protection plan was made", "no protection plan was made"),
    Fact.PROGRESS_FELL: ("things got worse", "things did not get worse"),
    Fact.PROGRESS_MADE: ("progress was made", "no progress was made"),
    Fact.PURPOSE_LINKED: ("its purpose was linked to the plan", "its purpose was not linked to the plan"),
    Fact.QUORATE: ("it was quorate", "it was not quorate"),
    Fact.RECEIVED_BY_CHAIR: ("the chair had it", "the chair did not have it"),
    Fact.REFERRER_TOLD: ("the referrer was told", "the referrer was not told"),
    Fact.REPORT_WRITTEN: ("a report was written", "no report was written"),
    Fact.SEEN_ALONE: ("the child was seen alone", "the child was not seen alone"),
    Fact.SHARED_WITH_PARENTS: ("the parents had it", "the parents did not have it"),
    Fact.SPOKEN_ALONE: ("the child was spoken to alone", "the child was not spoken to alone"),
    Fact.TAKES_OVER: ("the worker takes over from another", "the worker takes over from nobody"),
    Fact.TRANSFER_IN: ("the child is transferring in", "the child is not transferring in"),
    Fact.WITHOUT_WORKER: ("nobody was then allocated", "somebody was still allocated"),
}

_DAY_0 = "The day it starts is day 0, and it is in time until the end of the day it is due."
_WORKING = f"{_DAY_0} Saturdays, Sundays and bank holidays in England are not counted."
_COUNTING: Mapping[Unit | Measure, str] = {
    Unit.WORKING_DAYS: _WORKING,
    Unit.COURT_DAYS: _WORKING,
    Unit.CALENDAR_DAYS: f"{_DAY_0} Every day is counted.",
    Unit.WEEKS: f"{_DAY_0} It falls due on the same day of the week; bank holidays are counted.",
    Unit.MONTHS: f"{_DAY_0} It falls due on the same day of the month or, in a shorter month, on its last "
    f"day.",
    Unit.YEARS: f"{_DAY_0} It falls due on the same date of a later year; 29 February becomes 28 February.",
    Unit.HOURS: "The hours run through nights, weekends and bank holidays, to the minute where both times "
    "are "
    "recorded; otherwise the whole of the last day is in time.",
    Unit.PREGNANCY_WEEKS: "Weeks of pregnancy count back from the expected date, which is week 40. It is "
    "in time "
    "until the end of the day that week is reached.",
    Unit.DATE: "The date set is the day it is due, and it is in time until the end of that day.",
    Unit.EVENT: "It is in time until the end of the day of that event.",
    Measure.SHARE: "The days between the two dates are shared out; part of a day counts as the day before.",
}
_BACKWARDS = (
    "The day of the event is day 0 and the days are counted back from it. Saturdays, Sundays and bank "
    "holidays in "
    "England are not counted. It is in time until the end of the day it is due."
)


def fact_text(fact: Fact, recorded: bool) -> str:
    """A fact as it is said: "the child was seen", "it was not quorate"."""
    said, denied = _FACTS[fact]
    return said if recorded else denied


def asked_text(part: When) -> str:
    """What a condition asks for, without what would bar it: "visit held, where the child was seen"."""
    text = either(kind.label for kind in part.kinds)
    asked = [fact_text(fact, True) for fact in part.yes] + [fact_text(fact, False) for fact in part.no]
    return f"{text}, where {_listed(asked, 'and')}" if asked else text


def condition_text(part: When) -> str:
    """One condition in full: "conference held, unless it is recorded that it was not quorate"."""
    text = asked_text(part)
    barred = [fact_text(fact, False) for fact in part.not_no]
    barred += [fact_text(fact, True) for fact in part.not_yes]
    return f"{text}, unless it is recorded that {_listed(barred, 'or that')}" if barred else text


def conditions_text(parts: Iterable[When]) -> str:
    """Several conditions of which any will do."""
    return "; or ".join(condition_text(part) for part in parts)


def counting_text(unit: Unit | Measure, *, backwards: bool = False) -> str:
    """How the days are counted, for someone checking one on a wall calendar."""
    if backwards and unit in (Unit.WORKING_DAYS, Unit.COURT_DAYS):
        return _BACKWARDS
    return _COUNTING[unit]


def either(names: Iterable[str]) -> str:
    """Names of which any will do: "a, b or c"."""
    return _listed(list(names), "or")


def _listed(texts: list[str], word: str) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"
