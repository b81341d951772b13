"""Where somebody lives or can be reached, and with whom. What must not be told to everybody is typed as such."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from keel.people.keys import keys_of_address
from keel.people.models.fields import SearchKeys
from keel.people.models.person import Person
from keel.people.models.sourced import Sourced, once_in_source
from keel.record.kept import keeps_history


class Protectable(Sourced):
    """A fact that may be kept from some: ``audience`` says who may have it and ``reason`` why the others may not."""

    is_protected = models.BooleanField(default=False)
    audience = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


def _keys(address: Any) -> list[str]:
    return keys_of_address(address.lines, address.postcode)


@keeps_history
class Address(Protectable):
    """A home, placement, safe address or school of a person, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, default="home")
    lines = models.CharField(max_length=500, blank=True)  # without the postcode, parted by ", "
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField(max_length=20, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    keys = SearchKeys(of=_keys)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [once_in_source("person", "address")]  # noqa: RUF012
        indexes = [GinIndex(fields=["keys"], fastupdate=False, name="address_keys")]  # noqa: RUF012

    @property
    def whole(self) -> str:
        """The address on one line."""
        return ", ".join(part for part in (self.lines, self.postcode) if part)


@keeps_history
class ContactPoint(Protectable):
    """A telephone number or e-mail address of a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=20)  # phone or email
    value = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [once_in_source("person", "contact")]  # noqa: RUF012


@keeps_history
class Household(models.Model):
    """People who live together, as long as they do. ``source_key`` is what its source calls it."""

    source_key = models.CharField(max_length=250, blank=True)
    name = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["source_key"], condition=~models.Q(source_key=""), name="household_once_in_source"
            )
        ]


@keeps_history
class HouseholdMember(Sourced):
    """A person's time in a household."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [once_in_source("person", "member")]  # noqa: RUF012
