"""The figures that every format shares: counted once, so that no two formats can disagree."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from keel import __version__
from keel.exchange.findings import Finding
from keel.population.answer import Answer, Computable
from keel.report.cautions import Caution, cautions
from keel.report.children import ChildPage, in_order_of_drift, pages
from keel.report.doubt import in_doubt
from keel.report.groups import GroupLine, by_team, by_worker
from keel.report.lengths import Band, plan_lengths
from keel.report.masking import masked
from keel.report.measures import Measure, measures
from keel.report.standard_lines import StandardLine, standards_used
from keel.report.tallies import SignalLine, TimescaleLine, signal_lines, timescale_lines
from keel.report.wording import counted, day_text, percent, share_text

WORST = 10
TWO_YEARS = "plan_age_24m"  # the standard that says after how many months


@dataclass(frozen=True, slots=True)
class Figure:
    """A count for the front of the report, with its denominator; ``note`` says what it leaves out."""

    key: str
    label: str
    number: int
    of: int
    of_what: str
    note: str = ""

    @property
    def percent(self) -> float | None:
        """Percent of the denominator; None where that is nothing."""
        return percent(self.number, self.of)

    @property
    def share(self) -> str:
        """The count and percent in words."""
        return share_text(self.number, self.of)


class Report:
    """One answer made ready to read. With ``mask`` no child's identifier is left anywhere in it."""

    def __init__(self, answer: Answer, *, chosen: str, mask: bool = False) -> None:
        self.answer = masked(answer) if mask else answer
        self.chosen = chosen
        self.is_masked = mask
        self.version = __version__

    @property
    def title(self) -> str:
        """What was read, and as at when."""
        return f"{self.answer.extract.label}, as at {day_text(self.answer.as_of)}"

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What must be said before any figure."""
        return cautions(self.answer)

    @cached_property
    def children(self) -> pl.DataFrame:
        """Children, those most in need of attention first."""
        return in_order_of_drift(self.answer.children)

    @property
    def on_plan(self) -> pl.DataFrame:
        """Children on a child protection plan as at the date, most in need of attention first."""
        return self.children.filter(pl.col("on_plan"))

    @cached_property
    def worst(self) -> list[ChildPage]:
        """The children with the highest drift scores: at most ten, none with a score of nothing."""
        return list(pages(self.answer, self.children.filter(pl.col("drift_score") > 0).head(WORST)))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures a director needs."""
        return figures(self.answer)

    @cached_property
    def lengths(self) -> tuple[Band, ...]:
        """Open plans by length."""
        return plan_lengths(self.answer)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Measures with a published figure beside them."""
        return measures(self.answer)

    @cached_property
    def teams(self) -> list[GroupLine]:
        """Counts by team, in alphabetical order."""
        return by_team(self.answer)

    @cached_property
    def workers(self) -> list[GroupLine]:
        """Counts by worker, in alphabetical order."""
        return by_worker(self.answer)

    @cached_property
    def timescales(self) -> list[TimescaleLine]:
        """Counts by timescale, in the order of the book."""
        return timescale_lines(self.answer)

    @cached_property
    def signals(self) -> list[SignalLine]:
        """Counts by signal."""
        return signal_lines(self.answer)

    @property
    def not_computable(self) -> list[Computable]:
        """Timescales and signals that this source cannot feed, and why."""
        return [each for each in (*self.answer.timescales, *self.answer.signal_keys) if not each.computable]

    @property
    def not_known(self) -> str:
        """How much of the book this source cannot feed, in a sentence for the front of the report."""
        timescales = [each.computable for each in self.answer.timescales]
        signals = [each.computable for each in self.answer.signal_keys]
        return (
            f"This source can feed {sum(timescales)} of {counted(len(timescales), 'timescale')} and {sum(signals)} of "
            f"{counted(len(signals), 'signal')}. About the others it says nothing, good or bad: see section 6."
        )

    @property
    def open_children(self) -> pl.DataFrame:
        """Children with something overdue or with a signal: the first of :attr:`children`."""
        return self.children.filter((pl.col("breaches_open") > 0) | RED_OR_BLACK | (pl.col("amber") > 0))

    @cached_property
    def findings(self) -> list[Finding]:
        """What was noticed about the file itself."""
        return list(self.answer.extract.findings)

    @cached_property
    def standards(self) -> list[StandardLine]:
        """The standards that the computed timescales and signals rest on."""
        return standards_used(self.answer)


def figures(answer: Answer) -> tuple[Figure, ...]:
    """The figures a director needs, in order."""
    children = answer.children
    plans = children.filter(pl.col("on_plan"))
    disabled = plans.filter(pl.col("is_disabled").fill_null(False))

    def among_plans(key: str, label: str, condition: pl.Expr, note: str = "") -> Figure:
        return Figure(key, label, plans.filter(condition).height, plans.height, "children on plans", note)

    return (
        Figure(
            "on_plan", "on a child protection plan", plans.height, children.height, "children in the source"
        ),
        among_plans("in_breach", "on a plan, with something overdue now", pl.col("breaches_open") > 0),
        among_plans("red_or_black", "on a plan, with a red or black signal", RED_OR_BLACK),
        among_plans("black", "on a plan, with a black signal, for the director", pl.col("black") > 0),
        among_plans(
            "two_years", "on a plan for two years or more", _older_than(answer, TWO_YEARS), _unstarted(plans)
        ),
        among_plans(
            "earlier_plans", "on a plan, and on a plan before", pl.col("earlier_plans") > 0, _unplanned(plans)
        ),
        Figure(
            "disabled_in_breach",
            "disabled, on a plan, with something overdue now",
            disabled.filter(pl.col("breaches_open") > 0).height,
            disabled.height,
            "disabled children on plans",
            _blank(plans, "is_disabled", "disability"),
        ),
        among_plans("no_worker", "on a plan, with no social worker recorded", pl.col("worker").is_null()),
        among_plans("unknown", "on a plan, with a timescale or signal that cannot be told", in_doubt(answer)),
        Figure(
            "all_in_breach",
            "in all, on a plan or not, with something overdue now",
            children.filter(pl.col("breaches_open") > 0).height,
            children.height,
            "children in the source",
        ),
    )


RED_OR_BLACK = (pl.col("red") > 0) | (pl.col("black") > 0)


def _older_than(answer: Answer, key: str) -> pl.Expr:
    months = int(answer.standards[key].number_on(answer.as_of))
    return pl.col("plan_started_on").dt.offset_by(f"{months}mo") <= pl.lit(answer.as_of)


def _blank(plans: pl.DataFrame, column: str, what: str) -> str:
    blank = plans[column].null_count()
    return f"{what} not recorded for {share_text(blank, plans.height)}" if blank else ""


def _unstarted(plans: pl.DataFrame) -> str:
    return _blank(plans, "plan_started_on", "start of plan")


def _unplanned(plans: pl.DataFrame) -> str:
    return _blank(plans, "earlier_plans", "number of earlier plans")
