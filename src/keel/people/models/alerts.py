"""What whoever opens a record must see first."""

from django.conf import settings
from django.db import models

from keel.people.models.person import Person
from keel.people.models.sourced import Sourced, once_in_source
from keel.record.kept import keeps_history


@keeps_history
class Alert(Sourced):
    """A warning about a person, with the day when somebody must ask whether it still holds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    raised_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [once_in_source("person", "alert")]  # noqa: RUF012
