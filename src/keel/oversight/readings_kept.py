"""What the rules say of each child, kept: a cache of the record, remade exactly by ``keel rebuild``."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from keel.access.sets import OfChildren
from keel.practice.signals.model import Severity
from keel.practice.standards import Severity as Gravity
from keel.practice.timescales.model import Doubt, Status

NAME, TABLE, ENTRY = 60, 60, 36  # letters


class Readings(OfChildren):
    """Readings of children."""

    def standing(self, *statuses: Status) -> "Readings":
        """Those that stand so."""
        return self.filter(status__in=[status.value for status in statuses])


class StoredReading(models.Model):
    """A timescale read against a child's record: started, due, met or not, and the entries that say so.

    The sentence is not kept: it is made from these when it is shown, in the words of today's standards.
    """

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    timescale = models.CharField(max_length=NAME)
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in Status])
    severity = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Gravity])
    started_on = models.DateField()
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    days_over = models.IntegerField()  # working days where the allowance counts them
    doubt = models.CharField(max_length=10, blank=True, choices=[(each.value, each.name) for each in Doubt])
    start_kind = models.CharField(max_length=NAME)
    start_event_on = models.DateField()
    start_table = models.CharField(max_length=TABLE, blank=True)
    start_entry = models.CharField(max_length=ENTRY, blank=True)
    met_kind = models.CharField(
        max_length=NAME, blank=True
    )  # what met it or, in doubt, what leaves the doubt
    met_table = models.CharField(max_length=TABLE, blank=True)
    met_entry = models.CharField(max_length=ENTRY, blank=True)

    objects = Readings.as_manager()

    class Meta:
        verbose_name = "reading"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["child", "timescale"], name="reading_child"),
            models.Index(
                fields=["timescale", "child"],
                name="reading_open",
                condition=Q(status__in=[Status.OVERDUE.value, Status.UNKNOWN.value]),
            ),
        ]


class StoredSignal(models.Model):
    """A signal raised for a child, by its worst clause; or one that cannot be computed."""

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="signals", db_index=False
    )
    signal = models.CharField(max_length=NAME)
    severity = models.SmallIntegerField(choices=[(each.value, each.label) for each in Severity])
    since_on = models.DateField()
    clause = models.SmallIntegerField()  # its place among the clauses that the signal declares
    amount = models.IntegerField()
    event_kind = models.CharField(max_length=NAME, blank=True)
    event_on = models.DateField(null=True)
    event_table = models.CharField(max_length=TABLE, blank=True)
    event_entry = models.CharField(max_length=ENTRY, blank=True)
    timescale = models.CharField(max_length=NAME, blank=True)  # the reading that it rests on
    timescale_started_on = models.DateField(null=True)
    timescale_table = models.CharField(max_length=TABLE, blank=True)
    timescale_entry = models.CharField(max_length=ENTRY, blank=True)

    objects = OfChildren.as_manager()

    class Meta:
        verbose_name = "signal"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["child", "signal"], name="signal_child"),
            models.Index(fields=["signal", "severity", "child"], name="signal_severity"),
        ]


class Standing(models.Model):
    """One child in a line: how she stood on the day her record was last read. Lists are made of these."""

    child = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    as_of = models.DateField()
    on_plan_since = models.DateField(null=True)
    looked_after_since = models.DateField(null=True)
    team = models.ForeignKey(
        "workforce.Team", on_delete=models.SET_NULL, null=True, related_name="standings", db_index=False
    )
    worker = models.ForeignKey(
        "workforce.Worker", on_delete=models.SET_NULL, null=True, related_name="standings"
    )
    overdue = models.IntegerField(default=0)
    breached = models.IntegerField(default=0)  # met late, or never met
    unknown = models.IntegerField(default=0)  # readings and signals that cannot be computed
    running = models.IntegerField(default=0)
    amber = models.IntegerField(default=0)
    red = models.IntegerField(default=0)
    black = models.IntegerField(default=0)
    drift_score = models.IntegerField(default=0)  # orders lists, nothing else
    overdue_since = models.DateField(null=True)  # when what has been overdue longest was due
    next_due_on = models.DateField(null=True)
    late_entries = models.IntegerField(default=0)
    exposed_since = models.DateField(null=True)  # harm is known, and nothing protects her yet
    exposed_days = models.IntegerField(default=0)  # in all such times

    objects = OfChildren.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "-drift_score", "-overdue"], name="standing_team"),
            models.Index(fields=["-drift_score", "-overdue"], name="standing_drift"),
        ]
