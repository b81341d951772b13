"""What lists hold that no event can carry: said in words, so that nothing is lost without a trace."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from keel.exchange.annex_a.remarks import remark_on_each
from keel.exchange.annex_a.sheets import ListSheet
from keel.exchange.findings import Findings


@dataclass(frozen=True, slots=True)
class Untold:
    """A remark on rows of a list: all of them, or those whose ``column`` is in (or not in) ``values``."""

    list_number: int
    code: str
    column: str | None = None
    values: Container[object] = ()
    is_in: bool = True

    def rows(self, sheet: ListSheet) -> Sequence[int]:
        """Places of the rows remarked on."""
        if self.column is None:
            return range(len(sheet))
        if self.column not in sheet.columns:
            return ()
        values = sheet.columns[self.column].values.to_list()
        return [at for at, value in enumerate(values) if (value in self.values) is self.is_in]


UNTOLD: tuple[Untold, ...] = (
    Untold(6, "not-a-child-in-need-plan", "status", frozenset({"cla", "cpp", "assessment"})),
    Untold(7, "emergency-without-date", "emergency", frozenset({True})),
    Untold(7, "visit-seen-by-definition", "visited_on", frozenset({None}), is_in=False),
    Untold(10, "adoption-not-timed"),
    Untold(11, "adopters-not-read"),
)


def remark_on_untold(sheet: ListSheet, findings: Findings) -> None:
    """Remark on every row of the sheet that holds what no event carries."""
    for untold in UNTOLD:
        if untold.list_number == sheet.annex_list.number:
            remark_on_each(findings, untold.code, untold.rows(sheet), partial(_told, untold, sheet))


def _told(untold: Untold, sheet: ListSheet, at: int) -> dict[str, Any]:
    column = sheet.columns[untold.column].heading if untold.column in sheet.columns else None  # type: ignore[index]
    return {**sheet.place(at), "column": column}
