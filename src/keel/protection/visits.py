"""Tables of visits, of work with the child, and of services that the family missed."""

from django.db import models

from keel.protection.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


class VisitKind(models.TextChoices):
    """What came of a visit."""

    HELD = "held", "held"
    ATTEMPTED = "attempted", "attempted"
    MISSED = "missed", "missed"


@keeps_history
class Visit(Entry):
    """A visit under a child protection plan: held, attempted, or planned and missed."""

    shared = shared()
    plan = link("protection.ProtectionPlan")
    kind = models.CharField(max_length=20, choices=VisitKind, default=VisitKind.HELD)
    visited_on, visited_time = moment(indexed=True)
    until_time = models.TimeField(null=True, blank=True)
    is_child_seen = answer()
    is_seen_alone = answer()
    is_at_home = answer()
    is_bedroom_seen = answer()
    is_announced = answer()
    is_long_enough = answer()
    has_own_words = answer()
    is_purpose_linked = answer()
    is_copied = answer()
    purpose = words()
    outcome = link("protection.PlanOutcome")
    place = code()
    people_there = words()
    alone_where = words()
    not_seen_reason = words()
    not_seen_approved_by = done_by()
    own_words = words()
    observation = words()
    how_child_communicates = words()
    home_conditions = words()
    parent_words = words()
    plan_checks = words()
    worries = words()
    action_taken = words()
    manager_told = words()
    next_step = words()  # after an attempt
    next_visit_on = day()
    written_up_on, written_up_time, written_up_recorded_on = later_moment()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "child protection visit"


@keeps_history
class DirectWork(Entry):
    """Work with a child to learn her wishes and feelings."""

    plan = link("protection.ProtectionPlan")
    visit = link("protection.Visit")
    in_need_visit = link("protection.InNeedVisit")
    done_on, done_time = moment(indexed=True)
    tool = code()
    what_was_learned = words()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "direct work"


@keeps_history
class ServiceMissed(Entry):
    """A service that the plan asks for and the family did not come to."""

    missed_on, missed_time = moment()
    service = code()
    reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "services missed"


@keeps_history
class InNeedVisit(Entry):
    """A visit to a child who has no child protection plan."""

    shared = shared()
    plan = link("protection.InNeedPlan")
    visited_on, visited_time = moment(indexed=True)
    until_time = models.TimeField(null=True, blank=True)
    is_child_seen = answer()
    is_seen_alone = answer()
    is_at_home = answer()
    is_bedroom_seen = answer()
    is_announced = answer()
    purpose = words()
    people_there = words()
    alone_where = words()
    not_seen_reason = words()
    not_seen_approved_by = done_by()
    own_words = words()
    observation = words()
    how_child_communicates = words()
    home_conditions = words()
    parent_words = words()
    plan_checks = words()
    worries = words()
    action_taken = words()
    manager_told = words()
    next_step = words()
    next_visit_on = day()
    written_up_on, written_up_time, written_up_recorded_on = later_moment()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "child in need visit"
