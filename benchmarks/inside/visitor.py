"""A social worker who has families of four brothers and sisters, all on protection plans."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from benchmarks.inside.accounts import _signed_in
from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

FOUR, FAMILIES = 4, 40
EMAIL = "visitor@severnshire.example"
BEGAN_BEFORE, ON_PLAN_FOR = timedelta(days=90), timedelta(days=60)


def main() -> None:
    """Make her and give her the families; say how many, and her cookie."""
    stages = Stages()
    with record_as(Role.OWNER):
        found = given_families()
        stages.say(families=len(found), cookie=_signed_in("worker", visitor())["cookie"])


def visitor() -> Any:
    """Her account, made at the first asking."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- the application is loaded only now

    from keel.access.models import RoleHeld, User  # noqa: PLC0415
    from keel.workforce.models import Worker  # noqa: PLC0415

    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = User.objects.create_user(EMAIL, None, name="Somebody who visits")
        RoleHeld.objects.create(user=user, role="social_worker", from_on=user.joined_at.date())
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
        Worker.objects.create(key="visitor", name="Somebody who visits", user=user)
    return user


def given_families() -> list[list[UUID]]:
    """Her families, each child hers and on a plan, read anew."""
    from keel.clock import today  # noqa: PLC0415
    from keel.oversight.actions import reassess  # noqa: PLC0415
    from keel.protection.models import ProtectionPlan  # noqa: PLC0415
    from keel.workforce.models import Involvement  # noqa: PLC0415

    worker, families = visitor().worker, _families()
    for child in (child for family in families for child in family):
        if Involvement.objects.filter(child=child, worker=worker).exists():
            continue
        Involvement.objects.create(
            child_id=child, worker=worker, started_on=today() - BEGAN_BEFORE, holds_case=True
        )
        if not ProtectionPlan.objects.filter(child=child, ended_on=None).exists():
            ProtectionPlan.objects.create(child_id=child, started_on=today() - ON_PLAN_FOR)
        reassess(child, as_of=today())
    return families


def _families() -> list[list[UUID]]:
    """Four children of one home, of as many homes as are wanted."""
    from django.contrib.postgres.aggregates import ArrayAgg  # noqa: PLC0415
    from django.db.models import Count  # noqa: PLC0415

    from keel.people.models import HouseholdMember  # noqa: PLC0415

    at_home = HouseholdMember.objects.filter(to_on=None, person__is_child=True, person__merged_into=None)
    homes = at_home.values("household").annotate(
        number=Count("person", distinct=True), children=ArrayAgg("person", distinct=True, order_by="person")
    )
    found = homes.filter(number__gte=FOUR).order_by("household").values_list("children", flat=True)
    return [children[:FOUR] for children in found[:FAMILIES]]


if __name__ == "__main__":
    main()
