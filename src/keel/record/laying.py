"""Many tables laid in one step of a migration.

The framework works out every related model anew for each single table and foreign key. In a record where everything
hangs on a person that takes minutes; laid together, the same tables take a second.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterUniqueTogether,
    CreateModel,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

PARTS = (CreateModel, AddField, AddIndex, AddConstraint, AlterUniqueTogether)


class LayTables(Operation):
    """Creates tables, and adds what new and older tables get with them, as they are once every part is done."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, parts: Sequence[Operation]) -> None:
        self.parts = list(parts)
        for part in self.parts:
            if not isinstance(part, PARTS):
                raise ValueError(f"{part.describe()}: only what makes or adds to tables can be laid together")

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """How a migration is written down."""
        return self.__class__.__name__, [self.parts], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Every part in turn, with the models worked out once when they are next asked for."""
        state.__dict__.pop("apps", None)
        for part in self.parts:
            part.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Each new table whole, then what older ones get; foreign keys follow at the end of the migration."""
        for part in self._creating() + self._adding():
            part.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The same taken away again, the last first."""
        for part in reversed(self._creating() + self._adding()):
            part.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """In words, for who runs a migration."""
        return f"Lay {len(self._creating())} tables"

    def _creating(self) -> list[Operation]:
        return [part for part in self.parts if isinstance(part, CreateModel)]

    def _adding(self) -> list[Operation]:
        new = {part.name.lower() for part in self._creating()}  # type: ignore[attr-defined]
        rest = [part for part in self.parts if not isinstance(part, CreateModel)]
        return [part for part in rest if _table(part).lower() not in new]


def _table(part: Operation) -> str:
    return getattr(part, "model_name", None) or getattr(part, "name", "")
