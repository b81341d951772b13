"""Staff, teams and who has, or had, which child."""

from django.conf import settings
from django.db import models

from keel.record.columns import answer, code, later_moment, moment, words
from keel.record.kept import keeps_history
from keel.record.models import Entry
from keel.workforce.queries import Entries


@keeps_history
class Team(models.Model):
    """A team or a service; ``parent`` is what it belongs to."""

    key = models.CharField(max_length=60, unique=True)  # as the sources name it
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)


@keeps_history
class Worker(models.Model):
    """A member of staff, or a partner's, whether or not she signs in to Keel."""

    key = models.CharField(max_length=60, unique=True)  # as the sources name her
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=60, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="workers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="worker"
    )
    is_agency = models.BooleanField(null=True)
    registration = models.CharField(max_length=40, blank=True)  # Social Work England number
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)


@keeps_history
class Involvement(Entry):
    """A worker's or a team's time with a child, in a role, with why it changed and whether it was handed over."""

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    role = code()
    holds_case = models.BooleanField(
        default=True
    )  # the child's own social worker; others advise, chair or help
    started_on, started_time = moment(indexed=True)
    worker_key = code()  # as the source wrote it, kept where nobody is found
    takes_over = answer()  # another worker had the child before
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    reason_for_change = code()
    is_without_worker = answer()  # from the day it ended nobody was allocated
    handover_on, handover_time, handover_recorded_on = later_moment()
    is_handover_complete = answer()
    is_introduction_made = answer()
    handover = words()
    objects = Entries.as_manager()
