"""Which workers and teams, and which rows of involvements: of one child, or those that somebody may see."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, NullIf

from keel.access.models import RoleHeld
from keel.access.queries import special_roles
from keel.access.roles import Role
from keel.access.rules import DEPUTISED
from keel.access.sets import OfChildren

WAITING = "Team, until a worker is allocated"  # the involvement of a team whose worker left the child
HOLDING_ROLES = (Role.SOCIAL_WORKER, Role.FRONT_DOOR_WORKER)


def _still(day: date, ends: str = "to_on") -> Q:
    """Rows that have not ended on a day: an involvement has no worker on its last day any more."""
    return Q(**{ends: None}) | Q(**{f"{ends}__gt": day})


class Entries(OfChildren):
    """Rows of involvements."""


class Involvements(Entries):
    """Rows of involvements, and those by which a worker has a child as her own."""

    def on(self, day: date) -> Self:
        """Those under way on a day; one that begins later is not."""
        return self.filter(_still(day, "ended_on"), started_on__lte=day)

    def holding(self) -> Self:
        """Those of a child's own worker, as the readings count them: whoever chairs, checks or helps has it not."""
        return self.filter(holds_case=True).exclude(role__in=special_roles())

    def counted(self, day: date) -> Self:
        """Of each child the one by which she counts as somebody's: while a child is handed over two have her, and she
        counts once, with the new worker, as her readings and questions have it.
        """
        held = self.model._default_manager.filter(holds_case=True).on(day)
        special = special_roles()
        later = Q(started_on__gt=OuterRef("started_on")) | Q(
            started_on=OuterRef("started_on"), pk__gt=OuterRef("pk")
        )
        newer = held.exclude(role__in=special).filter(later, child=OuterRef("child"))
        return self.filter(holds_case=True).exclude(role__in=special).on(day).filter(~Exists(newer))


class Workers(models.QuerySet):  # type: ignore[type-arg]
    """Members of staff."""

    def there(self, day: date) -> Self:
        """Those who have not left on a day."""
        return self.filter(_still(day))

    def by_name(self) -> Self:
        """In the order of their names: never by what they have done or left undone."""
        return self.annotate(shown=Coalesce(NullIf("name", models.Value("")), "key")).order_by("shown", "pk")

    def who_may_hold(self, day: date) -> Self:
        """Those to whom a child may be allocated: social workers by their post or account."""
        held = RoleHeld.objects.filter(user=OuterRef("user"), role__in=HOLDING_ROLES)
        held = held.filter(_still(day), from_on__lte=day)
        return self.there(day).filter(Exists(held) | Q(role__icontains="social worker"))

    def who_may_deputise(self, day: date) -> Self:
        """Those who are asked in place of somebody away: who sign in and hold a role whose records a deputy opens."""
        held = RoleHeld.objects.filter(user=OuterRef("user"), role__in=DEPUTISED)
        held = held.filter(_still(day), from_on__lte=day)
        return self.there(day).filter(Exists(held), user__is_active=True, user__left_on=None)


class Absences(models.QuerySet):  # type: ignore[type-arg]
    """Times when workers are away."""

    def on(self, day: date) -> Self:
        """Those of a day; the last day away counts."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)

    def meeting(self, first: date, last: date | None) -> Self:
        """Those that share a day with this time; None is open."""
        found = self.filter(Q(to_on=None) | Q(to_on__gte=first))
        return found.filter(from_on__lte=last) if last else found
