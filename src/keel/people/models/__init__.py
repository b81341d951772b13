"""Children, unborn babies and their relatives: who they are, and what is known of them."""

from keel.people.models.alerts import Alert
from keel.people.models.merges import Merge, MergeMove, NotDuplicate, PossibleDuplicate
from keel.people.models.person import Disability, Identifier, Person, PersonName
from keel.people.models.relationships import Relationship
from keel.people.models.whereabouts import Address, ContactPoint, Household, HouseholdMember

__all__ = [
    "Address",
    "Alert",
    "ContactPoint",
    "Disability",
    "Household",
    "HouseholdMember",
    "Identifier",
    "Merge",
    "MergeMove",
    "NotDuplicate",
    "Person",
    "PersonName",
    "PossibleDuplicate",
    "Relationship",
]
