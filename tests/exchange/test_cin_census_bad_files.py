"""Files that are no return, or only part of one: refused in a sentence, or kept as far as they go."""

import gzip
import tempfile
from pathlib import Path

import pytest
from cin_returns import codes, days, finding, fixture, read_text
from hypothesis import given, settings
from hypothesis import strategies as st

from keel.exchange.cin_census import opening, read, recognises, stream
from keel.exchange.extract import Extract
from keel.exchange.findings import Level, UnreadableSource
from keel.practice.history import EventKind

_LAUGHS = (
    '<!DOCTYPE Message [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
_SOUND = fixture(2026).encode("utf-8")


def _refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(UnreadableSource) as refused:
        read_text(folder, content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ("empty", "export")),
        (b" \n\t ", ("empty", "export")),
        (b"LAchildID,Sex\nA1,F\n", ("line 1", "export")),
        (gzip.compress(_SOUND), ("gzip", "unpack")),
        (b"PK\x03\x04rest", ("zip", "XML")),
        (b"%PDF-1.7", ("PDF", "XML")),
        (b"<Return><Child/></Return>", ("<return>", "<Message>")),
        (b"<Message></Message>", ("no <Child>", "export")),
        (b"<Message><Children></Children></Message>", ("no <Child>", "export")),
        (b"<Message><Children><Child/></Children></Messag", ("line 1",)),
        (b"<Message><Header></Children>", ("line 1", "<Header>")),
        (b'<?xml version="1.0" encoding="nonsense"?><Message/>', ("line 1", "nonsense")),
        (b"\x00\x01\x02\x03", ("line 1",)),
        (_LAUGHS.encode() + b"<Message>&a9;</Message>", ("<!DOCTYPE", "remove")),
        (b'<!DOCTYPE Message SYSTEM "http://example.org/x.dtd"><Message/>', ("<!DOCTYPE", "remove")),
        (
            b'<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/hostname">]><Message>&x;</Message>',
            ("<!DOCTYPE",),
        ),
        ('<!DOCTYPE Message [<!ENTITY x "y">]><Message/>'.encode("utf-16"), ("<!DOCTYPE",)),
        (b"<!-- long -->" * 50_000 + b"<!DOCTYPE Message><Message/>", ("<!DOCTYPE",)),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, words: tuple[str, ...]
) -> None:
    said = _refusal(tmp_path, content)
    assert said.startswith("return.xml ")
    assert "\n" not in said
    assert not [word for word in words if word not in said], said


def test_an_entity_in_the_text_reads_nothing_from_elsewhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    text = fixture(2026).replace(
        "<Message>", f'<!DOCTYPE Message [<!ENTITY x SYSTEM "{secret.as_uri()}">]><Message>'
    )
    assert "secret" not in _refusal(tmp_path, text.replace("AVA1", "&x;").encode())


def test_an_entity_without_a_declaration_stops_the_reading_there(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026).replace("BEN2", "&x;"))
    assert extract.children["child"].to_pylist() == ["AVA1"]
    assert finding(extract, "malformed-xml").level is Level.ERROR


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xml", tmp_path):
        with pytest.raises(UnreadableSource, match="cannot be opened"):
            read(path)
        assert not recognises(path)


def test_a_return_cut_short_keeps_the_children_before_the_cut(tmp_path: Path) -> None:
    cut = _SOUND.index(b"<CPPendDate>2025-07-29")
    extract = read_text(tmp_path, _SOUND[:cut])
    assert extract.children["child"].to_pylist() == ["AVA1"]
    broken = finding(extract, "malformed-xml")
    assert broken.level is Level.ERROR
    line = _SOUND[:cut].count(b"\n") + 1
    assert f"line {line}," in broken.message
    assert broken.column == "ChildProtectionPlans"
    assert "children read before it: 1" in broken.message


def test_half_a_child_is_not_read_as_a_whole_one_and_is_named(tmp_path: Path) -> None:
    """Without its end, the plan of BEN2 would look open and its reviews late."""
    cut = _SOUND.index(b"<CPPendDate>2025-07-29")
    extract = read_text(tmp_path, _SOUND[:cut])
    assert "BEN2" not in extract.children["child"].to_pylist()
    (example,) = finding(extract, "cut-short").examples
    assert example.child == "BEN2"


def test_a_fault_in_the_middle_says_where_and_keeps_what_came_before(tmp_path: Path) -> None:
    text = fixture(2026).replace("<ReferralSource>5C</ReferralSource>", "<ReferralSource>5C</ReferralSauce>")
    line = text[: text.index("ReferralSauce")].count("\n") + 1
    extract = read_text(tmp_path, text)
    assert extract.children["child"].to_pylist() == ["AVA1", "BEN2"]
    broken = finding(extract, "malformed-xml")
    assert broken.examples[0].row == line
    assert "<ReferralSource>" in broken.message


def test_something_after_the_end_is_told_and_the_children_kept(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026) + "<more/>")
    assert len(extract.children) == 5
    assert codes(extract) == {"malformed-xml"}


def test_a_large_return_is_read_whole_across_blocks(tmp_path: Path) -> None:
    start, end = _SOUND.index(b"<Child>"), _SOUND.index(b"</Children>")
    body = b"".join(_SOUND[start:end].replace(b"<LAchildID>", b"<LAchildID>K%d" % n) for n in range(150))
    assert len(body) > 3 * opening.CHUNK
    extract = read_text(tmp_path, _SOUND[:start] + body + _SOUND[end:])
    assert len(extract.children) == 750
    assert codes(extract) == set()
    assert len(days(extract, "K149AVA1", EventKind.RCPC_HELD)) == 2


def test_an_endless_element_is_refused_before_it_fills_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LONGEST_GAP", 1 << 19)
    said = _refusal(tmp_path, b"<Message><Children><Child>" + b"<a>b</a>" * 200_000)
    assert "without a complete <Child>" in said


def test_a_depth_beyond_reason_is_refused_or_told_without_a_crash(tmp_path: Path) -> None:
    deep = b"<a>" * 5_000 + b"</a>" * 5_000
    extract = read_text(tmp_path, _SOUND.replace(b"<LAchildID>CAM3", deep + b"<LAchildID>CAM3"))
    assert extract.children["child"].to_pylist() == ["AVA1", "BEN2"]
    assert "malformed-xml" in codes(extract)


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (_SOUND, True),
        (fixture(2026).encode("utf-16"), True),
        (b"<Message><Header><CollectionDetails><Collection>CIN</Collection>", True),
        (b"<Message><Header/><Children><Child><ChildIdentifiers>", True),
        (_LAUGHS.encode() + b"<Message/>", True),
        (b"<Message><Header><CollectionDetails><Collection>CLA</Collection></CollectionDetails>", False),
        (b"<Other><CINdetails/></Other>", False),
        (b"a,b,c", False),
        (b"", False),
    ],
)
def test_a_return_is_known_by_what_is_in_it(tmp_path: Path, content: bytes, is_one: bool) -> None:
    path = tmp_path / "anything.bin"
    path.write_bytes(content)
    assert recognises(path) is is_one


def _read_or_refused(content: bytes) -> Extract | str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return read_text(Path(folder), content)
        except UnreadableSource as refused:
            return str(refused)


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(min_value=0, max_value=len(_SOUND.rstrip()) - 1))
def test_any_beginning_of_a_return_is_told_as_broken_or_refused(cut: int) -> None:
    whole = _SOUND[:cut].count(b"</Child>")
    extract = _read_or_refused(_SOUND[:cut])
    if isinstance(extract, str):
        assert whole == 0, extract
    else:
        assert finding(extract, "malformed-xml").level is Level.ERROR
        assert len(extract.children) == whole


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(min_value=0, max_value=len(_SOUND) - 1),
    gone=st.integers(min_value=0, max_value=40),
    put=st.binary(max_size=12),
)
def test_any_damage_gives_an_extract_or_a_refusal(at: int, gone: int, put: bytes) -> None:
    extract = _read_or_refused(_SOUND[:at] + put + _SOUND[at + gone :])
    assert extract if isinstance(extract, str) else len(extract.children)


def test_a_stray_byte_before_the_header_does_not_cost_the_header(tmp_path) -> None:
    before, header, after = _SOUND.partition(b"<Header>")
    told = read_text(tmp_path, before + b"<!-- Sir G\xe2r -->" + header + after)
    assert told.reference_on == read_text(tmp_path, _SOUND).reference_on
    assert "missing-element" not in codes(told)
    assert recognises(tmp_path / "return.xml")
