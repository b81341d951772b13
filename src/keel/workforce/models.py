"""Staff, teams and who has, or had, which child."""

from django.conf import settings
from django.db import models

from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, words
from keel.record.kept import keeps_history
from keel.record.models import Entry
from keel.workforce.queries import Absences, Entries, Involvements, Workers


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
    email = models.CharField(max_length=254, blank=True)  # at work; by it she is known as who signs in
    is_agency = models.BooleanField(null=True)
    registration = models.CharField(max_length=40, blank=True)  # Social Work England number
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    asye_from_on = day()  # newly qualified: the assessed and supported year in employment
    asye_to_on = day()

    objects = Workers.as_manager()

    @property
    def called(self) -> str:
        """Her name, else the key that the sources know her by."""
        return self.name or self.key


@keeps_history
class Absence(models.Model):
    """Days on which a worker does not answer, and who answers for her meanwhile. Why she is away is not kept."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day away; blank while nobody knows
    deputy = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="deputises"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = Absences.as_manager()

    class Meta:
        constraints = [  # noqa: RUF012
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
                name="absence_ends_after",
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("worker")), name="absence_has_another_deputy"
            ),
        ]


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
    objects = Involvements.as_manager()

    class Meta:
        indexes = [models.Index(fields=["role"], name="involvement_role")]  # noqa: RUF012 -- access_special_roles


@keeps_history
class Handover(Entry):
    """A change of a child's worker: why, what the one leaves to the other, and whether it was accepted or refused.

    How it stands is the log of its moves. The involvement that it is of tells what the rules ask: a handover that is
    complete, and a family that has met the new worker.
    """

    involvement = link("workforce.Involvement", back="handovers")  # the new worker's
    former = link("workforce.Involvement", back="handed_on")
    from_worker, to_worker = done_by(), done_by()
    proposed_on, proposed_time = moment(indexed=True)
    reason = code()
    reason_words = words()
    left_to_do = words()  # what the former worker leaves to the new one, in her own words
    left_on = day()
    accepted_on, accepted_time, accepted_recorded_on = later_moment()
    missing = words()  # what the new worker still wanted when she accepted
    introduced_on, introduced_time, introduced_recorded_on = later_moment()
    introduced_by = words()  # who was there when the family met the new worker
    refused_on, refused_time, refused_recorded_on = later_moment()
    refusal = words()
    objects = Entries.as_manager()


@keeps_history
class Promise(Entry):
    """Something that a worker promised a child or her family, and whether it was kept."""

    promised_on, promised_time = moment(indexed=True)
    promised_by = done_by()
    promised_to = code()
    promise = words()
    by_on = day()
    kept_on, kept_time, kept_recorded_on = later_moment()
    broken_on, broken_time, broken_recorded_on = later_moment()
    what_came = words()  # how it was kept; or why not, and what the family was told
    objects = Entries.as_manager()


def _ends_after(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")), name=name
    )


@keeps_history
class Post(models.Model):
    """A post of a team, filled or vacant. The last day of ``to_on`` still counts."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=60)
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)  # share of full time
    is_counted = models.BooleanField(default=True)  # a child and family social worker's, as the census counts
    is_key = models.BooleanField(default=False)  # whose being empty leaders must know
    from_on = models.DateField()
    to_on = day()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [_ends_after("post_ends_after")]  # noqa: RUF012


@keeps_history
class PostHolding(models.Model):
    """A worker in a post, from an agency or employed."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="holdings")
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    is_agency = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = day()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [_ends_after("holding_ends_after")]  # noqa: RUF012


@keeps_history
class Training(models.Model):
    """A course that a worker must have done, when she did it, and when it is due."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="trainings")
    course = code()
    done_on = day()
    due_on = day(indexed=True)
    entered_at = models.DateTimeField(auto_now_add=True)
