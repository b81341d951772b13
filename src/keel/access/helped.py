"""What somebody of another agency sees and writes of a child whom she helps: these rows of these tables, and no others.

A tie of another agency opens no record. Beside the walls of the tables stand these narrow doors, each about rows of the
children whom she helps now and who are not closed to her: who the child is, what she is asked to, the plan that her
agency is part of, and what she wrote herself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps

POLICY = "of_web_helping"
ASKER = "(SELECT access_asker())"
HER_OWN = f"recorded_by_id = {ASKER}"
IN_HER_PLAN = "version_id IN (SELECT access_helped_versions())"


def named(who: str = "name", at: str = "") -> str:
    """A row that names her or her agency: asked to a meeting, or the owner of an action."""
    return (
        f"(access_capacity({at}{who}) = (SELECT access_my_name()) "
        f"OR access_capacity({at}agency) = (SELECT access_my_agency()))"
    )


def asked_to(attendance: str, key: str, of: str, meeting: str = "id") -> str:
    """A row of a table about a meeting that she was asked to."""
    return (
        f"EXISTS (SELECT FROM {attendance} a WHERE a.{key} = {of}.{meeting} AND a.child_id = {of}.child_id "
        f"AND {named(at='a.')})"
    )


# What she writes is her agency's; where the record knows none, it is under her own name alone.
OF_HER_AGENCY = (
    "(access_capacity(agency) = (SELECT access_my_agency()) OR (SELECT access_my_agency()) IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Door:
    """Conditions, in SQL, beside that the child is one whom she helps; of what is blank she does nothing.

    ``child`` is the column that names the child.
    """

    seen: str = "true"
    added: str = ""
    changed: str = ""
    removed: str = ""
    child: str = "child_id"


AT_CONFERENCE, AT_CORE_GROUP = "protection_conferenceattendance", "protection_coregroupattendance"
TO_CONFERENCE = asked_to(AT_CONFERENCE, "conference_id", "protection_agencyreport", "conference_id")
HER_INVITATION = (
    f"EXISTS (SELECT FROM {AT_CONFERENCE} a WHERE a.id = protection_agencyreport.invitation_id "
    "AND a.conference_id = protection_agencyreport.conference_id "
    f"AND a.child_id = protection_agencyreport.child_id AND {named(at='a.')})"
)
HER_ACTION = (
    "EXISTS (SELECT FROM protection_planaction a WHERE a.id = protection_actionprogress.action_id "
    f"AND a.child_id = protection_actionprogress.child_id AND {named('owner', 'a.')})"
)
ON_HER_PLAN = (
    "EXISTS (SELECT FROM protection_protectionplan p WHERE p.id = protection_coregroupupdate.plan_id "
    "AND p.child_id = protection_coregroupupdate.child_id AND p.ended_on IS NULL)"
)
HER_DISAGREEMENT = (
    f"{HER_OWN} AND {OF_HER_AGENCY} AND sent_to_id IS NULL AND resolved_on IS NULL AND due_on IS NULL"
)
MY_PLACE = "IN (SELECT access_my_discussions())"
HERS_TO_TYPE = f"user_id = {ASKER}"

DOORS: Mapping[str, Door] = {
    "people.Person": Door(child="id"),
    "people.PersonName": Door("to_on IS NULL AND kind IN ('legal', 'known as')", child="person_id"),
    "protection.Conference": Door(asked_to(AT_CONFERENCE, "conference_id", "protection_conference")),
    "protection.ConferenceAttendance": Door(named()),
    "protection.AgencyReport": Door(
        f"({HER_OWN} OR access_capacity(agency) = (SELECT access_my_agency()) OR {HER_INVITATION})",
        added=(
            f"{HER_OWN} AND {OF_HER_AGENCY} AND {TO_CONFERENCE} AND (invitation_id IS NULL OR {HER_INVITATION})"
        ),
    ),
    "protection.ProtectionPlan": Door("ended_on IS NULL"),
    "protection.PlanVersion": Door("id IN (SELECT access_helped_versions())"),
    "protection.PlanOutcome": Door(IN_HER_PLAN),
    "protection.PlanAction": Door(IN_HER_PLAN, changed=f"{IN_HER_PLAN} AND {named('owner')}"),
    "protection.Contingency": Door(IN_HER_PLAN),
    "protection.PlanMember": Door(IN_HER_PLAN),
    "protection.ActionProgress": Door(
        f"({HER_OWN} OR {HER_ACTION})", added=f"{HER_OWN} AND {OF_HER_AGENCY} AND {HER_ACTION}"
    ),
    "protection.CoreGroup": Door(asked_to(AT_CORE_GROUP, "core_group_id", "protection_coregroup")),
    "protection.CoreGroupAttendance": Door(named()),
    "protection.CoreGroupUpdate": Door(
        f"({HER_OWN} OR access_capacity(agency) = (SELECT access_my_agency()))",
        added=f"{HER_OWN} AND {OF_HER_AGENCY} AND core_group_id IS NULL AND {ON_HER_PLAN}",
    ),
    "protection.StrategyAgency": Door(f"id {MY_PLACE}"),
    "protection.StrategyAccount": Door(
        HER_OWN, added=f"{HER_OWN} AND {OF_HER_AGENCY} AND asked_id {MY_PLACE}"
    ),
    "oversight.Escalation": Door(
        f"({HER_OWN} OR id IN (SELECT access_my_escalations()))", added=HER_DISAGREEMENT
    ),
    "recording.Draft": Door(HERS_TO_TYPE, HERS_TO_TYPE, HERS_TO_TYPE, HERS_TO_TYPE),
}


def policies(web: str) -> Iterator[str]:
    """The statements that make the doors, and take away those that are declared no more."""
    yield (
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT polname, polrelid::regclass AS of FROM pg_policy "
        f"WHERE polname LIKE '{POLICY}%' LOOP EXECUTE format('DROP POLICY %I ON %s', one.polname, one.of); "
        "END LOOP; END $$;"
    )
    for label, door in DOORS.items():
        yield from _of(apps.get_model(label)._meta.db_table, door, web)


def _of(table: str, door: Door, web: str) -> Iterator[str]:
    helped = f"{door.child} IN (SELECT access_my_helped())"
    yield f"CREATE POLICY {POLICY} ON {table} FOR SELECT TO {web} USING ({helped} AND {door.seen});"
    if door.added:
        yield f"CREATE POLICY {POLICY}_adding ON {table} FOR INSERT TO {web} WITH CHECK ({helped} AND {door.added});"
    if door.changed:
        yield (
            f"CREATE POLICY {POLICY}_changing ON {table} FOR UPDATE TO {web} "
            f"USING ({helped} AND {door.changed}) WITH CHECK ({helped} AND {door.changed});"
        )
    if door.removed:
        yield f"CREATE POLICY {POLICY}_removing ON {table} FOR DELETE TO {web} USING ({helped} AND {door.removed});"
