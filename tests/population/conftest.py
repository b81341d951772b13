"""A source that holds everything, and extracts of a few lines."""

from collections.abc import Callable
from datetime import date

import pytest

from keel.exchange.extract import Coverage, Extract, Journal
from keel.population import Answer, check
from keel.practice.history import EventKind, Fact
from keel.practice.standards import Standards, load

AS_OF = date(2026, 5, 5)
Make = Callable[..., Extract]
Told = tuple[str, EventKind, date]  # child, kind, day; a fourth part may give what Journal.add takes


@pytest.fixture(scope="session")
def standards() -> Standards:
    """What ships."""
    return load()


@pytest.fixture(scope="session")
def everything() -> Coverage:
    """The coverage of a source that holds every kind of event with every fact."""
    facts = frozenset(Fact)
    return Coverage(dict.fromkeys(EventKind, facts), frozenset(EventKind), facts)


@pytest.fixture(scope="session")
def extract(everything: Coverage) -> Make:
    """An extract of the events told; children are born in 2016 unless said otherwise."""

    def make(
        *told: Told | tuple,
        children: dict[str, dict[str, object]] | None = None,
        coverage: Coverage = everything,
    ) -> Extract:
        journal = Journal()
        for name, known in (children or {}).items():
            journal.child(name, **known)
        for name in {name: None for name, *_ in told if name not in (children or {})}:
            journal.child(name, birth_on=date(2016, 1, 1))
        for name, kind, on, *more in told:
            journal.add(journal.child(name), kind, on, **(more[0] if more else {}))
        return journal.finish("made up", "made-up", coverage)

    return make


@pytest.fixture
def checked(extract: Make, standards: Standards) -> Callable[..., Answer]:
    """The answer about an extract of the events told, as at 5 May 2026."""

    def put(*told: Told | tuple, as_of: date = AS_OF, **more: object) -> Answer:
        return check(extract(*told, **more), standards, as_of)

    return put
