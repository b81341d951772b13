"""What an assessment must hold, the states that it goes through, and who may not pass her own.

The parts are those of the shelf (domain/documents.md, 6). Each is named once, by its box: what is missing is told in
the words of the box.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from keel.front_door.models import Assessment
from keel.people.kin import children_near, parents_of
from keel.people.models import Person
from keel.recording.declared import CannotBeRecorded
from keel.recording.moves import REDECIDED, moved, state_of, wrote

WRITING, SENT, BACK, DONE = "being written", "sent to the manager", "sent back", "authorised"
WAYS: Mapping[str, tuple[str, ...]] = {  # from each state, where it may go; DONE is the end
    WRITING: (WRITING, SENT), BACK: (WRITING, SENT), SENT: (BACK, DONE), DONE: (),
}  # fmt: skip


class Outcome(StrEnum):
    """What an assessment comes to."""

    NOTHING = "No further action"
    EARLY_HELP = "Step down to early help"
    IN_NEED = "Child in need plan"
    ENQUIRY = "Strategy discussion, for a section 47 enquiry"
    LOOKED_AFTER = "Child to be looked after"
    GOES_ON = "The plan that is under way goes on"

    @property
    def needs_support(self) -> bool:
        """Whether a social worker goes on with the child."""
        return self not in (Outcome.NOTHING, Outcome.EARLY_HELP)


@dataclass(frozen=True, slots=True)
class Part:
    """A part in words: its column, what its box asks, and help. ``{name}`` stands for the child."""

    name: str
    label: str
    help_text: str = ""
    rows: int = 3


@dataclass(frozen=True, slots=True)
class Section:
    """Parts that stand together on the page; some are asked only of a child who is born, or only of one who is not."""

    key: str
    title: str
    parts: tuple[Part, ...]
    of_born: bool = True
    of_unborn: bool = True

    def is_of(self, child: Person) -> bool:
        """Whether it is asked about this child."""
        return self.of_unborn if child.is_unborn else self.of_born


SECTIONS = (
    Section(
        "why",
        "Why it is made",
        (
            Part("reason", "Why is this assessment made?", rows=2),
            Part("question", "What is it to answer?", rows=2),
        ),
    ),
    Section(
        "child",
        "The child’s own view",
        (
            Part(
                "seen_dates",
                "When did you see {name}, and when alone?",
                "Each day, where, and who was there. If you did not see {name}, why not",
            ),
            Part("child_views", "What does {name} think and want?", "As far as you can, in {name}’s own words"),
            Part(
                "child_views_method",
                "How did you find that out?",
                "For example by talking, drawing, a game, or watching a baby with her mother",
                rows=2,
            ),
        ),
        of_unborn=False,
    ),
    Section(
        "unborn",
        "Before the birth",
        (
            Part("antenatal_care", "What antenatal care is there?", "Appointments kept and missed, and with whom"),
            Part("earlier_children", "Earlier children of either parent, and where each is now"),
            Part("father_or_partner", "The father, or the mother’s partner"),
            Part("plans_for_birth", "What is planned for the birth and going home?"),
        ),
        of_born=False,
    ),
    Section(
        "life",
        "What life is like",
        (
            Part("needs", "What does {name} need, and what of it is met?"),
            Part("parenting", "What do the parents or carers do well, and what not?"),
            Part("surroundings", "Family, home and surroundings"),
            Part("disability", "Disability, and how {name} communicates", "Say so if there is nothing to note"),
            Part("identity", "Identity", "Ethnicity, language, faith, and what matters to {name} about who {name} is"),
        ),
    ),
    Section(
        "history",
        "What went before",
        (
            Part("key_events", "Key events, in order", "Each with its day", rows=6),
            Part("family_history", "The parents’ own history", "Such as harm in childhood, violence, earlier children"),
            Part(
                "history_effect",
                "What does that history do to {name}?",
                "To how {name} feels, to {name}’s body, to how {name} is cared for now",
            ),
            Part("agencies", "What do other agencies know?", "Which agency, who, and when you asked"),
        ),
    ),
    Section(
        "meaning",
        "What it means",
        (
            Part("analysis", "What does all this mean for {name}?", rows=6),
            Part("risk", "What is the risk, how likely, how serious, and what protects?"),
            Part("conclusion", "What do you conclude?"),
            Part("what_next", "What is to happen next, who does it, and by when?"),
        ),
    ),
)  # fmt: skip


def sections_of(child: Person) -> Iterator[Section]:
    """Those asked about a child."""
    return (section for section in SECTIONS if section.is_of(child))


def standing(assessment: Assessment) -> str:
    """Where it stands; one that came authorised from elsewhere is so."""
    return state_of(assessment, DONE if assessment.authorised_on else WRITING)


def step(assessment: Assessment, state: str, *, by: Any, reason: str = "", odd: str = "") -> None:
    """It comes into a state. Raises CannotBeRecorded where no way leads there from where it stands."""
    if state not in WAYS[standing(assessment)]:
        raise CannotBeRecorded(f"This assessment is {standing(assessment)}: it cannot be {state} now.")
    moved(assessment, state, by=by, reason=reason, odd=odd)


def has_written(user: Any, assessment: Assessment) -> bool:
    """Whether somebody wrote any of it: she does not authorise it. Whoever sent it back has not written it."""
    return wrote(user, assessment, without=(BACK, DONE, REDECIDED))


def weighs_history(assessment: Assessment) -> bool:
    """Whether it says what the parents' history is, and what that does to the child."""
    return bool(assessment.family_history.strip() and assessment.history_effect.strip())


def conclude(assessment: Assessment) -> None:
    """What follows from what it comes to."""
    outcome = Outcome(assessment.outcome)
    assessment.is_no_further_action = outcome is Outcome.NOTHING
    assessment.needs_support = outcome.needs_support


def missing(assessment: Assessment, child: Person) -> list[str]:
    """What it must hold and does not, in the words of its boxes."""
    return [
        *_missing_words(assessment, child),
        *(f"the views of {who}, or how you tried to ask" for who in _parents_not_asked(assessment, child)),
        *(f"whether {one.shown_name} is considered, and why" for one in not_considered(assessment, child)),
        *_missing_answers(assessment, child),
    ]


def _missing_words(assessment: Assessment, child: Person) -> Iterator[str]:
    for section in sections_of(child):
        for part in section.parts:
            if not getattr(assessment, part.name).strip():
                yield part.label.replace("{name}", child.called)


def _missing_answers(assessment: Assessment, child: Person) -> Iterator[str]:
    if not child.is_unborn and assessment.is_child_seen_by_end is None:
        yield f"whether you saw {child.called}"
    if not assessment.factors.found().exists():
        yield "at least one factor, or that none was found"
    if not assessment.outcome:
        yield "what it comes to"


def _parents_not_asked(assessment: Assessment, child: Person) -> Iterator[str]:
    rows = list(assessment.parents.all())
    told = {row.parent_id for row in rows if row.views.strip() or row.tries.strip()}
    known = parents_of(child)
    yield from (one.shown_name for one in known if one.pk not in told)
    if not known and not told:
        yield "a parent or carer"


def not_considered(assessment: Assessment, child: Person) -> list[Person]:
    """The children near her of whom it is not said whether they are considered, and why."""
    rows = assessment.children_considered.exclude(is_considered=None).exclude(reason="")
    said = set(rows.values_list("other", flat=True))
    return [one for one in children_near(child) if one.pk not in said]


def factors_of(assessment: Assessment) -> list[str]:
    """The codes of the factors that were found."""
    return sorted(assessment.factors.found().values_list("factor", flat=True))
