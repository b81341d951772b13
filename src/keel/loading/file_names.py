"""Names of files that come from outside, made harmless."""

import re

NAME_LENGTH = 100
_ODD = re.compile(r"[^A-Za-z0-9 ._()-]+")


def cleaned(name: str | None) -> str:
    """A file's own name without folders and odd characters; never hidden, never long."""
    last = re.split(r"[/\\]", name or "")[-1]
    plain = _ODD.sub("_", last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    suffix = suffix.lower()[:10]
    stem = stem[: NAME_LENGTH - len(suffix) - 1] or "file"
    return f"{stem}.{suffix}" if suffix else stem
