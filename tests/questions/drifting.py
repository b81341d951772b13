"""The days of the family that drifts."""

from datetime import date

PLAN_ON, LATE_ON = date(2026, 4, 1), date(2026, 4, 30)
