"""Tables laid in one step are the tables that would have been laid one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from keel.record.laying import LayTables

LAID = LayTables(
    [
        migrations.CreateModel("Keeper", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel("Kept", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField(
            "kept", "keeper", models.ForeignKey("record.keeper", on_delete=models.PROTECT, null=True)
        ),
        migrations.AddIndex("kept", models.Index(fields=["keeper"], name="kept_by")),
    ]
)


def tables() -> set[str]:
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if name.startswith("record_ke")}


@pytest.mark.django_db
def test_tables_are_laid_with_what_the_later_parts_add_and_taken_away_again():
    before, after = ProjectState(), ProjectState()
    LAID.state_forwards("record", after)
    with connection.schema_editor() as editor:
        LAID.database_forwards("record", editor, before, after)
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "record_kept")
    assert "kept_by" in found
    assert [one["foreign_key"] for one in found.values() if one["foreign_key"]] == [("record_keeper", "id")]
    with connection.schema_editor() as editor:
        LAID.database_backwards("record", editor, after, before)
    assert tables() == set()


def test_what_may_change_rows_is_not_laid_together_with_tables():
    with pytest.raises(ValueError, match="only what makes or adds to tables"):
        LayTables([migrations.RunPython(migrations.RunPython.noop)])
