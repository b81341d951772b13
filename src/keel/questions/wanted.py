"""What the form of a question asks besides: the decision that is missing, in its own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from keel.access.roles import Role
from keel.oversight.deciding import asks_of_incident, looks_due
from keel.oversight.models import FlagGround, SeniorReviewKind
from keel.oversight.posts import Posts
from keel.practice.ladder import Colour, next_rung
from keel.questions.asked import Question
from keel.supervision.deciders import looks


@dataclass(frozen=True, slots=True)
class Wanted:
    """What this question asks of whoever answers it.

    ``looks`` are the ages of a plan at which a decision is missing; ``heard``, who is heard before it is made;
    ``may_take_up``, whether anybody stands above whoever is asked.
    """

    may_accept: bool
    looks: tuple[SeniorReviewKind, ...] = ()
    heard: Role | None = None
    is_incident: bool = False
    may_take_up: bool = True


def grounds_of(asked: Question) -> list[FlagGround]:
    """The reasons of a question that stand, in one statement."""
    flags = [each.pk for each in asked.flags if each.colour is not Colour.SOON]
    return list(FlagGround.objects.filter(flag__in=flags, closed_on=None).order_by("key", "pk"))


def wanted(asked: Question, grounds: Sequence[FlagGround], posts: Posts) -> Wanted:
    """What a question asks for, by its matter and the reasons that stand."""
    due = tuple(looks_due(grounds))
    heard = next((look.heard for kind in due if (look := looks()[kind]).heard), None)
    may_accept = not due and all(each.matter.may_accept for each in asked.flags)
    over = (next_rung(each.rung, posts.of(each.row.child_id)) for each in asked.flags)
    return Wanted(may_accept, due, heard, asks_of_incident(grounds), may_take_up=all(over))
