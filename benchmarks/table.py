"""The results as JSON, and as a page with a table for each part."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from benchmarks.place import PAGE, RESULTS
from benchmarks.row import Row

Results = dict[str, Any]

_HEAD = """\
<!-- Written by the benchmarks. Do not edit. -->
# What it costs

Every figure is measured and written here by `.venv/bin/python -m benchmarks`; the data behind it is
`benchmarks/results.json`. Each run is a process of its own: *time* is the median of the runs, with the fastest
and the slowest beside it; *memory* is the most that any run held. Compiled code and bytecode are kept from an
earlier run, as on any machine that has run Keel before; what the very first run costs has its own table. The
*limit* is the time merely to read the same bytes and do nothing with them, in a process of its own, where a part
does not name another. What is measured of the application has the load average of the machine beside it: well above
0.5, others were at work there too, and the row says little of a quiet machine.

The environment is the one for development, whose Spark brings pandas along, and Arrow then loads it: about a quarter
of a second in every check, which an ordinary install does not pay.
"""
_COLUMNS = ("What", "Input", "Time", "Fastest to slowest (runs)", "Memory", "Times the limit", "Budget")


def results() -> Results:
    """What was measured before, so that one part can be measured again alone."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"parts": {}}


def as_data(title: str, says: str, rows: list[Row], *, up_to: int) -> dict[str, Any]:
    """A part as it stands in the JSON."""
    told = [{**asdict(r), "median": r.median, "times_limit": r.times_limit, "is_met": r.is_met} for r in rows]
    return {"title": title, "says": says, "up_to": up_to, "rows": told}


def save(found: Results) -> None:
    """Write the data and the page."""
    RESULTS.write_text(json.dumps(found, indent=1, default=str) + "\n", encoding="utf-8")
    PAGE.write_text(_page(found), encoding="utf-8")


def _page(found: Results) -> str:
    parts = [part for part in found["parts"].values() if part["rows"]]
    return "\n".join([_HEAD, _machine(found["machine"]), _budgets(parts), *map(_part, parts)])


def _machine(told: Mapping[str, Any]) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in told["packages"].items())
    return (
        f"The machine: {told['cores']} cores ({told['processor']}), {told['memory_gb']} GB, {told['system']}, "
        f"Python {told['python']}, {packages}. Load when the run began: {told['load_before']}.\n"
    )


def _budgets(parts: list[dict[str, Any]]) -> str:
    held = [(part["title"], row) for part in parts for row in part["rows"] if row["is_met"] is not None]
    if not held:
        return ""
    lines = ["## Budgets", "", "| Work | Input | Budget | Measured | |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {title}: {row['what']} | {row['input']} | {_allowed(row)} | {_cost(row)} | {_verdict(row)} |"
        for title, row in held
    ]
    return "\n".join([*lines, "", _WHY if any(row["is_met"] is False for _, row in held) else ""])


_WHY = """Where a budget is not met, this is why. The census and the workbook are timed as a person waits for them, with
the JSON report written and the process ended; reading and evaluating alone is the sum of the stages under each table,
and lies within the budget. The evaluator's row reads the Parquet and raises every signal too, on events of which
half are of kinds that no source holds today; the walk alone is the last of its stages. What would help most: reading
the census by columns as the workbook is, signals that start from the timescales' own index of kinds, and a JSON
report that writes only what is asked for. Rows of the application whose load average stands well above 0.5 were
measured while others kept the machine busy, the page that asks nothing among them: they are to be measured again.
"""


def _part(part: Mapping[str, Any]) -> str:
    columns = f"| {' | '.join(_COLUMNS)} |\n|{' --- |' * len(_COLUMNS)}"
    notes = [f"- {row['what']}, {row['input']}: {row['note']}." for row in part["rows"] if row["note"]]
    lines = [_line(row) for row in part["rows"]]
    return "\n".join([f"## {part['title']}", "", part["says"], "", columns, *lines, "", *notes, ""])


def _line(row: Mapping[str, Any]) -> str:
    span = f"{_time(min(row['seconds']))} to {_time(max(row['seconds']))} ({len(row['seconds'])})"
    times = f"{row['times_limit']:.1f}" if row["times_limit"] else ""
    budget = f"{_allowed(row)}: {_verdict(row)}" if row["budget"] else ""
    cells = (row["what"], row["input"], _time(row["median"]), span, _memory(row["memory"]), times, budget)
    return f"| {' | '.join(cells)} |"


def _allowed(row: Mapping[str, Any]) -> str:
    seconds, memory = row["budget"]["seconds"], row["budget"]["memory"]
    return _time(seconds) + (f", {memory:,.0f} MB" if memory else "")


def _cost(row: Mapping[str, Any]) -> str:
    bounded = row["budget"]["memory"]
    return _time(row["median"]) + (f", {_memory(row['memory'])}" if bounded else "")


def _verdict(row: Mapping[str, Any]) -> str:
    return "met" if row["is_met"] else "**not met**"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds:,.2f} s"  # noqa: PLR2004


def _memory(mb: float | None) -> str:
    return f"{mb:,.0f} MB" if mb else ""
