"""What the reader may remark on: levels and messages are data, in ``remarks.toml``."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from keel.exchange.findings import Findings, Level

# What is said of one place only; a count of further places has none of it.
_OF_ONE_PLACE: Mapping[str, None] = dict.fromkeys(("row", "child", "raw"))


def remark(
    findings: Findings,
    code: str,
    *,
    source: str,
    column: str | None = None,
    row: int | None = None,
    child: str | None = None,
    raw: str | None = None,
    count: int = 1,
    **words: object,
) -> None:
    """Count one more of the remark ``code``; ``words`` fill its message."""
    level, message = _remarks()[code]
    findings.add(
        code,
        level,
        message.format_map(words),
        source=source,
        column=column,
        row=row,
        child=child,
        raw=raw,
        count=count,
    )


def remark_on_each(
    findings: Findings, code: str, places: Sequence[int], told: Callable[[int], Mapping[str, Any]]
) -> None:
    """The remark ``code`` on each of ``places`` of one column or sheet; ``told`` says about one what remark takes.

    Places beyond the examples that are kept are counted, not told.
    """
    for place in places[: Findings.EXAMPLES_KEPT]:
        remark(findings, code, **told(place))
    if rest := places[Findings.EXAMPLES_KEPT :]:
        remark(findings, code, **{**told(rest[0]), **_OF_ONE_PLACE, "count": len(rest)})


@cache
def _remarks() -> Mapping[str, tuple[Level, str]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("remarks.toml").read_text("utf-8"))
    return {code: (Level(entry["level"]), entry["message"]) for code, entry in raw.items()}
