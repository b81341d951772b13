"""What the reader may remark on: levels and messages are data, in ``remarks.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from keel.exchange.findings import Findings, Level


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


@cache
def _remarks() -> Mapping[str, tuple[Level, str]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("remarks.toml").read_text("utf-8"))
    return {code: (Level(entry["level"]), entry["message"]) for code, entry in raw.items()}
