"""What a load noticed, for an analyst to work through."""

from django.conf import settings
from django.db import models

from keel.exchange.findings import Level
from keel.loading.models.loads import Load
from keel.loading.queries import LoadFindings
from keel.record.kept import keeps_history


class FindingState(models.TextChoices):
    """What became of a finding. One that is accepted is accepted in later loads of the same format too."""

    OPEN = "open", "open"
    DONE = "done", "put right at its source"
    ACCEPTED = "accepted", "accepted as it is"


@keeps_history
class LoadFinding(models.Model):
    """One kind of trouble at one place of a source, with how often it was met."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    message = models.TextField()
    source = models.CharField(max_length=200)  # sheet, element or table
    column = models.CharField(max_length=200, blank=True)
    count = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = LoadFindings.as_manager()

    class Meta:
        ordering = ("pk",)


class LoadExample(models.Model):
    """One place where a finding was met, with the text as it stood, and the child where she is known."""

    finding = models.ForeignKey(LoadFinding, on_delete=models.CASCADE, related_name="examples")
    row = models.IntegerField(null=True)
    child_key = models.CharField(max_length=200, blank=True)  # as the source names the child
    child = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    raw = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
