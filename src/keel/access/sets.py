"""Rows of children's records as sets: of one child, or those that somebody may see."""

from typing import Any, Self
from uuid import UUID

from django.db import models


class OfChildren(models.QuerySet):  # type: ignore[type-arg]
    """Rows of a table of the record."""

    def of(self, child: Any) -> Self:
        """Those of one child, given as a person or by her identifier."""
        return self.filter(child_id=child if isinstance(child, UUID) else child.pk)

    def visible_to(self, user: Any) -> Self:
        """Those of the children whose records are open to ``user``."""
        from keel.access.queries import children_open_to  # noqa: PLC0415 -- it reads models, which rest on this module

        return self.filter(children_open_to(user)) if user and user.pk else self.none()
