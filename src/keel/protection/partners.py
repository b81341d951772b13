"""What somebody of another agency writes: its report for a conference, what was done, its update for a core group.

Each stands in the record under the agency's name, where the social worker and the chair read it. She writes of the
children whom she helps, to what she is asked to, and marks no action as done that is another's.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.people.wording import born_words
from keel.protection.helping import (
    accounts_by,
    core_groups,
    helper_of,
    her_invitation,
    invited,
    plan_read,
    updates_by,
)
from keel.protection.models import ActionProgress, AgencyReport, CoreGroupUpdate, StrategyAccount
from keel.protection.planning import newest_published, passing_day
from keel.protection.together import Known, entered
from keel.record.changes import changed_by_another_agency
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.sheets import Forms
from keel.report.wording import day_text

NOT_ASKED = "You are not asked to this."


def her_page(asked: Asked) -> str:
    """Where she reads what she may of the child."""
    return reverse("protection:helping-child", args=[asked.child.pk])


def head(asked: Asked) -> dict[str, Any]:
    """The head of her pages: the child's name leads to her own page of the child, and to no other."""
    child = asked.child
    facts = [{"words": "Born", "value": born_words(child, today()) or "not recorded"}]
    return {"identity": {"name": child.shown_name, "href": her_page(asked), "facts": facts}, "ways": []}


class OfAgency(AboutChild):
    """A form about a child, whose name stands in its labels."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.label = str(field.label).replace("{name}", self.person.called)


class ReportForm(OfAgency):
    """What another agency knows of a child, for a conference."""

    happened: ClassVar = ("last_seen_on",)
    last_seen_on = Day(label="When did your agency last see {name}?", required=False)
    what_happened = text(
        "What has happened since the last conference, or since you have known of the worry?",
        rows=5,
        is_needed=True,
        help_text="With the days, and who saw or heard it",
        error_messages={"required": "Say what has happened"},
    )
    strengths = text("What goes well, and who keeps {name} safe?", rows=4, is_needed=True)
    worries = text(
        "What are you worried about?", rows=4, is_needed=True, help_text="Write “Nothing” where you are not"
    )
    view = text(
        "Should there be a child protection plan? Why, or why not?",
        rows=4,
        is_needed=True,
        error_messages={"required": "Say what your agency thinks, and why"},
    )
    is_shared_with_parents = Answer(label="Have the parents had this report?", is_needed=True)


def report_forms(asked: Asked, sent: Any) -> Forms:
    """The report; begun from the one written before, where she writes it again."""
    before = _before(asked)
    known = {}
    if before:
        known = {name: getattr(before, name) for name in ("last_seen_on", "strengths", "worries", "view")}
        known["what_happened"] = before.happened
    return {"report": ReportForm(sent, prefix="report", person=asked.child, initial=known)}


def _before(asked: Asked) -> AgencyReport | None:
    each = next((one for one in _invited(asked) if one.conference.pk == asked.row.pk), None)
    return each.reports[-1] if each and each.reports else None


def _invited(asked: Asked) -> list[Any]:
    return invited(helper_of(asked.by), asked.child)


def save_report(asked: Asked, values: Mapping[str, Any]) -> str:
    """Her agency's report, which came today; one written before stays beside it."""
    said = dict(values["report"])
    said["happened"] = said.pop("what_happened")
    helper = helper_of(asked.by)
    AgencyReport.objects.create(
        child=asked.child, conference=asked.row, episode=asked.row.episode, received_on=today(), worker=asked.worker,
        agency=helper.signs_as, invitation=her_invitation(helper, asked.row), **said, **entered(asked),
    )  # fmt: skip
    return her_page(asked)


def why_no_report(asked: Asked) -> str:
    """Before the meeting, by those who are asked to it."""
    if asked.row.pk not in {each.conference.pk for each in _invited(asked)}:
        return NOT_ASKED
    if asked.row.held_on:
        return f"The conference was held on {day_text(asked.row.held_on)}."
    return ""


def beside_report(asked: Asked) -> dict[str, Any]:
    """Which conference it is for, and what her agency has written already."""
    before, row = _before(asked), asked.row
    day = day_text(row.planned_on) if row.planned_on else "Its day is not set yet"
    known = [
        Known(
            "The conference",
            [f"{row.get_kind_display().capitalize()}: {day}", *([row.place] if row.place else [])],
        )
    ]
    if before:
        known.append(
            Known("Your agency’s report", [f"Written on {day_text(before.received_on)}. It stays as it was."])
        )
    return {**head(asked), "known": known}


class ToldForm(OfAgency):
    """What became of an action."""

    happened: ClassVar = ("done_on",)
    told = text("What was done?", rows=4, is_needed=True, error_messages={"required": "Say what was done"})
    done_on = Day(label="On which day?", error_messages={"required": "Say on which day"})
    is_done = Answer(label="Is the action finished with that?", is_needed=True)


def told_forms(asked: Asked, sent: Any) -> Forms:
    """What was done, and whether it is finished."""
    return {"told": ToldForm(sent, prefix="told", person=asked.child)}


def save_told(asked: Asked, values: Mapping[str, Any]) -> str:
    """What was done, under her agency's name; the action is done where she says so."""
    said, action = values["told"], asked.row
    ActionProgress.objects.create(
        child=asked.child, action=action, worker=asked.worker, agency=helper_of(asked.by).signs_as,
        **said, **entered(asked),
    )  # fmt: skip
    if said["is_done"]:
        action.done_on = said["done_on"]
        action.overdue_on = passing_day(action, told_on=said["done_on"])
        action.save(update_fields=["done_on", "overdue_on"])
    return her_page(asked)


def why_not_told(asked: Asked) -> str:
    """Her own agency's, in the plan as it now stands, and not done."""
    action = asked.row
    if not helper_of(asked.by).is_named(action.owner, action.agency):
        return f"This action is for {action.owner or action.agency or 'somebody else'} to tell of."
    if action.version is None or newest_published(action.version.plan) != action.version:
        return "The plan has been written anew since: tell of the action that stands in it now."
    return f"It was done on {day_text(action.done_on)}." if action.done_on else ""


def beside_told(asked: Asked) -> dict[str, Any]:
    """The action in its own words."""
    action = asked.row
    due = [f"By {day_text(action.due_on)}"] if action.due_on else []
    done_when = [f"It is done when: {action.done_when}"] if action.done_when else []
    return {**head(asked), "known": [Known("The action", [action.action, *due, *done_when])]}


class UpdateForm(OfAgency):
    """What an agency tells the core group."""

    happened: ClassVar = ("last_seen_on",)
    last_seen_on = Day(label="When did your agency last see {name}?", required=False)
    done = text(
        "What has your agency done since the last core group?",
        rows=4,
        is_needed=True,
        error_messages={"required": "Say what your agency has done; if nothing, why"},
    )
    seen = text(
        "What have you seen of {name}, and heard from her or him?",
        rows=4,
        is_needed=True,
        error_messages={"required": "Say what you have seen; if nothing, why"},
    )
    view = text(
        "Is it getting better, the same or worse? How do you know?",
        rows=4,
        is_needed=True,
        error_messages={"required": "Say how you think it goes, and how you know"},
    )


def update_forms(asked: Asked, sent: Any) -> Forms:
    """The update."""
    return {"update": UpdateForm(sent, prefix="update", person=asked.child)}


def save_update(asked: Asked, values: Mapping[str, Any]) -> str:
    """The update waits for the core group that meets next."""
    CoreGroupUpdate.objects.create(
        child=asked.child, plan=asked.row, written_on=today(), worker=asked.worker, episode=asked.row.episode,
        agency=helper_of(asked.by).signs_as, **values["update"], **entered(asked),
    )  # fmt: skip
    return her_page(asked)


def why_no_update(asked: Asked) -> str:
    """Those of the core group, while the plan lasts."""
    if asked.row.ended_on:
        return f"The plan ended on {day_text(asked.row.ended_on)}."
    found = plan_read(helper_of(asked.by), asked.child, whole=False)
    return "" if found and found.plan == asked.row and found.is_member else NOT_ASKED


def beside_update(asked: Asked) -> dict[str, Any]:
    """What her agency told before, and when the core group met last."""
    helper = helper_of(asked.by)
    groups = [
        f"Met on {day_text(each.held_on)}" for each in core_groups(helper, asked.child)[:1] if each.held_on
    ]
    before = [
        f"{day_text(each.written_on)}: {each.view}"
        for each in updates_by(helper, asked.child)[:1]
        if each.written_on
    ]
    known = [
        Known("The core group", groups, "It has not met with you yet."),
        Known("You told it last", before),
    ]
    return {**head(asked), "known": known}


class AccountForm(OfAgency):
    """What an agency shared at a strategy discussion."""

    information = text(
        "What did your agency share about {name}?",
        rows=6,
        is_needed=True,
        help_text="What you know and how you know it, with the days. A manager reads it before deciding",
        error_messages={"required": "Say what your agency shared, or that it knew nothing"},
    )


def account_forms(asked: Asked, sent: Any) -> Forms:
    """The account; begun from the one written before, where she writes it again."""
    before = accounts_by(helper_of(asked.by), asked.row).last()
    known = {"information": before.information} if before else {}
    return {"account": AccountForm(sent, prefix="account", person=asked.child, initial=known)}


def save_account(asked: Asked, values: Mapping[str, Any]) -> str:
    """Her agency's own words; those written before stay beside them."""
    StrategyAccount.objects.create(
        child=asked.child, asked=asked.row, episode=asked.row.episode, written_on=today(), worker=asked.worker,
        agency=helper_of(asked.by).signs_as, **values["account"], **entered(asked),
    )  # fmt: skip
    return her_page(asked)


def why_no_account(asked: Asked) -> str:
    """Her own place at the discussion, and no other's. Once it is decided she has none."""
    helper = helper_of(asked.by)
    return "" if helper.is_named(asked.row.name, asked.row.agency) else NOT_ASKED


def beside_account(asked: Asked) -> dict[str, Any]:
    """What she wrote already."""
    before = [
        f"{day_text(each.written_on)}: {each.information}"
        for each in accounts_by(helper_of(asked.by), asked.row)
    ]
    return {**head(asked), "known": [Known("What you wrote before", before, "Nothing yet.")]}


OF_PARTNERS: Mapping[str, Any] = {
    "act": Act.PARTNER_WRITE,
    "template": "protection/partner_writes.html",
    "back": her_page,
    "tells": changed_by_another_agency,
    "is_offered": False,  # her own page leads to it
}
REPORT = Recording(
    key="protection:agency-report",
    title="Write your agency’s report",
    forms=report_forms,
    save=save_report,
    about="protection.Conference",
    button="Send the report",
    done="Your report is with the conference.",
    why_not=why_no_report,
    beside=beside_report,
    holds_entry=False,
    **OF_PARTNERS,
)
TOLD = Recording(
    key="protection:agency-action",
    title="Say what was done",
    forms=told_forms,
    save=save_told,
    about="protection.PlanAction",
    done="What was done is in the record.",
    why_not=why_not_told,
    beside=beside_told,
    **OF_PARTNERS,
)
UPDATE = Recording(
    key="protection:agency-update",
    title="Write your update for the core group",
    forms=update_forms,
    save=save_update,
    about="protection.ProtectionPlan",
    button="Send the update",
    done="Your update is with the core group.",
    why_not=why_no_update,
    beside=beside_update,
    holds_entry=False,
    **OF_PARTNERS,
)
ACCOUNT = Recording(
    key="protection:agency-account",
    title="Write what your agency shared",
    forms=account_forms,
    save=save_account,
    about="protection.StrategyAgency",
    button="Send it",
    done="What your agency shared is with the manager who decides.",
    why_not=why_no_account,
    beside=beside_account,
    holds_entry=False,
    **OF_PARTNERS,
)
PARTNERS = (REPORT, TOLD, UPDATE, ACCOUNT)
