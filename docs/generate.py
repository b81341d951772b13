"""Write the reference pages from the code, so that they cannot say anything else.

python3 -m docs.generate            write docs/reference
python3 -m docs.generate --check    change nothing; exit code 1 where a page is stale
"""

import importlib
import sys
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"
CHAPTERS = (
    "book",
    "timescales",
    "signals",
    "standards",
    "events",
    "roster",
    "data_map",
    "commands",
    "answer",
)


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    chapters = [importlib.import_module(f"docs.chapters.{name}") for name in CHAPTERS]
    return {chapter.PAGE: chapter.write() for chapter in chapters}


def stale(written: dict[str, str]) -> list[str]:
    """Names of pages whose committed text is not what the code says, or that no chapter writes."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}
    return sorted(name for name in kept.keys() | written.keys() if kept.get(name) != written.get(name))


def main(words: list[str]) -> int:
    """Write or check the pages and return the exit code."""
    written = pages()
    old = stale(written)
    if "--check" in words:
        for name in old:
            sys.stderr.write(f"docs/reference/{name} is stale; write it with: python3 start.py docs\n")
        return int(bool(old))
    REFERENCE.mkdir(exist_ok=True)
    for name in old:
        path = REFERENCE / name
        if name in written:
            path.write_text(written[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
