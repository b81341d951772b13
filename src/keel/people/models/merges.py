"""Two records of one person: who said so, what was moved, and who said otherwise."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from keel.people.models.person import Person
from keel.record.kept import keeps_history


@keeps_history
class Merge(models.Model):
    """A person's decision that two records are of one. ``merged`` stays, empty, and points to ``kept``."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_merged")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [  # noqa: RUF012
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_is_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_once_at_a_time"
            ),
        ]


@keeps_history
class MergeMove(models.Model):
    """One value that a merge changed: which row of which table, which column, what it was and what it became."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moves")
    table = models.CharField(max_length=100)  # "app.model"
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    was = models.TextField(null=True)
    became = models.TextField(null=True)

    class Meta:
        verbose_name = "value moved by a merge"
        verbose_name_plural = "values moved by a merge"


@keeps_history
class NotDuplicate(models.Model):
    """A person's decision that two records are of two people; ``one`` has the smaller key."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="judged_different_one")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="judged_different_other")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=500)

    class Meta:
        verbose_name = "pair judged different"
        verbose_name_plural = "pairs judged different"
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["one", "other"], name="judged_different_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="judged_different_in_order"),
        ]


class PossibleDuplicate(models.Model):
    """A pair that the finder thinks alike. Derived: finding again makes it afresh, so it keeps no history."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    why = models.CharField(max_length=300)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["one", "other"], name="possible_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="possible_in_order"),
        ]
        indexes = [models.Index(fields=["-score"], name="possible_by_score")]  # noqa: RUF012
