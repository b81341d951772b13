"""What another agency tells of a child before anybody has said who she is on file: whose to write and to see.

Beside the wall of the table, which shows such a worry where the contact that was made of it is seen: she who told it
sees it, the front door sees it while it waits, and nobody changes a word of it.
"""

from collections.abc import Iterator

from django.apps import apps

TABLE = "front_door.WorryTold"
POLICY = "of_web_told"
HERS = "told_by_id = (SELECT access_asker()) AND (SELECT access_tells())"
UNTAKEN = "contact_id IS NULL AND taken_on IS NULL AND outcome_told_on IS NULL"
WAITS = "contact_id IS NULL AND (SELECT access_takes_up())"
BECAME = "EXISTS (SELECT FROM front_door_contact c WHERE c.id = front_door_worrytold.contact_id)"
MAY_CHANGE = (
    "contact_id", "taken_on", "taken_time", "taken_by_id", "outcome_told", "outcome_told_on", "outcome_told_time",
)  # fmt: skip


def policies(web: str) -> Iterator[str]:
    """The statements that let her tell it, and the front door take it up."""
    table = apps.get_model(TABLE)._meta.db_table
    for end in ("", "_waiting", "_telling", "_taking"):
        yield f"DROP POLICY IF EXISTS {POLICY}{end} ON {table};"
    yield f"CREATE POLICY {POLICY} ON {table} FOR SELECT TO {web} USING ({HERS});"
    yield f"CREATE POLICY {POLICY}_waiting ON {table} FOR SELECT TO {web} USING ({WAITS});"
    yield f"CREATE POLICY {POLICY}_telling ON {table} FOR INSERT TO {web} WITH CHECK ({HERS} AND {UNTAKEN});"
    yield (
        f"CREATE POLICY {POLICY}_taking ON {table} FOR UPDATE TO {web} USING ({WAITS}) WITH CHECK ({BECAME});"
    )


def grants(web: str) -> Iterator[str]:
    """Of what was told, what became of it is written later, and nothing else."""
    table = apps.get_model(TABLE)._meta.db_table
    yield f"REVOKE UPDATE ON {table} FROM {web};"
    yield f"GRANT UPDATE ({', '.join(MAY_CHANGE)}) ON {table} TO {web};"
