"""Who is what to whom. One row tells both ways."""

from uuid import UUID

from django.db import models

from keel.people.models.person import Person
from keel.people.models.sourced import Sourced, once_in_source
from keel.people.relations import relation
from keel.record.kept import keeps_history


@keeps_history
class Relationship(Sourced):
    """``other`` is the person's mother, father, sibling, …; the words from the other side stand in relations.toml.

    Parental responsibility is apart from kinship: yes, no, or not recorded, held by the other for the person (where
    the other is the person's child or ward, by the person for the other). Where nobody is named (an unknown father)
    ``reason`` says why.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="relationships_back"
    )
    relation = models.CharField(
        max_length=40
    )  # a name in relations.toml; a source may have a word of its own
    has_parental_responsibility = models.BooleanField(null=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    @property
    def responsible(self) -> tuple[UUID | None, UUID | None]:
        """Who holds parental responsibility, if it is held, and for whom."""
        is_beneath = relation(self.relation).generation < 0
        return (self.person_id, self.other_id) if is_beneath else (self.other_id, self.person_id)

    class Meta:
        constraints = [  # noqa: RUF012
            once_in_source("person", "relationship"),
            models.CheckConstraint(
                condition=models.Q(other__isnull=True) | ~models.Q(other=models.F("person")),
                name="relationship_is_with_another",
            ),
        ]
