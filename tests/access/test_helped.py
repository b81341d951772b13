"""What somebody of another agency sees of a child whom she helps: these rows alone, whatever statement is sent."""

from datetime import date
from typing import Any

import pytest
import worlds
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from rows import fill_every_table

from cast import Cast
from keel.access import helped, tables
from keel.access.models import Grade, Restriction, RestrictionMember
from keel.access.policy import Act, Answer, Asker, Held, decide
from keel.access.queries import standing_of
from keel.access.roles import Role
from keel.oversight.models import Escalation
from keel.people.models import Person
from keel.protection.models import (
    ActionProgress,
    AgencyReport,
    Conference,
    ConferenceAttendance,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupUpdate,
    PlanAction,
    PlanVersion,
    ProtectionPlan,
    StrategyAccount,
    StrategyAgency,
    StrategyDiscussion,
)
from keel.workforce.models import Involvement, Team

pytestmark = pytest.mark.django_db
HEALTH, SCHOOL = "Health visiting", "Lantern Primary"
CLOSED = ("restricted", "excluded", "hidden")


def help_child(cast: Cast, *families: str) -> None:
    """She helps the elder child of each family, as the record writes it; her agency is the team that she is of."""
    worker = cast.workers["partner"]
    worker.team = Team.objects.get_or_create(key="T17", defaults={"name": HEALTH})[0]
    worker.save(update_fields=["team"])
    for key in families:
        Involvement.objects.create(
            child=cast.families[key].child, worker=worker, role="Health visitor", holds_case=False,
            started_on=date(2026, 1, 5),
        )  # fmt: skip


def seen(label: str) -> set[Any]:
    table = next(t for t in tables.case_tables() if t.model._meta.label == label)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {table.model._meta.pk.column} FROM {table.name}")
        return {key for (key,) in cursor.fetchall()}


def everything_seen() -> dict[str, set[Any]]:
    return {t.model._meta.label: found for t in tables.case_tables() if (found := seen(t.model._meta.label))}


def test_of_a_child_she_helps_every_table_that_is_not_declared_gives_her_nothing(cast: Cast) -> None:
    for key in ("own", "other", *CLOSED):
        fill_every_table(*cast.families[key].children, cast["administrator"])
    help_child(cast, "own", *CLOSED)
    child = cast.families["own"].child
    names = set(child.names.values_list("pk", flat=True))
    with worlds.as_web(cast["partner"]):
        found = everything_seen()
    told = {"people.Person": {child.pk}, "people.PersonName": names}
    for label, rows in found.items():
        if label in told:
            assert rows <= told[label], label
        else:
            of = tables.apps.get_model(label)._base_manager.filter(pk__in=rows)
            assert label in helped.DOORS, (label, rows)
            assert {row.child_id for row in of} <= {child.pk}, label
    assert "protection.Conference" not in found, "nobody asked her to it"


@pytest.fixture
def invited(cast: Cast) -> dict[str, Any]:
    """A conference and a core group that she is asked to, others that she is not, and a plan in two versions."""
    help_child(cast, "own")
    child, sister = cast.families["own"].children
    made: dict[str, Any] = {}
    for name, of in (("mine", child), ("not asked", child), ("of a sister", sister)):
        made[name] = Conference.objects.create(child=of, planned_on=date(2026, 8, 3), kind="review")
        made[f"group {name}"] = CoreGroup.objects.create(child=of, held_on=date(2026, 6, 1))
        who = {"name": "kemi BALOGUN"} if name != "not asked" else {"name": "Ms Hill", "agency": SCHOOL}
        ConferenceAttendance.objects.create(child=of, conference=made[name], **who)
        CoreGroupAttendance.objects.create(child=of, core_group=made[f"group {name}"], **who)
    plan = made["plan"] = ProtectionPlan.objects.create(child=child, started_on=date(2026, 2, 2))
    for day, name in ((date(2026, 3, 1), "before"), (date(2026, 5, 1), "now"), (None, "draft")):
        version = made[name] = PlanVersion.objects.create(child=child, plan=plan, published_on=day)
        for agency in (HEALTH, SCHOOL):
            made[f"{name} {agency}"] = PlanAction.objects.create(child=child, version=version, agency=agency)
    made["theirs"] = AgencyReport.objects.create(child=child, conference=made["mine"], agency=SCHOOL)
    made["hers"] = AgencyReport.objects.create(child=child, conference=made["mine"], agency=HEALTH)
    return made


def test_she_sees_what_she_is_asked_to_and_the_plan_as_it_now_stands(
    cast: Cast, invited: dict[str, Any]
) -> None:
    with worlds.as_web(cast["partner"]):
        found = everything_seen()
    assert found["protection.Conference"] == {invited["mine"].pk}
    assert found["protection.CoreGroup"] == {invited["group mine"].pk}
    assert found["protection.AgencyReport"] == {invited["hers"].pk}
    assert found["protection.PlanVersion"] == {invited["now"].pk}
    assert found["protection.PlanAction"] == {invited[f"now {name}"].pk for name in (HEALTH, SCHOOL)}
    assert len(found["protection.ConferenceAttendance"]) == len(found["protection.CoreGroupAttendance"]) == 1
    assert set(found) <= set(helped.DOORS)
    ProtectionPlan.objects.update(ended_on=date(2026, 6, 2))
    with worlds.as_web(cast["partner"]):
        assert not {name for name in everything_seen() if "Plan" in name}


def refused(make: Any) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        make()


def test_she_writes_under_her_own_name_to_what_she_is_asked_to_and_nothing_of_another(
    cast: Cast, invited: dict[str, Any]
) -> None:
    child, sister = cast.families["own"].children
    me = {"recorded_by": cast["partner"]}
    hers, theirs = invited[f"now {HEALTH}"], invited[f"now {SCHOOL}"]
    with worlds.as_web(cast["partner"]):
        AgencyReport.objects.create(child=child, conference=invited["mine"], agency=HEALTH, **me)
        ActionProgress.objects.create(child=child, action=hers, agency=HEALTH, told="Seen", **me)
        CoreGroupUpdate.objects.create(child=child, plan=invited["plan"], agency=HEALTH, **me)
        assert PlanAction.objects.filter(pk=hers.pk).update(done_on=date(2026, 6, 1)) == 1
        for name in (f"now {SCHOOL}", f"before {HEALTH}", f"draft {HEALTH}"):
            assert PlanAction.objects.filter(pk=invited[name].pk).update(done_on=date(2026, 6, 1)) == 0
        assert AgencyReport.objects.update(view="another") == Conference.objects.update(place="x") == 0
        assert Person.objects.update(sex="F") == 0
        other = {"recorded_by": cast["worker"]}
        refused(
            lambda: AgencyReport.objects.create(child=child, conference=invited["mine"], agency=SCHOOL, **me)
        )
        refused(
            lambda: AgencyReport.objects.create(
                child=child, conference=invited["mine"], agency=HEALTH, **other
            )
        )
        refused(
            lambda: AgencyReport.objects.create(
                child=child, conference=invited["not asked"], agency=HEALTH, **me
            )
        )
        refused(
            lambda: AgencyReport.objects.create(
                child=sister, conference=invited["of a sister"], agency=HEALTH, **me
            )
        )
        refused(lambda: ActionProgress.objects.create(child=child, action=theirs, agency=HEALTH, **me))
        refused(
            lambda: CoreGroupUpdate.objects.create(child=sister, plan=invited["plan"], agency=HEALTH, **me)
        )
        refused(
            lambda: Involvement.objects.create(child=sister, worker=cast.workers["partner"], role="partner")
        )


def test_of_a_strategy_discussion_she_has_her_own_place_until_it_is_decided_and_nothing_else(
    cast: Cast,
) -> None:
    help_child(cast, "own", *CLOSED)
    places = {}
    for key in ("own", "other", *CLOSED):
        child = cast.families[key].child
        talk = StrategyDiscussion.objects.create(child=child, decision="Zq")
        for name in ("Kemi Balogun", "Sgt Cole"):
            places[key, name] = StrategyAgency.objects.create(child=child, discussion=talk, name=name)
    hers, child = places["own", "Kemi Balogun"], cast.families["own"].child
    me = {"recorded_by": cast["partner"], "agency": HEALTH, "child": child}
    with worlds.as_web(cast["partner"]):
        assert seen("protection.StrategyAgency") == {hers.pk}
        assert not seen("protection.StrategyDiscussion")
        StrategyAccount.objects.create(asked=hers, **me)
        refused(lambda: StrategyAccount.objects.create(asked=places["own", "Sgt Cole"], **me))
        refused(lambda: StrategyAccount.objects.create(asked=places["other", "Kemi Balogun"], **me))
        refused(lambda: StrategyAccount.objects.create(asked=hers, **me | {"recorded_by": cast["worker"]}))
        assert (
            StrategyAgency.objects.update(information="x") == StrategyAccount.objects.update(agency="x") == 0
        )
    StrategyDiscussion.objects.update(decided_on=date(2026, 6, 1))
    with worlds.as_web(cast["partner"]):
        assert not seen("protection.StrategyAgency")
        assert len(seen("protection.StrategyAccount")) == 1, "what she wrote stays hers to read"
        refused(lambda: StrategyAccount.objects.create(asked=hers, **me))


def test_of_disagreements_she_sees_those_that_she_raised_with_their_stages_and_writes_no_other(
    cast: Cast,
) -> None:
    help_child(cast, "own", *CLOSED)
    child = cast.families["own"].child
    of_school = Escalation.objects.create(
        child=child, episode="escalation:1", agency=HEALTH, recorded_by=cast["business"]
    )
    mine = {"child": child, "episode": "escalation:2", "agency": HEALTH, "recorded_by": cast["partner"]}
    with worlds.as_web(cast["partner"]):
        row = Escalation.objects.create(**mine)
        for wrong in (
            {"recorded_by": cast["business"]},
            {"agency": SCHOOL},
            {"child": cast.families["other"].child},
            {"child": cast.families["restricted"].child},
            {"resolved_on": date(2026, 6, 1)},
            {"sent_to": cast.workers["worker"]},
        ):
            refused(lambda wrong=wrong: Escalation.objects.create(**mine | wrong))
        Escalation.objects.create(
            **mine | {"episode": "escalation:1"}
        )  # a strand of another's, were it guessed
        assert of_school.pk not in seen("oversight.Escalation")
        assert Escalation.objects.update(resolution="ok") == 0, "she changes none, not even her own"
    higher = Escalation.objects.create(child=child, episode="escalation:2", agency=HEALTH, stage=2)
    with worlds.as_web(cast["partner"]):
        assert {row.pk, higher.pk} <= seen("oversight.Escalation")
        assert of_school.pk not in seen("oversight.Escalation")
    cast.workers["partner"].involvements.update(ended_on=date(2026, 6, 1))
    with worlds.as_web(cast["partner"]):
        assert not seen("oversight.Escalation")


def test_it_ends_with_the_tie_and_with_the_role_and_reaches_no_relative(
    cast: Cast, invited: dict[str, Any]
) -> None:
    today = timezone.localdate()
    child, mother = cast.families["own"].child, cast.families["own"].mother
    for change in (
        lambda: cast["partner"].roles_held.update(to_on=today),
        lambda: cast.workers["partner"].involvements.update(ended_on=today),
        lambda: cast.workers["partner"].involvements.update(role="social worker"),
    ):
        save = transaction.savepoint()
        with worlds.as_web(cast["partner"]):
            assert seen("people.Person") == {child.pk}
        change()
        with worlds.as_web(cast["partner"]):
            assert everything_seen() == {}
        transaction.savepoint_rollback(save)
    stood = standing_of(cast["partner"].pk, mother.pk)
    assert not stood.standing.ties


def test_a_role_alone_and_an_involvement_alone_give_nothing(cast: Cast) -> None:
    child = cast.families["nobodys"].child
    Involvement.objects.create(child=child, worker=cast.workers["administrator"], role="partner")
    for key in ("partner", "administrator"):
        with worlds.as_web(cast[key]):
            assert child.pk not in seen("people.Person") or key == "administrator"
            assert not seen("protection.PlanVersion")
        stood = standing_of(cast[key].pk, child.pk).standing
        assert decide(asker(cast, key), Act.PARTNER_READ, stood).answer is Answer.NO


def asker(cast: Cast, key: str) -> Asker:
    held = frozenset(Held(Role(each.role), each.team_id) for each in cast[key].roles_held.all())
    return Asker(cast[key].pk, held, has_stepped_up=True)


def test_a_restricted_record_is_hers_only_on_its_list_and_she_breaks_no_glass(cast: Cast) -> None:
    help_child(cast, "own", *CLOSED)
    partner, children = cast["partner"], {key: cast.families[key].child for key in ("own", "other", *CLOSED)}
    answers = {
        key: decide(
            asker(cast, "partner"), Act.PARTNER_READ, standing_of(partner.pk, child.pk).standing
        ).answer
        for key, child in children.items()
    }
    assert answers == {"own": Answer.YES} | dict.fromkeys(("other", *CLOSED), Answer.NO)
    restriction = Restriction.objects.get(person=cast.families["restricted"].child, grade=Grade.RESTRICTED_TO)
    RestrictionMember.objects.create(restriction=restriction, user=cast["partner"])
    with worlds.as_web(cast["partner"]):
        assert seen("people.Person") == {cast.families[key].child.pk for key in ("own", "restricted")}
