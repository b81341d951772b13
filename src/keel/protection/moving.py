"""A child on a plan who moves in or away, and a review that is asked for before its day."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from keel.access.policy import Act
from keel.clock import today
from keel.protection.allowed import due_lines, gone_by, not_a_meeting_day
from keel.protection.convening import BOOKED, DAY_MOVED, DECIDED, PLAN, new_review
from keel.protection.models import (
    Conference,
    ConferenceKind,
    EarlyReviewRequest,
    ProtectionPlan,
    TransferIn,
    TransferOut,
)
from keel.protection.time_on_plan import already_on_plan, close_plan
from keel.protection.together import Known, entered, meeting_of
from keel.record.changes import changed
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text

MOVED_AWAY = "Moved to another authority"
AGREED, REFUSED = "agreed", "refused"


class MovedHereForm(AboutChild):
    """Another authority says that a child on a plan has moved here."""

    happened: ClassVar = ("notified_on",)
    notified_on = Day(label="On which day did the other authority tell us in writing?")
    from_authority = line("Which authority?", is_needed=True)
    is_temporary = Answer(
        label="Is the child here for a short stay only?",
        is_needed=True,
        help_text="Then the other authority keeps the plan, and no conference is held here",
    )


def moved_here_forms(asked: Asked, sent: Any) -> Forms:
    """The notice."""
    return {"notice": MovedHereForm(sent, prefix="notice", person=asked.child)}


def save_moved_here(asked: Asked, values: Mapping[str, Any]) -> str:
    """The notice; where the child has come to stay, a conference is called."""
    said, strand = dict(values["notice"]), f"transfer:{uuid4()}"
    if said["is_temporary"]:  # no notice of a transfer: nothing is due here
        said["stay_from_on"] = said.pop("notified_on")
    notice = TransferIn.objects.create(child=asked.child, episode=strand, **said, **entered(asked))
    if notice.is_temporary:
        return entry_page(notice)
    reason = f"On a plan of {notice.from_authority}, and moved here"
    conference = Conference.objects.create(
        child=asked.child, kind=ConferenceKind.TRANSFER_IN, episode=strand, reason=reason, worker=asked.worker,
        **entered(asked),
    )  # fmt: skip
    moved(conference, DECIDED, by=asked.by, reason=reason)
    return entry_page(conference)


def why_not_moved_here(asked: Asked) -> str:
    """A child on a plan here cannot bring another."""
    return f"{words}." if (words := already_on_plan(asked.child)) else ""


# Away


class MovingAwayForm(AboutChild):
    """A child on a plan is moving away."""

    happened: ClassVar = ("known_on", "notified_on")
    known_on = Day(label="When did we learn that the child moves?", initial=today)
    to_authority = line("To which authority?", is_needed=True)
    notified_on = Day(label="When did we tell that authority in writing, if we have?", required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody is told of what is not known."""
        said = super().clean()
        self.in_order("known_on", "notified_on", "It was told before we knew: check both days")
        return said


def away_forms(asked: Asked, sent: Any) -> Forms:
    """The move."""
    return {"move": MovingAwayForm(sent, prefix="move", person=asked.child)}


def save_away(asked: Asked, values: Mapping[str, Any]) -> str:
    """The child moves; the plan goes on here until the other authority has held its conference."""
    said, plan = values["move"], asked.row
    told = {"notified_recorded_on": today() if said["notified_on"] else None}
    row = TransferOut.objects.create(
        child=asked.child, plan=plan, episode=plan.episode, **said, **told, **entered(asked)
    )
    return entry_page(row)


def is_on_plan(asked: Asked) -> bool:
    """Whether the plan lasts."""
    return asked.row.ended_on is None


def why_not_away(asked: Asked) -> str:
    """While the plan lasts, and once."""
    if asked.row.ended_on:
        return f"The plan ended on {day_text(asked.row.ended_on)}."
    known = TransferOut.objects.of(asked.child).filter(plan=asked.row).first()
    return f"It is known that the child moves to {known.to_authority}: see Records." if known else ""


class ToldForm(AboutChild):
    """The other authority is told."""

    happened: ClassVar = ("notified_on",)
    notified_on = Day(label="On which day did we tell the other authority in writing?", initial=today)


def told_forms(asked: Asked, sent: Any) -> Forms:
    """The day."""
    return {"told": ToldForm(sent, prefix="told", person=asked.child)}


def save_told(asked: Asked, values: Mapping[str, Any]) -> str:
    """The other authority knows."""
    row = asked.row
    row.notified_on, row.notified_recorded_on = values["told"]["notified_on"], today()
    row.save()
    moved(row, "other authority told", by=asked.by)
    return entry_page(row)


def why_not_told(asked: Asked) -> str:
    """Once."""
    day = asked.row.notified_on
    return f"It was told on {day_text(day)}." if day else ""


class TakenOverForm(AboutChild):
    """The other authority has taken the child's plan over."""

    happened: ClassVar = ("ended_on",)
    ended_on = Day(label="On which day did the other authority’s conference take over?")
    reason = text("What did it decide, and who told us?", is_needed=True)

    def __init__(self, *args: Any, move: TransferOut, **named: Any) -> None:
        super().__init__(*args, **named)
        self.move = move

    def clean(self) -> dict[str, Any]:
        """Not before it was told, nor before the plan began."""
        said = super().clean()
        day, begun = said.get("ended_on"), self.move.plan.started_on if self.move.plan else None
        if day and begun and day < begun:
            self.add_error("ended_on", f"The plan began on {day_text(begun)}: check the day")
            return said
        if day and self.move.notified_on and day < self.move.notified_on:
            self.add_error(
                "ended_on",
                f"The other authority was told on {day_text(self.move.notified_on)}: check the day",
            )
        return said


def taken_over_forms(asked: Asked, sent: Any) -> Forms:
    """The day and the decision."""
    return {"end": TakenOverForm(sent, prefix="end", person=asked.child, move=asked.row)}


def save_taken_over(asked: Asked, values: Mapping[str, Any]) -> str:
    """The plan here ends."""
    plan = ProtectionPlan.objects.select_for_update().get(pk=asked.row.plan_id)
    said = values["end"]
    close_plan(asked, plan, said["ended_on"], MOVED_AWAY, why=said["reason"])
    moved(asked.row, "taken over", by=asked.by, reason=said["reason"])
    return entry_page(plan)


def why_not_taken_over(asked: Asked) -> str:
    """Once the other authority was told, while the plan lasts."""
    row = asked.row
    if row.plan is None:
        return "It is not recorded which plan this is about."
    if row.plan.ended_on:
        return f"The plan ended on {day_text(row.plan.ended_on)}."
    return "" if row.notified_on else "The other authority is not told yet: say when it was."


# Sooner than its day


class EarlyForm(AboutChild):
    """Somebody asks for a review before its day."""

    happened: ClassVar = ("requested_on",)
    requested_on = Day(label="When was an early review asked for?", initial=today)
    requested_by = line("Who asks?", is_needed=True, help_text="Name and agency, or the parent or child")
    reason = text("Why can it not wait?", is_needed=True)


def early_forms(asked: Asked, sent: Any) -> Forms:
    """The request."""
    return {"ask": EarlyForm(sent, prefix="ask", person=asked.child)}


def save_early(asked: Asked, values: Mapping[str, Any]) -> str:
    """The chair is asked."""
    plan = asked.row
    row = EarlyReviewRequest.objects.create(
        child=asked.child, plan=plan, episode=plan.episode, **values["ask"], **entered(asked)
    )
    return entry_page(row)


def why_not_early(asked: Asked) -> str:
    """While the plan lasts, and one request at a time."""
    if asked.row.ended_on:
        return f"The plan ended on {day_text(asked.row.ended_on)}."
    found = EarlyReviewRequest.objects.of(asked.child).filter(plan=asked.row, refused_on=None, agreed_on=None)
    waiting = found.order_by("-pk").first()
    return f"The chair was asked on {day_text(waiting.requested_on)} and has not answered." if waiting else ""


class AnswerForm(AboutChild):
    """The chair's answer."""

    planned: ClassVar = ("planned_on",)
    is_agreed = Answer(label="Is the review held early?", is_needed=True)
    planned_on = Day(label="If so: on which day?", is_past=False, required=False)
    reason = text("Why?", is_needed=True, help_text="What it means for the child")
    why_odd = why_odd()

    def clean(self) -> dict[str, Any]:
        """A yes has a day."""
        said = super().clean()
        if said.get("is_agreed") and not said.get("planned_on") and "planned_on" not in self.errors:
            self.add_error("planned_on", "Say on which day the review is held")
        day = said.get("planned_on")
        self.needs_reason("planned_on", [gone_by(day), not_a_meeting_day(day)])
        return said


def answer_forms(asked: Asked, sent: Any) -> Forms:
    """The answer."""
    return {"answer": AnswerForm(sent, prefix="answer", person=asked.child)}


def save_answer(asked: Asked, values: Mapping[str, Any]) -> str:
    """Agreed: the review has an early day. Refused: the reason stands."""
    row, said = asked.row, values["answer"]
    if not said["is_agreed"]:
        row.refused_on = row.refused_recorded_on = today()
        row.refusal_reason = said["reason"]
        row.save()
        moved(row, REFUSED, by=asked.by, reason=said["reason"])
        return entry_page(row)
    row.agreed_on = today()
    row.save()
    moved(row, AGREED, by=asked.by, reason=said["reason"])
    return entry_page(_early_review(asked, said))


def _early_review(asked: Asked, said: Mapping[str, Any]) -> Conference:
    """The review that is booked, with brothers and sisters, on its new day; or a new one."""
    plan = asked.row.plan
    found = Conference.objects.of(asked.child).filter(plan=plan, held_on=None).select_related("child")
    review = found.order_by("-planned_on", "-pk").first() or new_review(asked, plan)
    meeting = meeting_of(Asked(asked.request, asked.child, review), Act.CONFERENCE_RECORD_APPROVE, held=True)
    for row in meeting:
        _hold_early(asked, row, said)
    changed(*(row.child_id for row in meeting[1:]))
    return review


def _hold_early(asked: Asked, row: Conference, said: Mapping[str, Any]) -> None:
    was, row.planned_on = row.planned_on, said["planned_on"]
    row.moved_reason = said["reason"] if was else ""
    if row.booked_on is None:
        row.booked_on = row.booked_recorded_on = today()
    row.chair = row.chair or asked.worker
    row.save()
    moved(row, DAY_MOVED if was else BOOKED, by=asked.by, reason=said["reason"], odd=said[WHY_ODD])


def why_not_answer(asked: Asked) -> str:
    """Once; and another than who asked answers."""
    row = asked.row
    if row.refused_on or row.agreed_on:
        return "It is answered."
    if row.plan is None:
        return "It is not recorded which plan this is about."
    if row.plan.ended_on:
        return f"The plan ended on {day_text(row.plan.ended_on)}."
    return "You asked for this review: another chair answers." if row.recorded_by_id == asked.by.pk else ""


def beside_plan(asked: Asked) -> dict[str, Any]:
    """What is due of the plan."""
    keys = (
        "rcpc_early",
        "rcpc_newborn",
        "rcpc_first",
        "rcpc_next",
        "transfer_out_notice",
        "transfer_in_conf",
    )
    return {"known": [Known("Due", due_lines(asked.child, *keys), "Nothing is due.")]}


def beside_request(asked: Asked) -> dict[str, Any]:
    """Who asks, why, and what is due."""
    row = asked.row
    return {
        "known": [Known("What is asked", [f"{row.requested_by}: {row.reason}"]), *beside_plan(asked)["known"]]
    }


MOVED_HERE = Recording(
    key="protection:moved-here",
    title="Record that another authority’s plan moves here",
    act=Act.STRATEGY_WRITE,
    forms=moved_here_forms,
    save=save_moved_here,
    template="protection/together.html",
    hint="A notice in writing that a child on a plan has moved here. It calls a transfer-in conference.",
    why_not=why_not_moved_here,
    beside=beside_plan,
)
AWAY = Recording(
    key="protection:moving-away",
    title="Record that the child moves to another authority",
    act=Act.STRATEGY_WRITE,
    forms=away_forms,
    save=save_away,
    about=PLAN,
    template="protection/together.html",
    why_not=why_not_away,
    is_for=is_on_plan,
    beside=beside_plan,
)
TOLD = Recording(
    key="protection:other-authority-told",
    title="Say when the other authority was told",
    act=Act.STRATEGY_WRITE,
    forms=told_forms,
    save=save_told,
    about="protection.TransferOut",
    template="protection/together.html",
    why_not=why_not_told,
    is_for=lambda asked: asked.row.notified_on is None,
    beside=beside_plan,
)
TAKEN_OVER = Recording(
    key="protection:taken-over",
    title="End the plan here: the other authority has taken over",
    act=Act.CONFERENCE_RECORD_APPROVE,
    forms=taken_over_forms,
    save=save_taken_over,
    about="protection.TransferOut",
    template="protection/together.html",
    button="End the plan here",
    done="The plan here has ended.",
    why_not=why_not_taken_over,
    beside=beside_plan,
)
EARLY = Recording(
    key="protection:early-review",
    title="Ask for an early review",
    act=Act.STRATEGY_WRITE,
    forms=early_forms,
    save=save_early,
    about=PLAN,
    template="protection/together.html",
    done="The chair is asked. Only the chair moves the day.",
    why_not=why_not_early,
    is_for=is_on_plan,
    beside=beside_plan,
)
ANSWER = Recording(
    key="protection:early-review-answer",
    title="Answer the request for an early review",
    act=Act.CONFERENCE_RECORD_APPROVE,
    forms=answer_forms,
    save=save_answer,
    about="protection.EarlyReviewRequest",
    template="protection/together.html",
    why_not=why_not_answer,
    is_for=lambda asked: not (asked.row.refused_on or asked.row.agreed_on),
    beside=beside_request,
)
MOVING = (MOVED_HERE, AWAY, TOLD, TAKEN_OVER, EARLY, ANSWER)
