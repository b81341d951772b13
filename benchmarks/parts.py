"""What is measured, part by part: each gives rows of the table."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import application
from benchmarks.material import AS_OF, census, invent_words, severnshire, whole_book, workbook
from benchmarks.place import KEEL, RIVAL, WORK, say
from benchmarks.process import Measured, inside, measure
from benchmarks.row import Budget, Row, row, stages_text

RUNS, FEW = 5, 3
PEER = "csc-validator-be-cin==0.1.13"
PEER_NEEDS = (PEER, "numpy<2", "pytest")  # without these two it does not import
CENSUS_BUDGET, LISTS_BUDGET = Budget(3.0, 400), Budget(4.0)
BOOK_BUDGET, CHILD_BUDGET = Budget(5.0, 1500), Budget(0.005)
CENSUS_CHILDREN, BOOK_CHILDREN = 10_000, 100_000  # what the budgets speak of
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MANY = 100_000  # from here on, one run is enough

Part = Callable[[int], Iterator[Row]]


def first_run(most: int) -> Iterator[Row]:
    """What a machine pays once: the compiler, with nothing kept."""
    source = severnshire("ssd", 100)
    with tempfile.TemporaryDirectory(dir=WORK) as empty:
        cold = inside("check", source, "local", compiled=Path(empty))
        warm = inside("check", source, "local", runs=FEW, compiled=Path(empty))
    once = "the first check on a machine, compiling included"
    yield row(once, "100 people", cold, note=f"evaluate {cold.stages['evaluate']:.1f} s of it")
    yield row("the same check again", "100 people", warm, note=stages_text(warm))


def cin(most: int) -> Iterator[Row]:
    """A census, whole: the command as a person types it; the limit is to walk the file and look at nothing."""
    for children in _sizes(most):
        source = census(children)
        runs = _runs(children)
        whole, limit = _checked(source, runs), inside("limits", "xml", source, runs=runs)
        within = inside("check", source, "local", runs=runs)
        budget = CENSUS_BUDGET if children == CENSUS_CHILDREN else None
        note = f"{stages_text(within)}; limit {limit.median:.2f} s"
        yield row(
            "keel check, start-up included",
            _size(source, within),
            whole,
            limit=limit,
            budget=budget,
            note=note,
        )
        if children in _read_by_rival(most):
            yield from _rival(source, within)


def _rival(source: Path, within: Measured) -> Iterator[Row]:
    if not _has_rival():
        return
    measured = measure([str(RIVAL / "bin" / "python"), "benchmarks/inside/rival.py", str(source)], 1)
    words = f"{PEER}, merely reading"
    yield row(words, _size(source, within), measured, note=stages_text(measured))


def _read_by_rival(most: int) -> tuple[int, ...]:
    """It takes minutes over ten thousand children, so only a full run asks it to."""
    return SIZES[:2] if most == SIZES[-1] else SIZES[:1]


def _has_rival() -> bool:
    """Whether the validator could be installed in an environment of its own."""
    if (RIVAL / "ready").exists():
        return True
    say(f"    installing {PEER} beside")
    python = str(RIVAL / "bin" / "python")
    steps = ([sys.executable, "-m", "venv", str(RIVAL)], [python, "-m", "pip", "install", "-q", *PEER_NEEDS])
    if any(subprocess.run(words, capture_output=True, check=False).returncode for words in steps):
        say("    it could not be installed; its rows are left out")
        return False
    (RIVAL / "ready").touch()
    return True


def annex_a(most: int) -> Iterator[Row]:
    """A workbook of eleven lists; the limit is to read its cells and look at nothing."""
    source = workbook(5_000)
    whole, limit = _checked(source, RUNS), inside("limits", "sheets", source, runs=RUNS)
    within = inside("check", source, "local", runs=FEW)
    size = f"11 lists x 5,000 rows, {_bytes(source)}"
    note = f"{stages_text(within)}; limit {limit.median:.2f} s"
    yield row("keel check, start-up included", size, whole, limit=limit, budget=LISTS_BUDGET, note=note)


def evaluator(most: int) -> Iterator[Row]:
    """The whole book and every signal as numbers; the limit is to read the Parquet."""
    for children in _sizes(most)[1:]:
        folder = whole_book(children)
        runs = FEW if children <= BOOK_CHILDREN else 1
        limit = inside("limits", "parquet", folder, runs=runs)
        held = inside("evaluator", folder, AS_OF, runs=runs)
        said = held.said[0]
        size = f"{said['events']:,} events, {children:,} children"
        budget = BOOK_BUDGET if children == BOOK_CHILDREN else None
        read_on = tuple(
            sum(t) for t in zip(*map(held.stage, ("read", "record", "programs", "walk")), strict=True)
        )
        note = (
            f"{said['timescales']} timescales, {said['signals']} signals; {said['readings']:,} readings, "
            f"{said['raised']:,} signals raised; {stages_text(held)}; start-up is not counted"
        )
        just_reading = _median(limit.stage("reading"))
        yield Row("read Parquet, lay out, walk", size, read_on, held.peak, just_reading, budget, note)


def one_child(most: int) -> Iterator[Row]:
    """The plain evaluator, as it runs when one child's record changes."""
    held = inside("one_child", whole_book(BOOK_CHILDREN // 10), AS_OF, runs=FEW)
    said = held.said[0]
    size = f"{said['histories']} histories, {said['events']:.0f} events on average, {said['most_events']} at most"
    for point in ("p50", "p95"):
        budget = CHILD_BUDGET if point == "p95" else None
        yield Row(f"one child after a write, {point}", size, held.stage(point), held.peak, budget=budget)


def growth(most: int) -> Iterator[Row]:
    """How cost grows: the whole check of a folder of Parquet tables; the limit is to read the Parquet."""
    for people in _sizes(most):
        source = severnshire("ssd", people)
        runs = _runs(people)
        limit = inside("limits", "parquet", source, runs=runs)
        within = inside("check", source, "local", runs=runs)
        each = 1e6 * (within.median - within.stages["start-up"]) / people
        note = f"{each:.0f} µs a person without start-up; {stages_text(within)}"
        yield row("check, JSON report included", _size(source, within), within, limit=limit, note=note)


def spark(most: int) -> Iterator[Row]:
    """The same answer from both engines, asserted; in one process, reading not counted."""
    for people in _usual(most):
        source = severnshire("ssd", people)
        held = inside("engines", source)
        for engine in ("local", "spark, first", "spark, again"):
            note = "the same readings, signals and children as local" if engine != "local" else ""
            yield Row(f"check, {engine}", _size(source, held), held.stage(engine), note=note)


def invent(most: int) -> Iterator[Row]:
    """Making Severnshire, in each format."""
    for people in _usual(most):
        for form in ("annex-a", "cin", "ssd"):
            with tempfile.TemporaryDirectory(dir=WORK) as folder:
                made = measure(
                    invent_words(form, people, Path(folder) / "made"), 1 if people >= MANY else FEW
                )
            note = f"{people / made.median:,.0f} people a second"
            yield row(f"keel invent, {form}", f"{people:,} people", made, note=note)


PARTS: Mapping[str, tuple[str, Part]] = {
    "first-run": ("The first run on a machine", first_run),
    "cin": ("Children in need census", cin),
    "annex-a": ("Annex A workbook", annex_a),
    "evaluator": ("The evaluator alone", evaluator),
    "one-child": ("One child", one_child),
    "growth": ("Standard Safeguarding Dataset, and how cost grows", growth),
    "spark": ("Spark in local mode", spark),
    "invent": ("Making the authority", invent),
    "load": ("Loads into the record", application.loads),
    "rebuild": ("Everybody’s readings made anew", application.rebuild),
    "nightly": ("The night, with every question looked at", application.nightly),
    "questions": ("Pages of questions", application.questions),
    "pages": ("Pages, with fifty people at work", application.pages),
    "find": ("Finding somebody", application.find),
    "one-record": ("One child’s record after a write", application.one_record),
    "visits": ("A visit recorded for four children", application.visits),
    "plan": ("The largest plan, opened", application.plan),
    "demo": ("The demonstration, made", application.demo),
}


def _checked(source: Path, runs: int) -> Measured:
    """The whole command, after one run that is not counted and leaves everything compiled."""
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        words = [KEEL, "check", str(source), "--format", "json", "--out", str(Path(folder) / "answer.json")]
        measure(words, 1)
        return measure(words, runs)


def _sizes(most: int) -> tuple[int, ...]:
    return tuple(size for size in SIZES if size <= most)


def _usual(most: int) -> tuple[int, ...]:
    """Ten thousand, and ten times that in a full run."""
    return SIZES[1:3] if most == SIZES[-1] else SIZES[1:2]


def _runs(children: int) -> int:
    return FEW if children < MANY else 1


def _median(seconds: tuple[float, ...]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def _size(source: Path, said: Measured) -> str:
    told = said.said[0]
    return f"{told['children']:,} children, {told['events']:,} events, {_bytes(source)}"


def _bytes(source: Path) -> str:
    files = [source] if source.is_file() else list(source.iterdir())
    return f"{sum(file.stat().st_size for file in files) / 1e6:,.1f} MB"
