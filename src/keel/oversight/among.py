"""Rows of many children asked for at once: the children go to the database as one value, and not as so many words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.lookups import Lookup


class Children:
    """Children as a statement names them; made once and used in many."""

    def __init__(self, children: Iterable[UUID]) -> None:
        self.each = tuple(children)
        self.text = f"{{{','.join(map(str, self.each))}}}"

    @classmethod
    def of(cls, children: "Iterable[UUID] | Children") -> "Children":
        """These children, made ready where they are not yet."""
        return children if isinstance(children, cls) else cls(children)  # type: ignore[arg-type]


@models.ForeignKey.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """``child__among=Children(…)``: as ``child__in``, at the same cost for one child and for twenty thousand."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The column is one of them."""
        column, given = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*given, self.rhs.text]
