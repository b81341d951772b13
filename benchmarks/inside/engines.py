"""The same extract on this machine's cores and on Spark in local mode: the seconds of each, and the same answer."""

import sys
from pathlib import Path

from benchmarks.inside.stages import Stages
from keel.clock import today
from keel.exchange.as_of import chosen_date
from keel.exchange.source import read_source
from keel.population import Answer, check
from keel.practice.standards import load

FRAMES = ("readings", "signals", "children")


def main(source: Path) -> None:
    """Check with each engine; Spark twice, as its first run starts its machinery."""
    stages, standards = Stages(), load(None)
    extract = read_source(source)
    day, _ = chosen_date(extract, None, today())
    check(extract, standards, day)
    stages.mark("start-up and read")
    local = check(extract, standards, day)
    stages.mark("local")
    first = check(extract, standards, day, engine="spark")
    stages.mark("spark, first")
    second = check(extract, standards, day, engine="spark")
    stages.mark("spark, again")
    _assert_same(local, first)
    _assert_same(local, second)
    stages.say(children=len(extract.children), events=len(extract.events), readings=len(local.readings))


def _assert_same(ours: Answer, theirs: Answer) -> None:
    for name in FRAMES:
        if not getattr(ours, name).equals(getattr(theirs, name)):
            sys.exit(f"Spark gives other {name} than the local engine")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
