"""What the web role may write of tables that hang on no child: users, roles, notices, what is begun to be told."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Guard:
    """Conditions, in SQL, under which the web role sees, adds and changes a row."""

    label: str
    seen: str
    added: str
    changed: str

    @property
    def table(self) -> str:
        """The table's name."""
        return apps.get_model(self.label)._meta.db_table


ADMINISTERS = "(SELECT access_administers())"
NOT_HERSELF = "user_id <> (SELECT access_asker())"
HERS = "to_id = (SELECT access_asker())"
HERS_TO_TYPE = "user_id = (SELECT access_asker())"
SAID_BY_HERSELF = "by_id = (SELECT access_asker())"

DEPUTES = "access_may_depute(worker_id, deputy_id)"

GUARDS = (
    Guard("access.User", seen="true", added=ADMINISTERS, changed="true"),  # columns are what is granted
    Guard(
        "access.RoleHeld",
        seen="true",
        added=f"{ADMINISTERS} AND {NOT_HERSELF}",  # nobody gives herself a role
        changed=f"{ADMINISTERS} AND {NOT_HERSELF}",
    ),
    Guard("workforce.Absence", seen="true", added=DEPUTES, changed=DEPUTES),  # a deputy may open what she may
    Guard("front_door.WorryDraft", seen=HERS_TO_TYPE, added=HERS_TO_TYPE, changed=HERS_TO_TYPE),
    Guard("record.RecordedHere", seen="true", added=SAID_BY_HERSELF, changed="false"),
    Guard("access.Notice", seen=HERS, added="(SELECT access_asker()) IS NOT NULL", changed=HERS),
)


def policies(web: str, worker: str) -> Iterator[str]:
    """The statements that put the guards up."""
    for guard in GUARDS:
        name = guard.table
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        for policy in ("of_owner", "of_web", "of_web_writing", "of_web_changing"):
            yield f"DROP POLICY IF EXISTS {policy} ON {name};"
        yield f"CREATE POLICY of_owner ON {name} TO CURRENT_USER, {worker} USING (true) WITH CHECK (true);"
        yield f"CREATE POLICY of_web ON {name} FOR SELECT TO {web} USING ({guard.seen});"
        yield f"CREATE POLICY of_web_writing ON {name} FOR INSERT TO {web} WITH CHECK ({guard.added});"
        yield (
            f"CREATE POLICY of_web_changing ON {name} FOR UPDATE TO {web} "
            f"USING ({guard.changed}) WITH CHECK ({guard.changed});"
        )
