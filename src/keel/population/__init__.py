"""The same rules over a whole population: Arrow in, readings and signals out; on this machine, or on Spark."""

from keel.population.answer import Answer, Computable
from keel.population.check import check

__all__ = ["Answer", "Computable", "check"]
