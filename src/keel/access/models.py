"""Who signs in, the roles they hold, restrictions on records, openings of a record for a reason, and who looked."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from keel.access.purposes import Outcome, Purpose
from keel.access.roles import Role
from keel.record.kept import keeps_history


class Users(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case, so that nobody is two people by a capital letter."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may sign in with this address. Without a password only the council's own sign-in works."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with an address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who may sign in. What she may see follows from her roles and relations, never from a flag here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_on = models.DateField(null=True, blank=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as the sign-in library asks for it."""
        return self.name


@keeps_history
class RoleHeld(models.Model):
    """A role that a user holds from one day to another, for a team and those beneath it or for the whole service.

    ``to_on`` is the day it ends: from the morning of that day it is not held.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in Role])
    team = models.ForeignKey(
        "workforce.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="roles_held"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "roles held"
        ordering = ("user", "role")


class Grade(models.TextChoices):
    """How strictly a record is restricted."""

    RESTRICTED_TO = "restricted_to", "Restricted to a list"
    HIDDEN = "hidden", "Hidden: that it exists is denied"


@keeps_history
class Restriction(models.Model):
    """A person's record is open only to those listed. A family's restriction has a row for each of them."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="restrictions")
    grade = models.CharField(max_length=20, choices=Grade.choices)
    reason = models.TextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # whom to ring
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField(db_default=Now())
    to_at = models.DateTimeField(null=True, blank=True)
    listed = models.ManyToManyField(User, through="RestrictionMember", related_name="listed_on")

    class Meta:
        constraints = (models.CheckConstraint(name="restriction_has_a_reason", condition=~Q(reason="")),)


@keeps_history
class RestrictionMember(models.Model):
    """Somebody who is on the list of a restriction."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="listed_once", fields=["restriction", "user"]),)


@keeps_history
class Exclusion(models.Model):
    """Somebody who may not see a person's record, whatever else is so: her own family, a conflict of interest."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField(db_default=Now())
    to_at = models.DateTimeField(null=True, blank=True)


@keeps_history
class Opening(models.Model):
    """A record opened for a reason by somebody who does not work with the child. Ends by itself; is reviewed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="openings")
    purpose = models.CharField(max_length=40, choices=[(purpose.value, purpose.label) for purpose in Purpose])
    reason = models.TextField()
    has_stepped_up = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(outcome.value, outcome.label) for outcome in Outcome]
    )
    review_note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="opening_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="nobody_reviews_her_own_opening", condition=~Q(reviewed_by=models.F("user"))
            ),
        )


class Notice(models.Model):
    """Something a user should know, shown to her in Keel until she has read it. Holds identifiers, never content."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)


class AuditEntry(models.Model):
    """One thing that was done or looked at. Only ever added to; the database numbers and chains the entries.

    ``sequence``, ``at``, ``previous`` and ``hash`` are filled by a trigger; each hash covers the entry and the hash
    before it, so that an entry changed, taken out or put in later breaks the chain.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(max_length=200, blank=True)  # the roles held at that moment
    code = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.CharField(max_length=120, blank=True)  # the row that it was about, as app.model:id
    request = models.UUIDField(default=uuid.uuid4)
    detail = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-sequence"], name="audit_of_a_person"),
            models.Index(fields=["actor", "-sequence"], name="audit_of_an_actor"),
        ]


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.CheckConstraint(name="only_one_head", condition=Q(id=1)),)


class WallKey(models.Model):
    """The key that the claim of who asks is checked with. Read by the owner's functions only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    inner_half = models.BinaryField(max_length=64)
    outer_half = models.BinaryField(max_length=64)
