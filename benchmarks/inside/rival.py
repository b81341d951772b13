"""The validator that councils have today, reading a census. Run by its own Python, alone."""

import json
import os
import sys
import time
import xml.etree.ElementTree as ET
from contextlib import redirect_stdout
from pathlib import Path


def main(source: str) -> None:
    """Parse, make its tables, and say how long each took."""
    began = time.perf_counter()
    from cin_validator.cin_validator import convert_data, process_data  # noqa: PLC0415

    imported = time.perf_counter()
    root = ET.parse(source).getroot()
    parsed = time.perf_counter()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        process_data(convert_data(root))
    done = time.perf_counter()
    stages = {"start-up": imported - began, "parse": parsed - imported, "tables": done - parsed}
    sys.stdout.write("\n" + json.dumps({"stages": stages}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
