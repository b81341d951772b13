"""The 34 signals of drift: declarations over a history and its readings."""

from collections.abc import Mapping

from keel.practice.signals import journey, legal, oversight, plan
from keel.practice.signals.model import Clause, Scope, Severity, Shape, Signal

SIGNALS: Mapping[str, Signal] = {
    signal.key: signal
    for signal in sorted(
        (*journey.SIGNALS, *plan.SIGNALS, *oversight.SIGNALS, *legal.SIGNALS),
        key=lambda signal: (any(clause.signals for clause in signal.clauses), signal.key),
    )
}  # composites last: they look at the others

__all__ = ["SIGNALS", "Clause", "Scope", "Severity", "Shape", "Signal"]
