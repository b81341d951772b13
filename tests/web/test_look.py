"""What the pages are made of: nothing inline, nothing that is not ours, nothing that has no place in the catalogue."""

import inspect
import json
import re
from pathlib import Path

import allauth
import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from keel.practice.signals.model import Severity
from keel.practice.timescales.model import Status
from keel.web.catalogue import TEMPLATES, samples
from keel.web.templatetags import keel as tags

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "keel"
STATIC = SOURCE / "web" / "static"
COMPONENTS = sorted(file.stem for file in (TEMPLATES / "components").glob("*.html"))
SIGN_IN = Path(allauth.__file__).parent / "templates"

INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\b(src=|type=\"application/json\"))", re.I),
    "a style in the page": re.compile(r"<style|<[^>]*\sstyle=", re.I),
    "a handler in the page": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I),
    "a script in an address": re.compile(r"javascript:", re.I),
}
NOT_OURS = re.compile(r"crown|crest|GDS Transport|/assets/|sourceMappingURL|@font-face", re.I)


def _templates() -> list[Path]:
    """Every template of the application, less the report's: a page to e-mail carries its own style."""
    return [
        file for file in SOURCE.rglob("templates/**/*.html") if file.relative_to(SOURCE).parts[0] != "report"
    ]


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_what_the_security_policy_refuses(what) -> None:
    templates = _templates()
    assert len(templates) > 80
    found = [file.name for file in templates if INLINE[what].search(file.read_text(encoding="utf-8"))]
    assert found == []


def test_the_sign_in_library_brings_no_script_that_the_security_policy_refuses() -> None:
    """A passkey would then do nothing, and say nothing."""
    scripts = [file for file in SIGN_IN.rglob("*.html") if "<script" in file.read_text(encoding="utf-8")]
    assert scripts
    inline = INLINE["a script in the page"]
    assert [file.name for file in scripts if inline.search(file.read_text(encoding="utf-8"))] == []


def test_packages_are_pinned_by_hash_and_name_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "://" not in text
    locked = json.loads(text)["packages"]
    assert all("integrity" in package for place, package in locked.items() if place)
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert "://" not in (ROOT / "requirements-node.lock").read_text(encoding="utf-8")


def test_what_is_borrowed_is_without_crown_font_and_maps() -> None:
    borrowed = [*(STATIC / "vendor").glob("*.css"), *(STATIC / "vendor").glob("*.js")]
    assert len(borrowed) == 4, "run python3 start.py tests, which fetches it"
    assert not [file.name for file in borrowed if NOT_OURS.search(file.read_text(encoding="utf-8"))]
    assert not [file.name for file in STATIC.rglob("*") if file.suffix in {".woff", ".woff2", ".ttf"}]


def test_our_own_files_ask_for_neither_crown_nor_font() -> None:
    own = [*_templates(), *(STATIC / "keel").iterdir()]
    found = [file.name for file in own if NOT_OURS.search(file.read_text(encoding="utf-8"))]
    assert found == ["licence.html"], "which says whose copyright it is, and that Keel does not wear it"


def test_every_file_that_a_page_or_a_style_sheet_asks_for_is_there() -> None:
    asked = {
        name
        for file in _templates()
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 8
    assert [name for name in sorted(asked) if finders.find(name) is None] == []
    for sheet in STATIC.rglob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / address.strip("'\"")).is_file(), f"{sheet.name} asks for {address}"


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_it_needs_and_its_tag_gives_it(name) -> None:
    text = (TEMPLATES / "components" / f"{name}.html").read_text(encoding="utf-8")
    declared = re.search(r"{# ([\w, ]+) #}", text)
    assert declared, "say at the top what the template is given"
    given = set(inspect.signature(getattr(tags, name)).parameters) - {"context"}
    extra = {"alert": {"kind_words"}, "pagination": {"numbers"}, "sort_heading": {"next"}}.get(name, set())
    assert set(declared[1].split(", ")) == given | extra


def test_the_catalogue_shows_every_component(as_looked_at) -> None:
    page = Client().get("/components").content.decode()
    assert len(COMPONENTS) > 25
    for sample in samples():
        assert f'id="{sample.name}-heading"' in page
        used = re.findall(r"{% (?:end)?(\w+)", sample.source)
        assert sample.name not in COMPONENTS or sample.name in used, f"{sample.name} is not in its own sample"


def test_every_tag_that_makes_a_component_has_a_template() -> None:
    made = {name for name in tags.register.tags if name not in {"own_authority"}}
    assert made == set(COMPONENTS)


@pytest.mark.parametrize("kind", [*Status, *Severity], ids=str)
def test_each_standing_and_severity_has_a_look(kind) -> None:
    sheet = (STATIC / "keel" / "parts.css").read_text(encoding="utf-8")
    assert re.search(rf"\.keel-kind-{tags.kind_name(kind)}\b", sheet)
    assert re.search(rf"\.keel-edge-{tags.kind_name(kind)}\b", sheet) or kind in {
        Status.RUNNING,
        Status.ENDED,
    }, "where it can be counted, the count has its edge"


def test_a_refused_record_and_an_absent_one_answer_alike(as_looked_at) -> None:
    absent, refused = Client().get("/absent"), Client().get("/refused")
    assert absent.status_code == refused.status_code == 404
    assert _without_token(absent) == _without_token(refused)
    assert "Lily" not in refused.content.decode()


def _without_token(response) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|data-token)="\w+"', "", response.content.decode())


@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_a_page_of_failure_needs_nothing_but_itself(page) -> None:
    shown = render_to_string(page)
    assert "Severnshire" in shown
    assert "phone the duty team" in shown


def test_the_colour_of_the_authority_is_used_once(as_looked_at, settings) -> None:
    settings.AUTHORITY = {"name": "Severnshire", "colour": "#123abc"}
    page = Client().get("/components").content.decode()
    assert re.findall(r'\w+="#123abc"', page) == [
        'content="#123abc"',
        'fill="#123abc"',
    ]  # browser's frame, band


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "Not recorded"), ("", "Not recorded"), (False, "No"), (True, "Yes"), (0, "0"), (12345, "12,345")],
)
def test_not_recorded_is_never_shown_as_no(value, shown) -> None:
    assert shown in tags.recorded(value)
    assert ("Not recorded" in tags.recorded(value)) == (value in (None, "") and value is not False)
