"""A challenge is answered by whoever its stage asks; the chair takes the answer, or it goes up."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from keel.access.policy import Act
from keel.access.rules import CHAIRS, capacity
from keel.clock import today
from keel.oversight.models import Challenge, ChallengeStage
from keel.oversight.reasons import said_before
from keel.practice.ladder import Rung
from keel.record.codes import choices_of
from keel.recording.boxes import Answer, text
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.scrutiny.challenging import TABLE
from keel.scrutiny.notices import tell
from keel.scrutiny.posts import line_of
from keel.scrutiny.reasons import InOwnWords
from keel.scrutiny.stages import CHALLENGE, is_last
from keel.scrutiny.upwards import stage_now, stages_of, up
from keel.workforce.models import Involvement

ANSWERED, NOT_ACCEPTED, CLOSED = "answered", "answer not accepted", "closed"


class AnswerForm(InOwnWords):
    """What is done about it."""

    own_words: ClassVar = ("response",)
    response = text(
        "What is done about it, by whom and by when?",
        rows=4,
        is_needed=True,
        help_text="For this child. Where you do not agree with the chair, say why",
    )


def answer_forms(asked: Asked, sent: Any) -> Forms:
    """The answer; of the last stage, the decision."""
    hers = ChallengeStage.objects.filter(Q(challenge=asked.row) | Q(answered_by=asked.worker))
    form = AnswerForm(sent, prefix="answer", person=asked.child, before=said_before(hers, "response"))
    row = stage_now(asked.row)
    if row and is_last(CHALLENGE, row.stage):
        form.fields["response"].label = "What do you decide, and what is done by when?"
    return {"answer": form}


def save_answer(asked: Asked, values: Mapping[str, Any]) -> str:
    """The answer stands; the chair is told."""
    row, day, words = _stage(asked.row), today(), values["answer"]["response"]
    row.response, row.answered_by, row.answered_on = words, asked.worker, day
    if is_last(CHALLENGE, row.stage):
        row.director_decision, row.director_decided_on, row.director_decided_recorded_on = words, day, day
    row.save()
    moved(asked.row, ANSWERED, by=asked.by, reason=f"Stage {row.stage}")
    tell([asked.row.chair], "Your challenge is answered: accept it, or send it up", entry_page(asked.row))
    return entry_page(asked.row)


def _stage(challenge: Challenge) -> ChallengeStage:
    row = stage_now(challenge)
    assert row is not None, "why_not stands before"
    return row


def why_not_answer(asked: Asked) -> str:
    """While it waits for an answer, and by whoever is asked."""
    if words := _over(asked.row):
        return words
    row = _stage(asked.row)
    if row.answered_on:
        return f"It was answered on {day_text(row.answered_on)}: the chair decides now."
    if asked.row.chair_id and asked.worker and asked.row.chair_id == asked.worker.pk:
        return f"You raised it. It is for {asked_of(row)} to answer."
    if not is_asked(asked.by, row):
        return f"Stage {row.stage} is for {asked_of(row)} to answer."
    return ""


def is_asked(user: Any, row: ChallengeStage) -> bool:
    """Whether somebody answers at a stage: she to whom it was sent, or who holds its post today or one above it."""
    sent_to = row.sent_to.user_id if row.sent_to else None
    if user.pk == sent_to or not row.post:
        return bool(user.pk == sent_to)
    return line_of(row.child_id, today()).may_answer(user, Rung(row.post))


def asked_of(row: ChallengeStage) -> str:
    """Whom a stage asks, in words."""
    post = Rung(row.post).label if row.post else "somebody not recorded"
    return f"the {post}, {row.sent_to.name}" if row.sent_to else f"the {post}: nobody holds this post"


def _over(challenge: Challenge) -> str:
    if challenge.resolved_on:
        return f"The challenge was closed on {day_text(challenge.resolved_on)}."
    return "" if stage_now(challenge) else "It is not recorded to whom this challenge went."


# The chair


class JudgeForm(InOwnWords):
    """Whether the answer is enough; and of what is closed, what it changed for the child."""

    own_words: ClassVar = ("acceptance_reason", "what_changed")
    is_accepted = Answer(label="Do you accept the answer?", is_needed=True)
    acceptance_reason = text("Why?", rows=3, is_needed=True)
    what_changed = text(
        "If you do: what has changed for the child?",
        rows=3,
        help_text="Not what was done, but what is different in the child’s life",
    )
    theme = forms.ChoiceField(
        label="What is to be learned?", required=False, choices=[], widget=forms.Select()
    )
    learning = text("In your own words, if more is to be said", rows=2)
    family_told = text(
        "Whom of the family did you tell, and when?",
        rows=2,
        help_text="The child or the parents; where neither was told, why not",
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["theme"].choices = [("", "Choose"), *choices_of("challenge_theme")]

    def clean(self) -> dict[str, Any]:
        """What is accepted is closed, and says what it changed."""
        said = super().clean()
        if said.get("is_accepted"):
            for name, words in _TO_CLOSE.items():
                if not said.get(name):
                    self.add_error(name, words)
        return said


_TO_CLOSE = {
    "what_changed": "Say what has changed for the child. Where nothing has, do not accept the answer",
    "theme": "Say what is to be learned",
    "family_told": "Say whom of the family you told, or why nobody was told",
}


def judge_forms(asked: Asked, sent: Any) -> Forms:
    """Yes or no, with the reason."""
    hers = ChallengeStage.objects.filter(challenge__chair=asked.worker)
    before = said_before(hers, "response", "acceptance_reason", "challenge__what_changed")
    return {"outcome": JudgeForm(sent, prefix="outcome", person=asked.child, before=before)}


def save_judged(asked: Asked, values: Mapping[str, Any]) -> str:
    """Accepted, it is closed; not accepted, it goes up."""
    said, day, row = values["outcome"], today(), _stage(asked.row)
    row.is_accepted, row.judged_on, row.acceptance_reason = (
        said["is_accepted"],
        day,
        said["acceptance_reason"],
    )
    if not said["is_accepted"]:
        row.save()
        moved(asked.row, NOT_ACCEPTED, by=asked.by, reason=said["acceptance_reason"])
        up(asked.row, row, day, by=asked.by, reason=said["acceptance_reason"])
        return entry_page(asked.row)
    row.accepted_on = row.accepted_recorded_on = day
    row.save()
    challenge = asked.row
    challenge.resolved_on = day
    for name in ("what_changed", "theme", "learning", "family_told"):
        setattr(challenge, name, said[name])
    challenge.save()
    moved(challenge, CLOSED, by=asked.by, reason=said["acceptance_reason"])
    tell([row.sent_to, row.answered_by], "A chair’s challenge is closed", entry_page(challenge))
    return entry_page(challenge)


def why_not_judge(asked: Asked) -> str:
    """Once it is answered; by the chair alone, or by whoever chairs after her, and never by the one challenged."""
    if words := _over(asked.row):
        return words
    row = _stage(asked.row)
    if not row.answered_on:
        due = f", by {day_text(row.due_on)}" if row.due_on else ""
        return f"Not answered yet. It is for {asked_of(row)}{due}; after that day it goes up by itself."
    if asked.worker is None or was_challenged(asked):
        return "Whoever was challenged cannot close the challenge."
    return _not_the_chair(asked)


def was_challenged(asked: Asked) -> bool:
    """Whether this challenge was ever sent to whoever asks, or answered by her."""
    return any(asked.worker.pk in (row.sent_to_id, row.answered_by_id) for row in stages_of(asked.row))


def _not_the_chair(asked: Asked) -> str:
    """Blank for the chair; for another, while the chair who raised it still has the child."""
    chair = asked.row.chair
    if chair is None or chair.pk == asked.worker.pk:
        return ""
    still = Involvement.objects.of(asked.child).filter(worker=chair, ended_on=None)
    has_her = any(capacity(row.role) in CHAIRS for row in still) and chair.to_on is None
    return f"Only the chair who raised it, {chair.name}, closes it." if has_her else ""


def beside_challenge(asked: Asked) -> dict[str, Any]:
    """The challenge, and what each stage said."""
    row = asked.row
    said = [
        ("What is wrong", row.what_is_wrong),
        ("What it does to the child", row.effect_on_child),
        ("What should happen", f"{row.what_should_happen} By {day_text(row.by_on)}" if row.by_on else ""),
    ]
    return {
        "known": [
            {"title": "The challenge", "lines": [f"{name}: {words}" for name, words in said if words]},
            {"title": "Its stages", "lines": [_line(each) for each in stages_of(row)]},
        ]
    }


def _line(row: ChallengeStage) -> str:
    due = f", due by {day_text(row.due_on)}" if row.due_on else ""
    climbed = ", after nobody answered the stage before" if row.has_climbed else ""
    said = f". Answered on {day_text(row.answered_on)}: {row.response}" if row.answered_on else ""
    not_enough = f" The chair did not accept it: {row.acceptance_reason}" if row.is_accepted is False else ""
    return f"Stage {row.stage}, {asked_of(row)}, from {day_text(row.sent_on)}{due}{climbed}{said}{not_enough}"


def is_open(asked: Asked) -> bool:
    """Whether it is not closed."""
    return asked.row.resolved_on is None


ANSWER = Recording(
    key="scrutiny:challenge-answer",
    title="Answer the challenge",
    act=Act.CHALLENGE_ANSWER,
    forms=answer_forms,
    save=save_answer,
    about=TABLE,
    template="protection/together.html",
    button="Send the answer",
    done="Your answer is recorded. The chair accepts it, or it goes up.",
    why_not=why_not_answer,
    is_for=is_open,
    beside=beside_challenge,
    is_shared=True,
)
JUDGE = Recording(
    key="scrutiny:challenge-outcome",
    title="Accept the answer and close, or send it up",
    act=Act.CHALLENGE_WRITE,
    forms=judge_forms,
    save=save_judged,
    about=TABLE,
    template="protection/together.html",
    why_not=why_not_judge,
    is_for=is_open,
    beside=beside_challenge,
    is_shared=True,
)
