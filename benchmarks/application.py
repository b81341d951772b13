"""What is measured of the application, on the record of a large county: each part gives rows of the table."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.installation import CHILDREN, KEPT, Installation, county, empty, keep_county, strangers
from benchmarks.material import AS_OF, severnshire
from benchmarks.place import ROOT, WORK
from benchmarks.process import Measured, measure
from benchmarks.row import Budget, Row, row

USERS, WARM, SECONDS = 50, 30, 180
PEOPLE, NAMES, FEW = 60_000, 200, 3
PAGE_BUDGET, SEARCH_BUDGET, WRITE_BUDGET = Budget(0.2), Budget(0.5), Budget(0.005)
DEMO_BUDGET, SAVE_BUDGET, NIGHT_BUDGET = Budget(60.0), Budget(0.3), Budget(120.0)
SHARE_FOUND = 0.95
LEAST = 20  # answers of a page, below which its 95th percentile says nothing


def loads(most: int) -> Iterator[Row]:
    """A large county's sources brought into an empty record by `keel load`.

    The limit is to put the same rows into tables with the same indexes, and ask nothing of them.
    """
    people = min(CHILDREN, most)
    annex = empty().copy("annex-being-loaded")
    yield _loaded(annex, "Annex A", severnshire("annex-a", people), Measured((0.0,), (0.0,), ({},)))
    annex.remove()
    whole = empty().copy("county-being-made")
    yield _loaded(whole, "roster (who they are)", severnshire("roster", people), None)
    before = whole.inside("rows_again")
    yield _loaded(whole, "Standard Safeguarding Dataset", severnshire("ssd", people), before)
    again = whole.keel("load", severnshire("ssd", people))
    yield row("the same again, which changes nothing", _told(severnshire("ssd", people)), again)
    keep_county(whole, people)


def _loaded(into: Installation, what: str, source: Path, before: Measured | None) -> Row:
    loaded = into.keel("load", source)
    limit = into.inside("rows_again")
    was = before.stages.get("putting in", 0.0) if before else 0.0
    rows = limit.said[0]["rows"] - (before.said[0].get("rows", 0) if before else 0)
    note = f"{rows:,} rows written, {rows / loaded.median:,.0f} a second; load average {_busy()}"
    least = limit.stages["putting in"] - was
    return Row(f"keel load, {what}", _told(source), loaded.seconds, loaded.peak, least, None, note)


def rebuild(most: int) -> Iterator[Row]:
    """`keel rebuild`, start-up included: everybody's record read again, and what it puts back compared.

    The limit is to read every event out of the database.
    """
    record = county(min(CHILDREN, most))
    limit = record.inside("events_out")
    least = limit.stages["reading"]
    size = f"{limit.said[0]['children']:,} children, {limit.said[0]['events']:,} events"
    held = record.keel("rebuild")
    note = f"load average {_busy()}"
    yield Row("keel rebuild, of what is as it should be", size, held.seconds, held.peak, least, None, note)
    was = record.inside("forget_readings", "--forget").said[0]
    anew = record.keel("rebuild")
    now = record.inside("forget_readings").said[0]
    if was != now:
        raise RuntimeError(f"keel rebuild put back something else: {was} and {now}")
    note = f"{sum(now['rows'].values()):,} rows put back, the same as before; load average {_busy()}"
    yield Row("keel rebuild, of nothing kept", size, anew.seconds, anew.peak, least, None, note)


def nightly(most: int) -> Iterator[Row]:
    """The night's reading in a copy of the county's record, as the worker: readings, signals, flags and the ladder.

    The first night raises what was not raised yet; the next comes a day later, and is what every night costs. The limit
    is to read every event out of the database.
    """
    whole = county(min(CHILDREN, most))
    record = whole.copy("county-at-night")
    record.inside("accounts", WORK / "people-at-night.json")
    limit = record.inside("events_out")
    held = record.inside("nightly", AS_OF)
    said = held.said[0]
    size = f"{said['children']:,} children, {limit.said[0]['events']:,} events"
    for name, what in (
        ("first", "the first night"),
        ("next", "the next night"),
        ("again", "the same night again"),
    ):
        budget = NIGHT_BUDGET if name == "next" else None
        flags = ", ".join(f"{number:,} {word}" for word, number in said["nights"][name].items())
        note = f"flags: {flags}; {held.stages[f'{name}, flags']:.1f} s of it; load average {_busy()}"
        yield Row(what, size, held.stage(name), held.peak, limit.stages["reading"], budget, note)
    record.remove()


def questions(most: int) -> Iterator[Row]:
    """Pages of questions as the web role with every wall up, opened one after the other by who has most of them.

    The whole answer, middleware and transaction included. The limit is a page that asks nothing.
    """
    whole = county(min(CHILDREN, most))
    record = whole.copy("county-asked")
    people = WORK / "people-asked.json"
    record.inside("accounts", people)
    record.inside("nightly", AS_OF)
    held = record.inside("question_pages", people)
    for name in (stage.removesuffix(" p50") for stage in held.stages if stage.endswith(" p50")):
        if name == "limit":
            continue
        note = f"{held.said[0]['bytes'][name] / 1000:,.0f} KB of questions; load average {_busy()}"
        for point in ("p50", "p95"):
            budget = PAGE_BUDGET if point == "p95" else None
            least = held.stages[f"limit {point}"]
            yield Row(
                f"{name}, {point}", _size_of(whole), held.stage(f"{name} {point}"), None, least, budget, note
            )
    record.remove()


def pages(most: int) -> Iterator[Row]:
    """Fifty people at work for three minutes on loopback (Locust), each opening a page every three to seven seconds.

    The pages are those of `keel serve`, as the web role with every wall up; the fifty are the workers with most
    children, managers of the largest teams, and those who look after all of it. Time is the 95th percentile of a
    page's answers; the limit is that of a page that asks nothing, in the same run.
    """
    record = county(min(CHILDREN, most))
    people, answers = WORK / "people-at-work.json", WORK / "answers.json"
    record.inside("accounts", people)
    queries = record.inside("page_queries", people).said[0]["queries"]
    busy = _busy()
    with record.served() as address:
        _at_work(address, people, answers)
    told = json.loads(answers.read_text(encoding="utf-8"))
    if told["failed"]:
        raise RuntimeError(f"pages failed: {told['failed']}")
    yield from _page_rows(told, queries, _size_of(record), busy)


def _at_work(address: str, people: Path, answers: Path) -> Measured:
    words = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        "benchmarks/inside/at_work.py",
        "--headless",
        "--host",
        address,
    ]
    words += ["--users", str(USERS), "--spawn-rate", str(USERS / 10), "--run-time", f"{WARM + SECONDS}s"]
    words += ["--only-summary", "--exit-code-on-error", "0"]
    told = {
        "BENCHMARK_PEOPLE": str(people),
        "BENCHMARK_ANSWERS": str(answers),
        "BENCHMARK_WARM": str(WARM),
        "PYTHONPATH": str(ROOT),
    }
    return measure(words, 1, within=os.environ | told)


def _page_rows(told: dict[str, Any], queries: dict[str, list[int]], size: str, busy: str) -> Iterator[Row]:
    from benchmarks.inside.pages import LIMIT  # noqa: PLC0415 -- beside what runs inside

    taken = {name: sorted(seconds) for name, seconds in told["taken"].items()}
    least = _p95(taken.pop(LIMIT))
    every = sorted(second for seconds in taken.values() for second in seconds)
    rate = len(every) / told["over"]
    middle = _ms(every[len(every) // 2])
    note = f"{len(every):,} answers, {rate:.1f} a second; middle {middle}; load average before {busy}"
    yield Row("any page, p95", size, (_p95(every),), None, least, PAGE_BUDGET, note)
    for name, seconds in taken.items():
        if len(seconds) < LEAST:
            continue
        note = f"{len(seconds)} answers, middle {_ms(seconds[len(seconds) // 2])}{_asked(queries.get(name))}"
        yield Row(f"{name}, p95", size, (_p95(seconds),), None, least, PAGE_BUDGET, note)


def _asked(counted: list[int] | None) -> str:
    if counted is None:
        return ""
    least, most = counted
    return f", {least} queries" if least == most else f", {least} to {most} queries"


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[94]


def find(most: int) -> Iterator[Row]:
    """Finding somebody as the web role with every wall up, the transaction whole: 200 names that are not quite right.

    Each is got wrong in one of the ways that people get names wrong. The limit is to compare what was typed with
    every name in memory, one after the other.
    """
    people = min(PEOPLE, most)
    held = strangers(people).inside("find_names", people, NAMES, runs=FEW)
    said = held.said[0]
    verdict = "met" if said["found"] >= SHARE_FOUND else "**not met**"
    share = f"{said['found']:.1%} among the first five (of {SHARE_FOUND:.0%}: {verdict})"
    missed = ", ".join(f"{way} {count}" for way, count in said["missed"].items())
    note = f"{share}; missed: {missed or 'none'}; load average {_busy()}"
    for point in ("p50", "p95", "most"):
        yield Row(
            f"a misspelt name, {point}", f"{people:,} people, {NAMES} names", held.stage(point), held.peak,
            held.stages[f"limit {point}"], SEARCH_BUDGET, note if point == "p95" else "",
        )  # fmt: skip


def one_record(most: int) -> Iterator[Row]:
    """One child's record after a write, in the county's record as the web role.

    Her history read out of the database, every reading and signal; then what is kept as well. The limit is to read
    the rules over a history that is in memory.
    """
    record = county(min(CHILDREN, most))
    record.inside("accounts", WORK / "people-at-work.json")
    held = record.inside("one_record", AS_OF, runs=FEW)
    said = held.said[0]
    size = f"{said['histories']} histories, {said['events']:.0f} events on average, {said['most_events']} at most"
    for what, name in (
        ("history, readings and signals", "read"),
        ("the same, and what is kept compared", "kept"),
    ):
        for point in ("p50", "p95"):
            budget = WRITE_BUDGET if point == "p95" and name == "read" else None
            note = f"load average {_busy()}"
            seconds = held.stage(f"{name} {point}")
            yield Row(
                f"{what}, {point}", size, seconds, held.peak, held.stages[f"limit {point}"], budget, note
            )


def visits(most: int) -> Iterator[Row]:
    """A visit to four brothers and sisters recorded through the page, in a copy of the county's record.

    The whole request as the web role: four rows, all readings and signals of four children read anew, the look written.
    The limit is to open the same page.
    """
    whole = county(min(CHILDREN, most))
    record = whole.copy("county-being-visited")
    ready = record.inside("visitor").said[0]
    held = record.inside("visits_saved", ready["cookie"])
    size = f"{held.said[0]['visits']} visits, {_size_of(whole).removesuffix(f', {USERS} users')} on file"
    for point in ("p50", "p95"):
        least = held.stages[f"opened {point}"]
        budget = SAVE_BUDGET if point == "p95" else None
        note = f"load average {_busy()}"
        yield Row(
            f"a visit to four saved, {point}", size, held.stage(f"saved {point}"), None, least, budget, note
        )
    record.remove()


def plan(most: int) -> Iterator[Row]:
    """The largest plan opened through its pages, in a copy of the county's record: two years of it, thirteen versions.

    The whole request as the web role. The limit is a page that asks nothing.
    """
    whole = county(min(CHILDREN, most))
    record = whole.copy("county-being-planned")
    ready = record.inside("visitor").said[0]
    laid = record.inside("large_plan").said[0]
    held = record.inside("plan_pages", ready["cookie"], laid["child"], laid["version"], laid["plan"])
    size = f"{laid['versions']} versions, {laid['actions']} actions and {laid['outcomes']} outcomes each"
    for name in held.said[0]["pages"]:
        for point in ("p50", "p95"):
            budget = PAGE_BUDGET if point == "p95" and name == "the plan" else None
            note = f"load average {_busy()}"
            least = held.stages[f"limit {point}"]
            yield Row(f"{name}, {point}", size, held.stage(f"{name} {point}"), None, least, budget, note)
    record.remove()


def demo(most: int) -> Iterator[Row]:
    """`keel demo --only-make` from an empty data folder, and once more where it is made.

    The limit is the data folder with its tables and nobody in them.
    """
    made = Installation(KEPT / "demo" / "severnshire")
    made.remove()
    bare = Installation(KEPT / "bare-being-made")
    bare.remove()
    limit = bare.keel("migrate")
    bare.remove()
    first = made.keel("demo", "--only-make", "--port", "8178")
    note = f"load average {_busy()}"
    yield row(
        "keel demo --only-make", "an empty data folder", first, limit=limit, budget=DEMO_BUDGET, note=note
    )
    again = made.keel("demo", "--only-make", "--port", "8178")
    yield row("the same where it is made", "2,500 children", again, note=note)
    made.remove()


def _told(source: Path) -> str:
    """What a source is, from its name: so many children, so many bytes."""
    files = [source] if source.is_file() else list(source.iterdir())
    children = next(int(part) for part in re.split(r"\D+", source.name) if part)
    return f"{children:,} children on file, {sum(f.stat().st_size for f in files) / 1e6:,.1f} MB"


def _size_of(record: Installation) -> str:
    children = next(int(part) for part in re.split(r"\D+", record.folder.name) if part)
    return f"{children:,} children, {USERS} users"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _busy() -> str:
    return f"{os.getloadavg()[0]:.1f}"
