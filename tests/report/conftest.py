"""The hand-made answer, ready to read."""

from collections.abc import Callable

import pytest
from made_answer import answer

from keel.population.answer import Answer
from keel.report.summary import Report


@pytest.fixture
def report() -> Report:
    """The answer ready to read."""
    return Report(answer(), chosen="given with --as-of")


@pytest.fixture
def masked_report() -> Report:
    """The same answer with no identifiers."""
    return Report(answer(), chosen="given with --as-of", mask=True)


@pytest.fixture
def make_answer() -> Callable[[], Answer]:
    """Makes the answer anew."""
    return answer
