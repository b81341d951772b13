"""The JSON answer, from its schema."""

import json
from collections.abc import Iterator, Mapping

from docs.chapters.markdown import page, table

from keel.report.json_schema import SCHEMA

PAGE = "json.md"

INTRODUCTION = """\
The shape of `keel check --format json`. Within one version fields may be added; none changes its
meaning or goes away."""


def write() -> str:
    """The page."""
    rows = [(f"`{path}`", kind, meaning) for path, kind, meaning in _fields(SCHEMA, "", SCHEMA)]
    return page(
        "The JSON answer",
        INTRODUCTION,
        table(("Field", "Type", "Means"), rows),
        "## The schema itself",
        f"```json\n{json.dumps(SCHEMA, indent=2, ensure_ascii=False)}\n```",
    )


def _fields(node: Mapping, path: str, root: Mapping) -> Iterator[tuple[str, str, str]]:
    node = _followed(node, root)
    if "items" in node:
        yield from _fields(node["items"], path + "[]", root)
    for name, child in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        seen = _followed(child, root)
        yield here, _type(seen), child.get("description") or seen.get("description", "") or _each(seen, root)
        yield from _fields(child, here, root)


def _each(node: Mapping, root: Mapping) -> str:
    return _followed(node.get("items", {}), root).get("description", "")


def _followed(node: Mapping, root: Mapping) -> Mapping:
    reference = node.get("$ref")
    if not reference:
        return node
    found = root
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def _type(node: Mapping) -> str:
    if "enum" in node:
        return "one of " + ", ".join(f"`{value}`" for value in node["enum"])
    if "const" in node:
        return f"always `{node['const']}`"
    kind = node.get("type", "")
    words = " or ".join(kind) if isinstance(kind, list) else kind
    return f"{words} ({node['format']})" if "format" in node else words
