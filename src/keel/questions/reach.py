"""Whose children a leader oversees: those of the teams for which she holds a role that reads signals."""

from dataclasses import replace

from django.http import Http404, HttpRequest

from keel.access.door import ABSENT
from keel.access.policy import Act, Answer, Asker
from keel.access.roles import Role
from keel.access.rules import CELLS, SOURCES, Relation


def _reads(role: Role, relation: Relation) -> bool:
    cell = CELLS.get((Act.SIGNAL_READ, role, relation))
    return bool(cell and cell.answer is Answer.YES)


LEADING = frozenset(
    source.role for source in SOURCES if source.by_team and _reads(source.role, source.relation)
)


def leads(asker: Asker) -> bool:
    """Whether the pages of those who look after others are hers."""
    return bool(asker.roles & LEADING)


def leader(request: HttpRequest) -> Asker:
    """Whoever asks, with only the roles that read signals: a list reaches no further than they do.

    Raises Http404 where she holds none, as where there is no such page.
    """
    asker: Asker = request.under_way.asker  # type: ignore[attr-defined]
    if not leads(asker):
        raise Http404(ABSENT)
    return replace(asker, held=frozenset(held for held in asker.held if held.role in LEADING))
