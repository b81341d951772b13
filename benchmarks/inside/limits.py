"""The limits: merely walking an XML file, merely reading the sheets, merely reading Parquet."""

import sys
from pathlib import Path

from benchmarks.inside.stages import Stages


def xml(path: Path, stages: Stages) -> None:
    """Every child element ends and is let go; nothing is looked at."""
    from lxml import etree  # noqa: PLC0415

    stages.mark("start-up")
    for _, element in etree.iterparse(path, tag="Child", resolve_entities=False, no_network=True):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def sheets(path: Path, stages: Stages) -> None:
    """Every cell of every sheet as a Python value; nothing is looked at."""
    import python_calamine  # noqa: PLC0415

    stages.mark("start-up")
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def parquet(path: Path, stages: Stages) -> None:
    """Every table of a folder as Arrow."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    stages.mark("start-up")
    for table in sorted(path.glob("*.parquet")):
        pq.read_table(table)


if __name__ == "__main__":
    watch = Stages()
    {"xml": xml, "sheets": sheets, "parquet": parquet}[sys.argv[1]](Path(sys.argv[2]), watch)
    watch.mark("reading")
    watch.say()
