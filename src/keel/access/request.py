"""What is known of the request under way: who asks, with which roles, and what she has looked at so far."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError
from psycopg.errors import InFailedSqlTransaction

from keel.access.audit import Look, write
from keel.access.policy import Asker


@dataclass(slots=True)
class UnderWay:
    """One request."""

    id: UUID = field(default_factory=uuid4)
    is_reading: bool = False  # it writes nothing of the record
    transaction: str = ""  # as a claim names it
    asker: Asker = field(default_factory=lambda: Asker(None))
    looks: list[Look] = field(default_factory=list)
    failure: Exception | None = None  # of the last statement that the database could not answer
    stood: dict[UUID, Any] = field(default_factory=dict)  # standings already read
    read_once: dict[str, Any] = field(default_factory=dict)  # what every room asks for that reads it

    @property
    def user_id(self) -> int | None:
        """Who asks."""
        return self.asker.user

    @property
    def acting_as(self) -> str:
        """The roles held, in words."""
        return ", ".join(sorted(role.label for role in self.asker.roles))

    def look(self, look: Look) -> None:
        """Remember a look; the same thing looked at twice in one request is written once."""
        if look not in self.looks:
            self.looks.append(look)

    def noting_failures(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Run a statement; where it fails, remember why. What fails only because another did says nothing."""
        try:
            return execute(*statement)
        except DatabaseError as failure:
            if not isinstance(failure.__cause__, InFailedSqlTransaction):
                self.failure = failure
            raise

    def write_looks(self) -> None:
        """Write them, last in the transaction, since the end of the chain is held from here until it ends."""
        write(*self.looks, by=self.user_id, acting_as=self.acting_as, request=self.id)


_current: ContextVar[UnderWay | None] = ContextVar("request_under_way", default=None)


def current() -> UnderWay | None:
    """The request under way, if there is one: a command or a job has none."""
    return _current.get()


def begin(under_way: UnderWay | None) -> None:
    """Make a request the one under way, or none."""
    _current.set(under_way)
