"""Where failings are planted: each in one child, at a known rate, with what must be seen because of it.

``before`` changes what is to happen, ``after`` what happened; ``expect`` writes down what must be found. A child's
episode carries at most one failing of each kind, and only such as leave each other alone, so that the expected sets
are exact.
"""

from keel.invent.planting.after import after
from keel.invent.planting.before import before, earlier_plans
from keel.invent.planting.expected import expect

__all__ = ["after", "before", "earlier_plans", "expect"]
