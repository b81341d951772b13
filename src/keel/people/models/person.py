"""Who somebody is: a child, an unborn baby or somebody who matters to one, her names, numbers and disabilities."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper

from keel.people.keys import keys_of_name
from keel.people.models.fields import SearchKeys
from keel.people.models.sourced import Sourced, once_in_source
from keel.people.queries import PersonQuerySet
from keel.record.kept import keeps_history

if TYPE_CHECKING:
    from keel.people.models.alerts import Alert

NAMELESS = "Name not recorded"
KNOWN_AS, LEGAL, ALIAS, FORMER = "known as", "legal", "alias", "former"
NAME_KINDS = ((LEGAL, "Legal name"), (KNOWN_AS, "Known as"), (ALIAS, "Alias"), (FORMER, "Former name"))
_SHOWN_FIRST = {KNOWN_AS: 0, LEGAL: 1, ALIAS: 2, FORMER: 3}


@keeps_history
class Person(models.Model):
    """A child, an unborn baby, or somebody who matters to one.

    An unborn baby has an expected date and no date of birth; birth fills the date and keeps all that was recorded.
    The three-valued facts are those that practice asks of a child; blank means not recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_key = models.CharField(max_length=250, blank=True, db_index=True)
    is_child = models.BooleanField(default=False)  # has, or had, a record of her own
    birth_on = models.DateField(null=True, blank=True, db_index=True)
    is_birth_estimated = models.BooleanField(default=False)
    expected_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)  # M, F or U, as the census has them
    gender_identity = models.CharField(max_length=40, blank=True)
    ethnicity = models.CharField(max_length=10, blank=True)  # census code
    nationality = models.CharField(max_length=60, blank=True)
    immigration_status = models.CharField(max_length=60, blank=True)
    preferred_language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.BooleanField(null=True)
    communication_needs = models.TextField(blank=True)
    trusts = models.TextField(blank=True)  # whom the child trusts, and how that is known
    is_disabled = models.BooleanField(null=True)
    is_communication_known = models.BooleanField(null=True)
    has_earlier_removal = models.BooleanField(null=True)
    has_parent_who_needs_accessible = models.BooleanField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        indexes = [  # noqa: RUF012
            models.Index(fields=["id"], condition=models.Q(is_disabled=True), name="person_disabled")
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never a name: this stands in logs

    @property
    def is_unborn(self) -> bool:
        """No date of birth, and a date when one is expected."""
        return self.birth_on is None and self.expected_on is not None

    @property
    def shown_name(self) -> str:
        """The name that a page heads with: what she is known as, else her legal name. Wants ``with_names()``."""
        names = sorted(self.names.all(), key=lambda name: name.shown_order)
        return names[0].whole if names else NAMELESS

    @property
    def called(self) -> str:
        """What she is called in a sentence: her first name, else what heads the page. Wants ``with_names()``."""
        names = sorted(self.names.all(), key=lambda name: name.shown_order)
        return names[0].forename if names and names[0].forename else self.shown_name

    def age_on(self, day: date) -> int | None:
        """Whole years on a day, or at death; None for an unborn baby and where the birth is not recorded."""
        if self.birth_on is None:
            return None
        last = min(day, self.died_on) if self.died_on else day
        return (
            last.year
            - self.birth_on.year
            - ((last.month, last.day) < (self.birth_on.month, self.birth_on.day))
        )

    def open_alerts(self) -> list["Alert"]:
        """Alerts that nobody has closed, those due for review first."""
        still = [alert for alert in self.alerts.all() if alert.closed_on is None]
        return sorted(still, key=lambda alert: (alert.review_on or date.max, alert.pk))


def _keys(name: Any) -> list[str]:
    return keys_of_name(name.forename, name.surname)


@keeps_history
class PersonName(Sourced):
    """A name that a person bears, bore, or is known by. Somebody with one name alone has it as the forename."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20, default=LEGAL)  # NAME_KINDS; a source may have a word of its own
    forename = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    keys = SearchKeys(of=_keys)

    class Meta:
        verbose_name = "name"
        constraints = [once_in_source("person", "name")]  # noqa: RUF012
        indexes = [GinIndex(fields=["keys"], fastupdate=False, name="name_keys")]  # noqa: RUF012

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def whole(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def shown_order(self) -> tuple[bool, int, bool, int, int]:
        """Names still borne before those laid down, then by kind, then the latest first."""
        began = -self.from_on.toordinal() if self.from_on else 0
        return (not self.whole, _SHOWN_FIRST.get(self.kind, 2), self.to_on is not None, began, self.pk)


BARE_VALUE = Upper(
    models.Func(
        models.F("value"), models.Value("[^A-Za-z0-9]"), models.Value(""), models.Value("g"),
        function="regexp_replace", output_field=models.TextField(),
    )
)  # fmt: skip


@keeps_history
class Identifier(Sourced):
    """A number or key that somebody knows a person by: scheme, value, and from when to when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=40)  # la_child_id, upn, uln, nhs_number, …
    value = models.CharField(max_length=100)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [once_in_source("person", "identifier")]  # noqa: RUF012
        indexes = [  # noqa: RUF012
            models.Index(fields=["scheme", "value"], name="identifier_scheme_value"),
            models.Index(BARE_VALUE, name="identifier_bare_value"),
        ]


@keeps_history
class Disability(Sourced):
    """A disability by its census code; whether she is disabled at all is the person's own three-valued fact."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disabilities")
    code = models.CharField(max_length=10)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "disabilities"
        constraints = [once_in_source("person", "disability")]  # noqa: RUF012
