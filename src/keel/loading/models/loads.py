"""A source that was brought into the record, or is about to be, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models

from keel.loading.queries import LoadChanges, Loads, ReadingChanges, RowChanges
from keel.practice.ladder import Colour


class State(models.TextChoices):
    """Where a load stands. Only ``done`` has changed the record."""

    QUEUED = "queued", "waiting"
    RUNNING = "running", "under way"
    DONE = "done", "done"
    TRIED = "tried", "tried, nothing kept"
    REFUSED = "refused", "refused"
    FAILED = "failed", "failed, nothing changed"


OVER = (State.DONE, State.TRIED, State.REFUSED, State.FAILED)


class Load(models.Model):
    """One source, on its way into the record. Its states are a log; the newest is where it stands."""

    label = models.CharField(max_length=200)  # the source's own name, no folder
    form = models.CharField(max_length=100, blank=True)  # the format as the reader names it, with its year
    family = models.CharField(max_length=100, blank=True)  # the format without its year
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True)  # bytes
    reference_on = models.DateField(null=True, blank=True)  # the day that the source itself says it speaks of
    asked_as_of = models.DateField(null=True, blank=True)  # the day that whoever loads it says it speaks of
    as_of = models.DateField(null=True, blank=True)  # the day taken
    only_fills = models.BooleanField(default=False)  # adds what is missing, replaces nothing
    is_trial = models.BooleanField(default=False)  # say what would change, and change nothing
    kept_in = models.CharField(max_length=64, blank=True)  # folder of the uploaded file, until it is loaded
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="loads"
    )
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    children = models.IntegerField(null=True)
    events = models.IntegerField(null=True)

    objects = Loads.as_manager()

    class Meta:
        ordering = ("-queued_at", "-pk")

    def __str__(self) -> str:
        return f"load {self.pk}"

    @property
    def latest(self) -> "LoadState":
        """The newest line of its log."""
        return max(self.states.all(), key=lambda state: state.pk)

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.latest.state)

    @property
    def is_over(self) -> bool:
        """Nothing more will come of it."""
        return self.state in OVER

    @property
    def before(self) -> "Load | None":
        """The load of the same format that was done last before this one."""
        done = Load.objects.done().of_family(self.family).prefetch_related("states")
        return done.filter(pk__lt=self.pk).order_by("pk").last()

    @property
    def speaks_of(self) -> date | None:
        """The day that it is taken to speak of."""
        return self.as_of or self.asked_as_of or self.reference_on


class LoadState(models.Model):
    """A line of a load's log: what it became, when, and why in words for whoever asked."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = "state of a load"
        verbose_name_plural = "states of loads"
        ordering = ("pk",)


class LoadProgress(models.Model):
    """How far a load has come, written while it runs by a connection of its own."""

    load = models.OneToOneField(Load, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    share = models.FloatField(default=0)  # 0 to 1
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "progress of a load"
        verbose_name_plural = "progress of loads"


class LoadChange(models.Model):
    """What a load did to one table of the record, in rows."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=100)  # "app.model"
    added = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    disappeared = models.IntegerField(
        default=0
    )  # held by the last source of this format, and not by this one
    returned = models.IntegerField(default=0)  # had disappeared, and is back

    objects = LoadChanges.as_manager()

    class Meta:
        ordering = ("pk",)


class LoadQuestions(models.Model):
    """How many questions of a colour a load raised, how many became it, and how many it ended."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="questions")
    colour = models.SmallIntegerField(choices=[(each.value, each.name) for each in Colour])
    raised = models.IntegerField(default=0)
    worsened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)

    class Meta:
        verbose_name = "questions of a load"
        verbose_name_plural = "questions of loads"
        ordering = ("-colour",)


class ReadingChange(models.Model):
    """A child whose readings a load changed: what she became late in, or is late in no longer."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="reading_changes")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    timescale = models.CharField(max_length=60)
    is_late_now = models.BooleanField()

    objects = ReadingChanges.as_manager()

    class Meta:
        ordering = ("child", "timescale")


class NewChild(models.Model):
    """A child whom nobody knew before a load. ``key`` is what the source calls her; of a trial that is all there is."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="new_children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=250)

    class Meta:
        verbose_name_plural = "new children"
        ordering = ("key",)


class RowChange(models.Model):
    """A row that a load added, or one value that it changed in a row that was there.

    Kept where a source of the format came before, so that the next says what is new in it. ``column`` is blank for a
    row added. ``was`` and ``became`` are as the database writes them; null where the value is blank, and where
    :func:`keel.loading.telling_changes.may_be_told` keeps it from a list. ``child`` is null in a trial.
    """

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="row_changes")
    table = models.CharField(max_length=100)  # "app.model"
    entry = models.BigIntegerField(null=True)
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    child_key = models.CharField(max_length=250, blank=True)  # as the source names the child
    on = models.DateField(null=True)  # the day of what the row tells
    column = models.CharField(max_length=80, blank=True)
    was = models.TextField(null=True)
    became = models.TextField(null=True)

    objects = RowChanges.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["load", "table"], name="row_changes_of_a_load")]  # noqa: RUF012
