"""Whether a visit is written up, and what follows from its words: that they are the child's, enough, and new.

A visit under a plan and one without hold the same; only the first is read for what its words are worth.
"""

from rapidfuzz.fuzz import ratio

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.protection.models import InNeedVisit, Visit
from keel.protection.visits import VisitKind

ACCOUNT = (
    "own_words", "observation", "home_conditions", "parent_words", "plan_checks", "worries", "action_taken",
)  # fmt: skip


def write_up(visit: Visit | InNeedVisit) -> None:
    """Note what follows from the words, and the day on which nothing was left to write.

    What is not written yet is not recorded: only of a visit that is written up is it a no.
    """
    is_all_there = not still_to_write(visit)
    if isinstance(visit, Visit) and visit.kind == VisitKind.HELD:
        _judge(visit, is_all_there=is_all_there)
    if visit.written_up_on is None and is_all_there:
        visit.written_up_on = visit.written_up_recorded_on = today()


def _judge(visit: Visit, *, is_all_there: bool) -> None:
    unsaid = False if is_all_there else None
    visit.has_own_words = True if visit.own_words else unsaid
    visit.is_purpose_linked = True if visit.outcome_id else unsaid
    visit.is_long_enough = _is_long_enough(visit) or unsaid
    visit.is_copied = _is_copied(visit) or unsaid


def _account(visit: Visit) -> str:
    return " ".join(word for name in ACCOUNT for word in getattr(visit, name).casefold().split())


def _is_long_enough(visit: Visit) -> bool:
    least = standards_held()["d06_words"].value_on(visit.visited_on)
    return least is None or len(_account(visit).split()) >= least.value


def _is_copied(visit: Visit) -> bool:
    """Whether it says nearly what the visit before said; a visit that says nothing is no copy of another."""
    earlier = Visit.objects.of(visit.child).filter(kind=VisitKind.HELD, visited_on__lte=visit.visited_on)
    before = earlier.exclude(pk=visit.pk).order_by("-visited_on", "-pk").first()
    likeness = standards_held()["d06_similarity"].value_on(visit.visited_on)
    if before is None or likeness is None or not _account(visit):
        return False
    return ratio(_account(visit), _account(before)) >= likeness.value


def still_to_write(visit: Visit | InNeedVisit) -> list[str]:
    """What a visit must hold and this one does not, in the words of its boxes."""
    is_under_plan = isinstance(visit, Visit)
    if is_under_plan and visit.kind != VisitKind.HELD:
        return [] if visit.next_step else ["what happens next"]
    wanted = {
        "what it was for": visit.purpose,
        "who was there": visit.people_there,
        "the child’s own words, or what you saw": visit.own_words or visit.observation,
        "what was done of the plan": visit.plan_checks or not is_under_plan,
        "what worries you": visit.worries,
        "when the next visit is": visit.next_visit_on,
    }
    if visit.is_child_seen:
        wanted["whether the child was seen alone"] = visit.is_seen_alone is not None
        wanted["whether the sleeping place was seen"] = visit.is_bedroom_seen is not None
    elif visit.is_child_seen is False:
        wanted["which manager agreed that the child was not seen"] = visit.not_seen_approved_by_id
    return [words for words, held in wanted.items() if not held]
