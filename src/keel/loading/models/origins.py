"""Where each value of the record came from, and which rows a later source no longer holds."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from keel.loading.models.loads import Load
from keel.loading.queries import Vanished
from keel.record.kept import keeps_history


class OriginShape(models.Model):
    """Which columns of a source fill which fields of a table: the same for many rows, so kept once.

    ``fields[n]`` is filled from ``columns[n]``, which is blank where the field follows from the row as a whole.
    """

    family = models.CharField(max_length=100)  # the format without its year
    table = models.CharField(max_length=100)  # "app.model"
    source = models.CharField(max_length=200, blank=True)  # sheet, element or table
    fields = ArrayField(models.CharField(max_length=80))
    columns = ArrayField(models.CharField(max_length=300))

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["family", "table", "source", "fields", "columns"], name="origin_shape_once"
            )
        ]


class Origin(models.Model):
    """A row of the record as one format knows it: which load brought it or changed it last, and where it stood.

    A row that two formats bring has two. ``key`` is the row's identity in that format. ``raw`` holds texts that are
    not the value itself, as "column=text; …", and values that gave way to those of a newer source.
    """

    shape = models.ForeignKey(OriginShape, on_delete=models.PROTECT, db_index=False, related_name="origins")
    entry = models.BigIntegerField(null=True)  # identity in the shape's table; null for a person
    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+"
    )
    key = models.CharField(max_length=250)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, db_index=False, related_name="origins")
    row = models.IntegerField(null=True)
    raw = models.TextField(blank=True)


@keeps_history
class Disappeared(models.Model):
    """A row that an earlier source of a format held and a later one does not. It is never deleted for that.

    ``last_load`` held it last; ``load`` is the first that did not; ``back_in`` closes the matter where it came back.
    """

    family = models.CharField(max_length=100)
    table = models.CharField(max_length=100)
    entry = models.BigIntegerField(null=True)
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=250)
    last_load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="disappeared")
    back_in = models.ForeignKey(
        Load, on_delete=models.PROTECT, null=True, blank=True, related_name="returned"
    )
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(null=True, blank=True)

    objects = Vanished.as_manager()

    class Meta:
        verbose_name = "row no longer in its source"
        verbose_name_plural = "rows no longer in their source"
        ordering = ("pk",)
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["family", "table", "child", "key"],
                condition=models.Q(back_in=None),
                name="disappeared_once_at_a_time",
            )
        ]
