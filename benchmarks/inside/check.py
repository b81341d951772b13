"""One check of a source, by stages: start-up, read, evaluate, sentences and frames, report."""

import sys
from pathlib import Path

from benchmarks.inside.stages import Stages

STAGES = {
    "evaluate": "evaluate",
    "children_frame": "sentences and frames",
}  # the last function of keel.population.check that each stage ends with


def main(source: Path, engine: str) -> None:
    """Check ``source`` and say where the time went."""
    stages = Stages()
    from keel.clock import today  # noqa: PLC0415
    from keel.exchange.as_of import chosen_date  # noqa: PLC0415
    from keel.exchange.source import read_source  # noqa: PLC0415
    from keel.practice.standards import load  # noqa: PLC0415
    from keel.report.json_report import write_json  # noqa: PLC0415
    from keel.report.summary import Report  # noqa: PLC0415

    checking = sys.modules["keel.population.check"]
    standards = load(None)
    stages.mark("start-up")
    extract = read_source(source)
    stages.mark("read")
    day, chosen = chosen_date(extract, None, today())
    stages.watch(checking, STAGES)
    answer = checking.check(extract, standards, day, engine=engine)
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        write_json(Report(answer, chosen=chosen, mask=False), nowhere)
    stages.mark("report")
    stages.say(
        children=len(extract.children), events=len(extract.events), readings=len(answer.readings),
        signals=len(answer.signals),
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
