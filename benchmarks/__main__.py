"""Measure, and write docs/benchmarks.md and benchmarks/results.json."""

import argparse
import time

from benchmarks.machine import machine
from benchmarks.parts import MANY, PARTS, SIZES
from benchmarks.place import PAGE, RESULTS, ROOT, WORK, say
from benchmarks.table import as_data, results, save


def main() -> None:
    """Measure the parts asked for; each is written as soon as it is done."""
    asked = _asked()
    WORK.mkdir(parents=True, exist_ok=True)
    found = results() | {"machine": machine()}
    for name in asked.only or PARTS:
        title, part = PARTS[name]
        say(f"==> {title}")
        began = time.monotonic()
        rows = []
        for row in part(asked.up_to):
            say(f"    {row.what}, {row.input}: {row.median:.3f} s")
            rows.append(row)
        say(f"    measured in {time.monotonic() - began:.0f} s")
        measured = {name: as_data(title, " ".join((part.__doc__ or "").split()), rows, up_to=asked.up_to)}
        kept = found["parts"] | measured
        found["parts"] = {name: kept[name] for name in PARTS if name in kept}
        save(found)
    say(f"==> {PAGE.relative_to(ROOT)} and {RESULTS.relative_to(ROOT)} are written")


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    words.add_argument(
        "--only", action="append", choices=list(PARTS), help="measure this part alone; may repeat"
    )
    words.add_argument(
        "--up-to", type=int, choices=SIZES, default=MANY, help="the most children in a measure"
    )
    words.add_argument(
        "--full", action="store_const", dest="up_to", const=SIZES[-1], help="all sizes: an hour"
    )
    return words.parse_args()


if __name__ == "__main__":
    main()
