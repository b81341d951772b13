"""The reference says what the code does, and nothing that it does not."""

import pytest

from docs import generate
from keel.practice.signals import SIGNALS
from keel.practice.standards import load
from keel.practice.timescales import BOOK


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return generate.pages()


def test_each_committed_page_is_what_the_code_says(pages):
    assert generate.stale(pages) == [], "write them with: python3 start.py docs"


def test_a_changed_page_is_noticed(pages):
    assert generate.stale(pages | {"standards.md": "something else"}) == ["standards.md"]


def test_every_timescale_signal_and_standard_is_in_the_reference(pages):

    for page, keys in (("timescales.md", BOOK), ("signals.md", SIGNALS), ("standards.md", load())):
        missing = [key for key in keys if f"`{key}`" not in pages[page]]
        assert not missing, f"{page} leaves out {missing}"


def test_each_generated_page_is_on_the_contents_list(pages, root):
    contents = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert not [name for name in pages if f"reference/{name}" not in contents]
