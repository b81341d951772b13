"""The same return however it is written: spelling, order, encoding, and each year's elements."""

import re
from pathlib import Path

import pytest
from cin_returns import changed, child_of, codes, days, events, finding, fixture, read_text

from keel.exchange.cin_census import read
from keel.exchange.extract import Extract
from keel.practice.history import EventKind, Fact

_TAG = re.compile(r"(</?)([A-Za-z0-9]+)")
# Lines move when a return is written on fewer lines or with other breaks; nothing else may.
_MOVES = ["row"]


def _story(extract: Extract) -> tuple[list[object], list[object]]:
    tables = (extract.events.drop_columns(_MOVES), extract.children.drop_columns(_MOVES))
    return tuple(table.to_pylist() for table in tables)  # type: ignore[return-value]


def _upper(text: str) -> str:
    return _TAG.sub(lambda tag: tag[1] + tag[2].upper(), text)


def _odd(text: str) -> str:
    return _TAG.sub(lambda tag: tag[1] + tag[2].swapcase(), text)


def _prefixed(text: str) -> str:
    named = _TAG.sub(r"\1c:\2", text)
    return named.replace("<c:Message>", '<c:Message xmlns:c="urn:example:cin">')


def _in_default_namespace(text: str) -> str:
    return text.replace("<Message>", '<Message xmlns="urn:example:cin" a="1">')


def _on_one_line(text: str) -> str:
    return re.sub(r">\s+<", "><", text)


def _with_comments(text: str) -> str:
    return text.replace("<Child>", "<!-- a child --><?note x?><Child>").replace(
        "2025-05-06<", "2025-<!-- -->05-06<"
    )


def _spaced(text: str) -> str:
    return re.sub(r">([^<>\s]+)</", r">\n  \1 \t</", text)


@pytest.mark.parametrize(
    "written", [_upper, _odd, _prefixed, _in_default_namespace, _on_one_line, _with_comments, _spaced]
)
def test_spelling_and_spacing_change_nothing(tmp_path: Path, written: object) -> None:
    plain = read_text(tmp_path, fixture(2026))
    other = read_text(tmp_path, written(fixture(2026)))  # type: ignore[operator]
    assert codes(other) == set()
    assert _story(other) == _story(plain)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_encodings_change_nothing(tmp_path: Path, encoding: str, declared: str) -> None:
    text = fixture(2026).replace("made by hand", "Maré’s – system")
    plain = read_text(tmp_path, text)
    other = read_text(tmp_path, text.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding))
    assert codes(other) == set()
    assert _story(other) == _story(plain)


def test_a_false_label_of_windows_text_is_read_and_told(tmp_path: Path) -> None:
    text = fixture(2026).replace("<LAchildID>AVA1", "<!-- Maré’s --><LAchildID>AVA1")
    extract = read_text(tmp_path, text.encode("windows-1252"))
    assert codes(extract) == {"encoding"}
    assert len(extract.children) == 5


def test_a_false_label_of_utf_16_is_read_and_told(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026).replace('encoding="UTF-8"', 'encoding="utf-16"'))
    assert codes(extract) == {"encoding"}
    assert len(extract.children) == 5


def test_blank_lines_before_the_declaration_are_no_hindrance(tmp_path: Path) -> None:
    assert codes(read_text(tmp_path, "\r\n  " + fixture(2026))) == set()


def test_elements_in_another_order_tell_the_same(tmp_path: Path) -> None:
    def turned(match: re.Match[str]) -> str:
        groups = re.findall(r"\s*<(\w+)>.*?</\1>", match[2], re.DOTALL)
        assert len(groups) > 2
        parts = [part[0] for part in re.finditer(r"\s*<(\w+)>.*?</\1>", match[2], re.DOTALL)]
        return match[1] + "".join(reversed(parts)) + match[3]

    text = re.sub(r"(<Child>)(.*?)(\s*</Child>)", turned, fixture(2026), flags=re.DOTALL)
    text = re.sub(r"(<Message>)(\s*<Header>.*</Header>)(.*)(</Message>)", r"\1\3\2\4", text, flags=re.DOTALL)
    assert text.index("<Header>") > text.index("</Children>")
    assert text.index("<CINdetails>") < text.index("<ChildIdentifiers>")
    plain, other = read_text(tmp_path, fixture(2026)), read_text(tmp_path, text)
    assert codes(other) == set()
    assert _story(other) == _story(plain)
    assert other.reference_on == plain.reference_on


def test_reviews_in_one_group_or_in_one_each_are_the_same_reviews(tmp_path: Path) -> None:
    apart = re.sub(
        r"(2025-08-20</CPPreviewDate>)(\s*<CPPreviewDate>2026)", r"\1</Reviews><Reviews>\2", fixture(2026)
    )
    assert apart.count("<Reviews>") == fixture(2026).count("<Reviews>") + 1
    assert _story(read_text(tmp_path, apart)) == _story(read_text(tmp_path, fixture(2026)))


@pytest.mark.parametrize(
    ("yes", "no"), [("true", "false"), ("True", "FALSE"), ("Y", "N"), ("yes", "no"), (" 1 ", "0\n")]
)
def test_answers_in_words_are_the_same_answers(tmp_path: Path, yes: str, no: str) -> None:
    text = fixture(2026)
    for name in ("ReferralNFA", "ICPCnotRequired"):
        text = text.replace(f"<{name}>1<", f"<{name}>{yes}<").replace(f"<{name}>0<", f"<{name}>{no}<")
    other = read_text(tmp_path, text)
    assert codes(other) == set()
    assert _story(other) == _story(read_text(tmp_path, fixture(2026)))


def test_an_answer_that_is_none_is_told_and_stays_unsaid(tmp_path: Path) -> None:
    extract = read_text(tmp_path, changed(fixture(2026), ("<ReferralNFA>1<", "<ReferralNFA>maybe<")))
    (referral,) = events(extract, "EVE5", EventKind.REFERRAL_RECEIVED)
    assert referral["facts"] == {}
    assert finding(extract, "unknown-answer").examples[0].raw == "maybe"


def test_sex_has_had_two_names_and_two_sets_of_codes(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2022))
    assert child_of(extract, "GUS7")["sex"] == "M"
    assert child_of(extract, "HAL8")["sex"] == "U"
    assert child_of(extract, "HAL8")["raw"] == "GenderCurrent=9"
    for code, meant in (("2", "F"), ("0", "U")):
        text = changed(fixture(2022), ("<GenderCurrent>1", f"<GenderCurrent>{code}"))
        extract = read_text(tmp_path, text)
        assert child_of(extract, "GUS7")["sex"] == meant
        assert codes(extract) == set()


def test_a_child_without_either_is_told(tmp_path: Path) -> None:
    extract = read_text(tmp_path, changed(fixture(2026), ("<Sex>F</Sex>", "")))
    assert child_of(extract, "AVA1")["sex"] is None
    assert "4180" in finding(extract, "missing-element", "Sex").message


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("<Ethnicity>WBRI", "<Ethnicity>ZZZZ", "Ethnicity"),
        ("<Disability>HEAR", "<Disability>XX", "Disability"),
        ("<ReferralSource>2A", "<ReferralSource>2Z", "ReferralSource"),
        ("<PrimaryNeedCode>N1", "<PrimaryNeedCode>N12", "PrimaryNeedCode"),
        ("<ReasonForClosure>RC7", "<ReasonForClosure>RC77", "ReasonForClosure"),
        ("<AssessmentFactors>3B", "<AssessmentFactors>3Z", "AssessmentFactors"),
        ("<InitialCategoryOfAbuse>NEG", "<InitialCategoryOfAbuse>QQ", "InitialCategoryOfAbuse"),
        ("<LatestCategoryOfAbuse>EMO", "<LatestCategoryOfAbuse>QQ", "LatestCategoryOfAbuse"),
        ("<UPNunknown>UN1", "<UPNunknown>UN9", "UPNunknown"),
        ("<Sex>F", "<Sex>X", "Sex"),
    ],
)
def test_a_code_the_census_does_not_have_is_told_and_not_used(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    found = finding(read_text(tmp_path, changed(fixture(2026), (old, new))), "unknown-code", column)
    assert found.examples[0].child in ("AVA1", "BEN2")
    assert found.examples[0].raw == new.partition(">")[2]


def test_an_outcome_of_pre_proceedings_is_a_b_or_c(tmp_path: Path) -> None:
    extract = read_text(tmp_path, changed(fixture(2027), ("<PPOutcome>A", "<PPOutcome>D")))
    (ended,) = events(extract, "FAY6", EventKind.PRE_PROCEEDINGS_ENDED)
    assert ended["code"] is None
    assert "9011" in finding(extract, "unknown-code").message


def test_a_code_in_other_letters_or_words_is_read_by_its_meaning_and_told(tmp_path: Path) -> None:
    extract = read_text(
        tmp_path, changed(fixture(2026), ("<Ethnicity>WBRI", "<Ethnicity>wbri"), ("<Sex>F", "<Sex>2"))
    )
    child = child_of(extract, "AVA1")
    assert (child["ethnicity"], child["sex"]) == ("WBRI", "F")
    assert "Ethnicity=wbri" in child["raw"]
    assert codes(extract) == {"odd-code"}


@pytest.mark.parametrize("written", ["30/05/2025", "30-May-2025", "2025-05-30T00:00:00", "2025-05-30Z"])
def test_a_date_in_another_form_is_read_and_its_text_kept(tmp_path: Path, written: str) -> None:
    text = changed(fixture(2026), ("<CPPstartDate>2025-05-30", f"<CPPstartDate>{written}"))
    extract = read_text(tmp_path, text)
    (plan,) = events(extract, "AVA1", EventKind.PLAN_STARTED)
    assert (str(plan["on"]), plan["raw"]) == ("2025-05-30", written)
    assert codes(extract) <= {"date-form"}
    assert ("date-form" in codes(extract)) is (not written.startswith("2025"))


@pytest.mark.parametrize("written", ["2025-02-30", "30 of May", "05/30/2025", "1066-04-13", "2999-01-01"])
def test_an_impossible_date_makes_no_event_and_is_told(tmp_path: Path, written: str) -> None:
    text = changed(fixture(2026), ("<CPPreviewDate>2026-01-14", f"<CPPreviewDate>{written}"))
    extract = read_text(tmp_path, text)
    assert len(days(extract, "AVA1", EventKind.RCPC_HELD)) == 1
    assert finding(extract, "impossible-date").examples[0].raw == written


def test_an_impossible_end_does_not_leave_a_plan_open_without_a_word(tmp_path: Path) -> None:
    text = changed(fixture(2026), ("<CPPendDate>2025-07-29", "<CPPendDate>2025-07-32"))
    found = finding(read_text(tmp_path, text), "impossible-date")
    assert (found.column, found.examples[0].child) == ("CPPendDate", "BEN2")


def test_blanks_anywhere_are_nothing_but_a_blank_review_is_told(tmp_path: Path) -> None:
    text = changed(
        fixture(2026),
        ("<CPPreviewDate>2026-01-14</CPPreviewDate>", "<CPPreviewDate> \n </CPPreviewDate>"),
        ("<Section47>", "<CINPlanDates/><Section47>"),
        ("<PrimaryNeedCode>N3</PrimaryNeedCode>", "<PrimaryNeedCode>NULL</PrimaryNeedCode>"),
    )
    extract = read_text(tmp_path, text)
    assert len(days(extract, "AVA1", EventKind.RCPC_HELD)) == 1
    assert codes(extract) == {"blank-element", "missing-element", "rule-8610"}
    assert finding(extract, "missing-element").column == "CINPlanStartDate"


def test_an_empty_group_of_reviews_is_told(tmp_path: Path) -> None:
    text = re.sub(
        r"<Reviews>\s*<CPPreviewDate>2025-08-12</CPPreviewDate>\s*</Reviews>", "<Reviews/>", fixture(2026)
    )
    extract = read_text(tmp_path, text)
    assert "8842Q" in finding(extract, "empty-group").message


@pytest.mark.parametrize(
    "name", ["CPPstartDate", "LatestCategoryOfAbuse", "NumberOfPreviousCPP", "ICPCnotRequired"]
)
def test_an_element_that_must_be_there_is_missed(tmp_path: Path, name: str) -> None:
    text = re.sub(rf"<{name}>[^<]*</{name}>", "", fixture(2026), count=1)
    assert finding(read_text(tmp_path, text), "missing-element", name).examples[0].child == "AVA1"


def test_a_misspelt_element_is_told_with_its_count_and_text(tmp_path: Path) -> None:
    text = fixture(2026).replace("CPPendDate", "CPPfinishDate").replace("CPPreviewDate", "CPPreviewDay")
    extract = read_text(tmp_path, text)
    assert finding(extract, "unknown-element", "CPPreviewDay").count == 5
    assert finding(extract, "unknown-element", "CPPfinishDate").examples[0].raw == "2025-07-29"
    assert not days(extract, "AVA1", EventKind.RCPC_HELD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Children>", "<Children><Note>late</Note>"),
        ("</Children>", "<Note>late</Note></Children>"),
        ("</Message>", "<Note>late</Note></Message>"),
        ("<Child>", "<Child><Note>late</Note>"),
        ("<Header>", "<Header><Note>late</Note>"),
    ],
)
def test_a_strange_element_is_told_wherever_it_stands(tmp_path: Path, old: str, new: str) -> None:
    extract = read_text(tmp_path, changed(fixture(2026), (old, new)))
    found = [f for f in extract.findings if f.code == "unknown-element"]
    assert [f.column.casefold() for f in found if f.column] == ["note"]
    assert len(extract.children) == 5


def test_many_strange_names_do_not_make_many_findings(tmp_path: Path) -> None:
    strange = "".join(f"<Note{number}>x</Note{number}>" for number in range(500))
    extract = read_text(tmp_path, changed(fixture(2026), ("<Child>", f"<Child>{strange}")))
    assert len(extract.findings) < 60
    assert sum(f.count for f in extract.findings if f.code == "unknown-element") == 500


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<CPPstartDate>2025", "stray <CPPstartDate>2025", "stray-text"),
        ("2025-05-30</CPPstartDate>", "2025-05-30<b>x</b></CPPstartDate>", "nested-element"),
        ("<Sex>F</Sex>", "<Sex>F</Sex><Sex>M</Sex>", "repeated-element"),
        ("<NumberOfPreviousCPP>1", "<NumberOfPreviousCPP>one", "not-a-count"),
        ("<Ethnicity>WBRI", "<Ethnicity>" + "W" * 2000, "text-too-long"),
        ("<Collection>CIN", "<Collection>CLA", "other-collection"),
        ("</Children>", "<Child/></Children>", "empty-child"),
        ("</ChildIdentifiers>", "</ChildIdentifiers><ChildIdentifiers/>", "repeated-group"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    extract = read_text(tmp_path, changed(fixture(2026), (old, new)))
    assert code in codes(extract)
    assert len(extract.children) == 5


def test_a_child_without_an_identifier_is_kept_under_a_name_that_says_so(tmp_path: Path) -> None:
    text = _on_one_line(fixture(2026)).replace("<LAchildID>AVA1</LAchildID>", "")
    text = text.replace("<LAchildID>BEN2</LAchildID>", "<LAchildID> </LAchildID>")
    extract = read_text(tmp_path, text)
    assert finding(extract, "missing-element", "LAchildID").count == 2
    assert "8500" in finding(extract, "missing-element", "LAchildID").message
    keys = extract.children["child"].to_pylist()
    assert keys[:2] == ["(no LAchildID, child 1 of the file)", "(no LAchildID, child 2 of the file)"]
    assert len(days(extract, keys[0], EventKind.PLAN_STARTED)) == 1


def test_two_records_of_one_child_are_both_kept_and_their_plans_not_run_together(tmp_path: Path) -> None:
    extract = read_text(tmp_path, changed(_on_one_line(fixture(2026)), ("BEN2", "AVA1")))
    assert finding(extract, "rule-8510").count == 1
    assert len(extract.children) == 4
    plans = events(extract, "AVA1", EventKind.PLAN_STARTED)
    assert len({plan["episode"] for plan in plans}) == 2


def test_an_identifier_that_breaks_the_rules_is_used_as_it_stands(tmp_path: Path) -> None:
    extract = read_text(tmp_path, changed(fixture(2026), ("AVA1", "0012-AVA.0")))
    assert extract.children["child"].to_pylist()[0] == "0012-AVA.0"
    assert codes(extract) == {"rule-1580"}


def test_elements_whose_group_was_left_out_are_still_read(tmp_path: Path) -> None:
    text = fixture(2026)
    for name in ("Reviews", "Disabilities", "FactorsIdentifiedAtAssessment"):
        text = text.replace(f"<{name}>", "").replace(f"</{name}>", "")
    assert _story(read_text(tmp_path, text))[1] == _story(read_text(tmp_path, fixture(2026)))[1]
    assert len(days(read_text(tmp_path, text), "AVA1", EventKind.RCPC_HELD)) == 2


def test_pre_proceedings_in_an_earlier_years_return_are_read_and_told(tmp_path: Path) -> None:
    text = fixture(2027).replace("2027", "2026").replace("2026-0", "2025-0").replace("2026-1", "2025-1")
    text = text.replace("<ReferenceDate>2025-03-31", "<ReferenceDate>2026-03-31")
    extract = read_text(tmp_path, text)
    assert codes(extract) == {"later-group"}
    assert len(days(extract, "FAY6", EventKind.LEGAL_PLANNING_HELD)) == 1
    assert EventKind.PRE_PROCEEDINGS_STARTED in extract.coverage.kinds
    assert "within its year" in extract.coverage.absent[EventKind.LEGAL_PLANNING_HELD]


def test_progress_is_told_in_bytes_up_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "return.xml"
    path.write_text(fixture(2026), "utf-8")
    told: list[tuple[int, int]] = []
    read(path, lambda done, size: told.append((done, size)))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_facts_of_a_transfer_stay_with_the_transfer_when_the_child_has_another_plan(tmp_path: Path) -> None:
    again = (
        "<ChildProtectionPlans><CPPstartDate>2025-12-02</CPPstartDate><InitialCategoryOfAbuse>NEG"
        "</InitialCategoryOfAbuse><LatestCategoryOfAbuse>SAB</LatestCategoryOfAbuse><NumberOfPreviousCPP>0"
        "</NumberOfPreviousCPP></ChildProtectionPlans>"
    )
    start = fixture(2026).index("<LAchildID>CAM3")
    head, tail = fixture(2026)[:start], fixture(2026)[start:]
    text = head + changed(tail, ("</ChildProtectionPlans>", f"</ChildProtectionPlans>{again}"))
    extract = read_text(tmp_path, text)
    first, second = events(extract, "CAM3", EventKind.PLAN_STARTED)
    assert first["facts"] == {Fact.TRANSFER_IN: True}
    assert second["facts"] == {}
    assert child_of(extract, "CAM3")["category"] == "SAB"
