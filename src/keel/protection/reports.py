"""Tables of the social worker's report for a conference: what it says, of each outcome, and of each other child."""

from django.db import models

from keel.protection.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


@keeps_history
class WorkerReport(Entry):
    """What the social worker says to a conference about one child; a manager who did not write it approves it."""

    conference = link("protection.Conference")
    written_on = day()
    reason = words()
    household = words()
    is_family_tree_right = answer()  # looked over and whole, for this conference
    wider_family = words()
    family_history = words()  # earlier plans and removals among it
    key_events = words()
    seen = words()  # in the enquiries; for a review the visits since the last conference
    needs = words()
    parenting = words()  # what the parents can and cannot do to keep the child safe
    child_views = words()
    parent_views = words()
    family_views = words()
    agencies = words()
    core_groups = words()  # this and the next two: of a review
    actions = words()
    legal_planning = words()
    analysis = words()
    risk = words()  # how likely, and how serious
    protects = words()
    options = words()
    recommendation = words()
    recommendation_reason = words()
    draft_plan = words()
    communication = words()  # an interpreter, easy read
    approved_on, approved_time, approved_recorded_on = later_moment()
    approved_by = done_by()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "social worker’s report"
        verbose_name_plural = "social workers’ reports"
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(source_key=""), name="one_report_of_a_conference"
            )
        ]


@keeps_history
class ReportOutcome(Entry):
    """How far an outcome of the plan has come, as the report for a review says it."""

    report = link("protection.WorkerReport")
    outcome = link("protection.PlanOutcome")
    scale = models.PositiveSmallIntegerField(null=True, blank=True)
    direction = code()  # better, same or worse
    evidence = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "outcome in a report"
        verbose_name_plural = "outcomes in reports"


@keeps_history
class ReportChild(Entry):
    """Another child of the home or the wider family, and whether the report considers her."""

    report = link("protection.WorkerReport")
    other = link("people.Person")
    name = code()  # of a child who is not on file
    is_considered = answer()
    reason = words()  # what was found, or why it is not needed
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "other child in a report"
        verbose_name_plural = "other children in reports"
