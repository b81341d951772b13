"""A plan as large as they come: two years of versions, each carried over from the last, with core groups in between."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from benchmarks.inside.visitor import given_families
from keel.database.roles import Role

VERSIONS, OUTCOMES, ACTIONS, CONTINGENCIES, MEMBERS = 13, 10, 6, 8, 12
BETWEEN, CORE_GROUPS = timedelta(weeks=8), timedelta(weeks=4)
SAID = (
    "Jay gets himself up and makes his own breakfast; on 9 May he said that he likes it when there is milk. "
    * 4
)


def main() -> None:
    """Lay it on the first of the visitor's children; say where it is."""
    stages = Stages()
    with record_as(Role.OWNER):
        child = given_families()[0][0]
        version, outcomes = _laid(child)
        stages.say(
            child=str(child), plan=version.plan_id, version=version.pk, versions=VERSIONS, outcomes=OUTCOMES,
            actions=len(outcomes) * ACTIONS,
        )  # fmt: skip


def _laid(child: Any) -> tuple[Any, list[Any]]:
    from keel.clock import today  # noqa: PLC0415 -- the application is loaded only now
    from keel.oversight.actions import reassess  # noqa: PLC0415
    from keel.protection.models import ProtectionPlan  # noqa: PLC0415

    began = today() - BETWEEN * VERSIONS
    plan = ProtectionPlan.objects.filter(child=child, ended_on=None).first()
    ProtectionPlan.objects.filter(pk=plan.pk).update(started_on=began, initial_category="NEG")
    before, outcomes = None, []
    for number in range(VERSIONS):
        on = began + BETWEEN * number
        before, outcomes = _version(plan, number + 1, on, before, outcomes)
        for met_on in (on + CORE_GROUPS, on + CORE_GROUPS + CORE_GROUPS):
            _core_group(plan, outcomes, min(met_on, today()))
    reassess(child, as_of=today())
    return before, outcomes


def _version(plan: Any, number: int, on: date, before: Any, outcomes: list[Any]) -> tuple[Any, list[Any]]:
    from keel.protection import models  # noqa: PLC0415

    version = models.PlanVersion.objects.create(
        child_id=plan.child_id, plan=plan, version=number, published_on=on, begun_from=before, worry=SAID,
        daily_life=SAID, child_views=SAID, child_views_on=on, strengths=SAID, needs=SAID, visits=SAID,
        bottom_line=SAID, communication_needs=SAID, network_offered_on=on, network_answer=SAID, core_group_on=on,
        legal_decision=SAID, legal_reason=SAID,
    )  # fmt: skip
    base = {"child_id": plan.child_id, "version": version}
    models.PlanApproval.objects.create(**base, approved_on=on, gate_passed=True)
    models.Contingency.objects.bulk_create(
        models.Contingency(**base, trigger=f"If {place}: {SAID}", response=SAID, within="A day")
        for place in range(CONTINGENCIES)
    )
    models.PlanMember.objects.bulk_create(
        models.PlanMember(**base, name=f"Member {place}", role="School nurse", agency="HEALTH")
        for place in range(MEMBERS)
    )
    models.PlanSharing.objects.bulk_create(
        models.PlanSharing(**base, shared_on=on, name=f"Agency {place}", is_understood=True, is_agreed=True)
        for place in range(MEMBERS)
    )
    kept = list(_outcomes(base, on, outcomes))
    return version, kept


def _outcomes(base: dict[str, Any], on: date, before: list[Any]) -> Iterator[Any]:
    """Each carried over from the one before it, with its actions."""
    from keel.protection.models import PlanAction, PlanOutcome  # noqa: PLC0415

    for place in range(OUTCOMES):
        root = before[place].carried_from or before[place] if before else None
        outcome = PlanOutcome.objects.create(
            **base, outcome=f"{place}. {SAID}", measure=SAID, by_on=on + BETWEEN, carried_from=root
        )
        PlanAction.objects.bulk_create(
            PlanAction(
                **base, outcome=outcome, action=f"{turn}. {SAID}", owner=f"Member {turn}", agency="HEALTH",
                start_on=on, due_on=on + CORE_GROUPS, done_when=SAID,
            )
            for turn in range(ACTIONS)
        )  # fmt: skip
        yield outcome


def _core_group(plan: Any, outcomes: list[Any], on: date) -> None:
    from keel.protection import models  # noqa: PLC0415

    group = models.CoreGroup.objects.create(
        child_id=plan.child_id, plan=plan, held_on=on, are_parents_invited=True, are_parents_present=True
    )
    models.OutcomeProgress.objects.bulk_create(
        models.OutcomeProgress(
            child_id=plan.child_id, core_group=group, outcome=outcome, scale=place % 10, direction="same", evidence=SAID
        )
        for place, outcome in enumerate(outcomes)
    )  # fmt: skip


if __name__ == "__main__":
    main()
