"""The same made-up children on every run, and an oracle to ask about them."""

from collections.abc import Callable, Sequence
from datetime import date

import engines
import pytest
import signals_oracle
from histories import STANDARDS
from hypothesis import HealthCheck, settings
from oracle import Oracle

from keel.practice.history import History
from keel.practice.signals import SIGNALS, Signal
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK, Timescale

settings.register_profile(
    "keel", derandomize=True, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck)
)
settings.load_profile("keel")


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """The whole book, in DuckDB."""
    return Oracle(tuple(BOOK.values()), STANDARDS)


Agree = Callable[..., engines.Found]


@pytest.fixture(scope="session")
def agree(oracle: Oracle) -> Agree:
    """Puts histories to every engine and says what they all say; fails where any says otherwise."""

    def put(
        histories: Sequence[History],
        as_of: date,
        signals: Sequence[Signal] = tuple(SIGNALS.values()),
        book: Sequence[Timescale] = tuple(BOOK.values()),
        standards: Standards = STANDARDS,
        asked: Oracle | None = None,
    ) -> engines.Found:
        since = asked.since if asked else {}
        plain = engines.plain(histories, as_of, standards, book, signals, since)
        compiled = engines.compiled(histories, as_of, standards, book, signals, since)
        same(compiled.readings, plain.readings, histories, "compiled and plain readings")
        same(
            (asked or oracle).readings(histories, as_of),
            plain.readings,
            histories,
            "DuckDB's and plain readings",
        )
        drifts = signals_oracle.drifts(histories, plain.readings, as_of, standards, signals)
        same(compiled.drifts, plain.drifts, histories, "compiled and plain signals")
        same(drifts, plain.drifts, histories, "the slow and the plain signals")
        assert compiled.plans == plain.plans
        return plain

    return put


def same(these: Sequence[tuple], those: Sequence[tuple], histories: Sequence[History], what: str) -> None:
    """Fails with the first child of whom two engines say different things, and her history."""
    apart = sorted(set(these) ^ set(those), key=repr)
    if not apart and len(these) == len(those):
        return
    child = apart[0].child if apart else 0
    told = "\n".join(
        f"  {'first' if row in set(these) else 'second'}: {row}" for row in apart if row.child == child
    )
    raise AssertionError(f"{what} differ for child {child}:\n{told}\n{histories[child]}")
