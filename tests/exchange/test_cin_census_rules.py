"""Each DfE rule has a return that keeps it, the sound one, and one that breaks it."""

from pathlib import Path

import pytest
from cin_returns import changed, codes, finding, fixture, read_text

from keel.exchange.cin_census.rules import rules
from keel.exchange.findings import Level

_S47 = (
    "<Section47><S47ActualStartDate>{}</S47ActualStartDate>{}<ICPCnotRequired>0</ICPCnotRequired></Section47>"
)
_NFA_AVA = ("<ReferralNFA>0</ReferralNFA>", "<ReferralNFA>1</ReferralNFA>")
_DEATH_AVA = ("<Sex>F</Sex>", "<Sex>F</Sex><PersonDeathDate>{}</PersonDeathDate>")
_PLAN = (
    "<ChildProtectionPlans><CPPstartDate>{}</CPPstartDate>{}<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
    "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>2</NumberOfPreviousCPP>"
    "</ChildProtectionPlans>"
)
_CIN_PLAN = "<CINPlanDates><CINPlanStartDate>{}</CINPlanStartDate>{}</CINPlanDates>"
_NEED = (
    "<CINdetails><CINreferralDate>{}</CINreferralDate><ReferralSource>1A</ReferralSource>"
    "<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA></CINdetails>"
)


def _died(day: str) -> tuple[str, str]:
    return _DEATH_AVA[0], _DEATH_AVA[1].format(day)


def _inside(end: str, more: str) -> tuple[str, str]:
    """More elements before the first end of a group."""
    return f"</{end}>", f"{more}</{end}>"


def _before(start: str, more: str) -> tuple[str, str]:
    return f"<{start}>", f"{more}<{start}>"


BROKEN_2026 = [
    ("100", [("<ReferenceDate>2026-03-31", "<ReferenceDate>2026-03-30")]),
    ("100", [("<Year>2026", "<Year>2025")]),
    ("100", [("<ReferenceDate>2026-03-31</ReferenceDate>", "")]),
    ("1103", [("<AssessmentActualStartDate>2025-05-07", "<AssessmentActualStartDate>2025-05-05")]),
    ("1104", [("<DateOfInitialCPC>2025-05-30", "<DateOfInitialCPC>2025-05-05")]),
    ("1104-transfer", [("<DateOfInitialCPC>2025-06-17", "<DateOfInitialCPC>2025-05-30")]),
    ("1105", [("<CPPstartDate>2025-05-30", "<CPPstartDate>2025-05-05")]),
    ("1570", [("AVA1", "A12345678901234567890")]),
    ("1580", [("AVA1", "AVA-1")]),
    ("2883", [("<DateOfInitialCPC>2025-05-30</DateOfInitialCPC>", "")]),
    ("2884", [("<ReferralSource>2A", "<DateOfInitialCPC>2025-06-05</DateOfInitialCPC><ReferralSource>2A")]),
    ("2885", [("<CPPstartDate>2025-05-30", "<CPPstartDate>2025-06-02")]),
    ("2889", [("<S47ActualStartDate>2025-05-12", "<S47ActualStartDate>2025-05-05")]),
    (
        "4000",
        [
            _NFA_AVA,
            _before(
                "Section47", _CIN_PLAN.format("2025-05-10", "<CINPlanEndDate>2025-05-20</CINPlanEndDate>")
            ),
        ],
    ),
    ("4001", [_before("Section47", _CIN_PLAN.format("2025-05-10", ""))]),
    (
        "4003",
        [
            ("<CINPlanStartDate>2025-07-29", "<CINPlanStartDate>2025-02-01"),
            ("<CPPendDate>2025-07-29", "<CPPendDate>2025-08-29"),
        ],
    ),
    (
        "4004",
        [
            ("<CINPlanEndDate>2025-12-01</CINPlanEndDate>", ""),
            _before("CINPlanDates", _CIN_PLAN.format("2025-09-29", "")),
        ],
    ),
    (
        "4008",
        [
            _died("2025-05-09"),
            _before(
                "Section47", _CIN_PLAN.format("2025-05-10", "<CINPlanEndDate>2025-05-20</CINPlanEndDate>")
            ),
        ],
    ),
    (
        "4009Q",
        [
            _died("2025-05-15"),
            _before(
                "Section47", _CIN_PLAN.format("2025-05-10", "<CINPlanEndDate>2025-05-20</CINPlanEndDate>")
            ),
        ],
    ),
    (
        "4010",
        [
            ("<CINPlanStartDate>2025-07-29", "<CINPlanStartDate>2026-04-01"),
            ("<CINPlanEndDate>2025-12-01</CINPlanEndDate>", ""),
        ],
    ),
    ("4011", [("<CINPlanEndDate>2025-12-01", "<CINPlanEndDate>2025-07-28")]),
    ("4012Q", [("<CINPlanEndDate>2025-12-01", "<CINPlanEndDate>2025-07-29")]),
    ("4013", [("<CINPlanEndDate>2025-12-01", "<CINPlanEndDate>2026-04-01")]),
    (
        "4014",
        [
            _before(
                "CINPlanDates", _CIN_PLAN.format("2025-09-29", "<CINPlanEndDate>2025-10-20</CINPlanEndDate>")
            )
        ],
    ),
    ("4015", [("<CINPlanStartDate>2025-07-29", "<CINPlanStartDate>2024-07-31")]),
    ("4016", [("<CINPlanStartDate>2025-07-29", "<CINPlanStartDate>2025-07-28")]),
    ("4017", [("<CINPlanStartDate>2025-07-29", "<CINPlanStartDate>2024-09-02")]),
    ("8510", [("BEN2", "AVA1")]),
    ("8520", [("<PersonBirthDate>2019-11-04", "<PersonBirthDate>2026-04-01")]),
    ("8525Q", [("<PersonBirthDate>2019-11-04</PersonBirthDate>", "")]),
    ("8525Q", [("<Sex>F", "<ExpectedPersonBirthDate>2019-11-01</ExpectedPersonBirthDate><Sex>F")]),
    ("8535Q", [_died("2019-11-03")]),
    ("8545Q", [_died("2026-04-01")]),
    ("8555Q", [_died("2025-05-05")]),
    (
        "8590",
        [
            (
                "</Children>",
                "<Child><ChildIdentifiers><LAchildID>IDA9</LAchildID><PersonBirthDate>2020-01-01</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics></Child></Children>",
            )
        ],
    ),
    ("8540", [("<Disability>HEAR</Disability>", ""), ("<Disability>COMM</Disability>", "")]),
    ("8565-assessments", [("<CINclosureDate>2025-12-01", "<CINclosureDate>2025-09-11")]),
    ("8565-cin-plans", [("<CINclosureDate>2025-12-01", "<CINclosureDate>2025-11-30")]),
    ("8565-plans", [("<CINclosureDate>2025-12-01", "<CINclosureDate>2025-07-28")]),
    (
        "8565-section47",
        [("<ReferralSource>2A", "<CINclosureDate>2025-05-29</CINclosureDate><ReferralSource>2A")],
    ),
    ("8600", [("<CINreferralDate>2026-01-12", "<CINreferralDate>2026-04-01")]),
    ("8606", [("<CINreferralDate>2026-01-12", "<CINreferralDate>2025-07-24")]),
    ("8608", [("<AssessmentAuthorisationDate>2025-06-20", "<AssessmentAuthorisationDate>2025-05-06")]),
    ("8610", [("<PrimaryNeedCode>N1</PrimaryNeedCode>", "")]),
    ("8614", [("<AssessmentAuthorisationDate>2025-06-20</AssessmentAuthorisationDate>", "")]),
    ("8615", [("<DateOfInitialCPC>2025-05-30", "<DateOfInitialCPC>2025-05-09")]),
    ("8620", [("<CINclosureDate>2025-12-01", "<CINclosureDate>2026-04-01")]),
    ("8630", [("<CINclosureDate>2025-12-01", "<CINclosureDate>2024-07-31")]),
    ("8696", [("<AssessmentAuthorisationDate>2025-06-20", "<AssessmentAuthorisationDate>2026-04-01")]),
    ("8715", [("<DateOfInitialCPC>2025-05-30", "<DateOfInitialCPC>2026-04-01")]),
    ("8715-transfer", [("<DateOfInitialCPC>2025-06-17", "<DateOfInitialCPC>2026-04-01")]),
    ("8720", [("<CPPstartDate>2025-05-30", "<CPPstartDate>2026-04-01")]),
    ("8790", [("<Disability>HEAR", "<Disability>NONE")]),
    ("8794", [("<Disability>HEAR", "<Disability>COMM")]),
    ("8805", [("<ReasonForClosure>RC7</ReasonForClosure>", "")]),
    ("8810", [("<CINclosureDate>2025-12-01</CINclosureDate>", "")]),
    ("8815", [_before("CINdetails", _NEED.format("2025-04-02"))]),
    ("8820", [_before("CINdetails", _NEED.format("2025-04-02"))]),
    ("8831", [_NFA_AVA]),
    ("8832", [_NFA_AVA]),
    (
        "8839",
        [
            _inside(
                "Section47",
                "</Section47>"
                + _S47.format("2025-06-02", "")
                + _S47.format("2025-07-02", "")[: -len("</Section47>")],
            )
        ],
    ),
    ("8840", [("<CPPstartDate>2024-09-03", "<CPPstartDate>2025-07-29")]),
    ("8841", [("<CPPreviewDate>2025-08-20", "<CPPreviewDate>2025-05-30")]),
    ("8867", [("<AssessmentAuthorisationDate>2025-09-12</AssessmentAuthorisationDate>", "")]),
    (
        "8868",
        [
            ("<ReferralSource>2A", "<CINclosureDate>2026-03-30</CINclosureDate><ReferralSource>2A"),
            ("<DateOfInitialCPC>2025-05-30</DateOfInitialCPC>", ""),
        ],
    ),
    ("8869", [("<AssessmentFactors>16A", "<AssessmentFactors>21")]),
    ("8870Q", [("<InitialCPCtarget>2025-06-03", "<InitialCPCtarget>2025-06-01")]),
    ("8875", [("<DateOfInitialCPC>2025-05-30", "<DateOfInitialCPC>2025-05-31")]),
    ("8875-transfer", [("<DateOfInitialCPC>2025-06-17", "<DateOfInitialCPC>2025-06-15")]),
    (
        "8890",
        [_before("Section47", _S47.format("2025-05-20", "<DateOfInitialCPC>2025-06-10</DateOfInitialCPC>"))],
    ),
    (
        "8890",
        [_before("Section47", _S47.format("2025-05-30", "<DateOfInitialCPC>2025-06-10</DateOfInitialCPC>"))],
    ),
    ("8896", [("<AssessmentAuthorisationDate>2025-06-20</AssessmentAuthorisationDate>", "")]),
    ("8898", [("<AssessmentFactors>16A", "<AssessmentFactors>3B")]),
    ("8915", [_died("2025-05-29")]),
    ("8920", [("<Sex>M</Sex>", "<Sex>M</Sex><PersonDeathDate>2025-07-28</PersonDeathDate>")]),
    ("8925", [("<CPPendDate>2025-07-29", "<CPPendDate>2024-09-02")]),
    ("8930", [("<CPPendDate>2025-07-29", "<CPPendDate>2026-04-01")]),
    ("8935", [_before("ChildProtectionPlans", _PLAN.format("2025-05-30", ""))]),
    (
        "8940",
        [_before("ChildProtectionPlans", _PLAN.format("2025-04-30", "<CPPendDate>2025-06-30</CPPendDate>"))],
    ),
    ("8945Q", [("<AssessmentFactors>16A", "<AssessmentFactors>18A")]),
    ("8950Q", [("<AssessmentFactors>16A", "<AssessmentFactors>19A")]),
]
BROKEN_2027 = [
    ("9005", [("<PPStartDate>2026-07-01", "<PPStartDate>2026-03-31")]),
    ("9006", [("<LBPSentDate>2026-07-06", "<LBPSentDate>2026-06-30")]),
    ("9006-year", [("<LBPSentDate>2026-07-06", "<LBPSentDate>2027-04-01")]),
    ("9007", [("<FGDMMeetingOffer>1</FGDMMeetingOffer>", "")]),
    ("9008", [("<InitialPPMeetingDate>2026-07-16", "<InitialPPMeetingDate>2027-04-01")]),
    ("9009", [("<StepDecisionDate>2026-10-20", "<StepDecisionDate>2026-06-30")]),
    ("9009-year", [("<StepDecisionDate>2026-10-20", "<StepDecisionDate>2027-04-01")]),
    ("9010Q", [("<FGDMMeetingFac>0</FGDMMeetingFac>", "")]),
    ("9012", [("<CourtAppDate>2026-11-03", "<CourtAppDate>2026-10-19")]),
    ("9012-year", [("<CourtAppDate>2026-11-03", "<CourtAppDate>2027-04-01")]),
    ("9013", [("<LetterInitCPDate>2026-11-04", "<LetterInitCPDate>2026-11-02")]),
    ("9013-year", [("<LetterInitCPDate>2026-11-04", "<LetterInitCPDate>2027-04-01")]),
    ("9015Q", [("<ReviewMeetingsCount>2</ReviewMeetingsCount>", "")]),
    ("8995Q", [("<PreProceedingsandFGDM>", "<!--"), ("</PreProceedingsandFGDM>", "-->")]),
]
KEPT_2026 = [
    ("8606", [("<CINreferralDate>2026-01-12", "<CINreferralDate>2025-07-25")]),
    ("8841", [("<CPPreviewDate>2025-08-20", "<CPPreviewDate>2025-05-31")]),
    ("8930", [("<CPPendDate>2025-07-29", "<CPPendDate>2026-03-31")]),
    ("8720", [("<CPPstartDate>2025-05-30", "<CPPstartDate>2026-03-31")]),
    (
        "8890",
        [_before("Section47", _S47.format("2025-06-02", "<DateOfInitialCPC>2025-06-10</DateOfInitialCPC>"))],
    ),
    ("8839", [_before("Section47", _S47.format("2025-06-02", ""))]),
    (
        "8935",
        [_before("ChildProtectionPlans", _PLAN.format("2025-04-30", "<CPPendDate>2025-05-20</CPPendDate>"))],
    ),
    (
        "8940",
        [_before("ChildProtectionPlans", _PLAN.format("2025-04-30", "<CPPendDate>2025-05-30</CPPendDate>"))],
    ),
]


def _text(year: int, changes: list[tuple[str, str]]) -> str:
    return changed(fixture(year), *changes)


@pytest.mark.parametrize(
    ("year", "key", "changes"),
    [(2026, *case) for case in BROKEN_2026] + [(2027, *case) for case in BROKEN_2027],
)
def test_a_broken_rule_is_found_with_its_number_and_level(
    tmp_path: Path, year: int, key: str, changes: list[tuple[str, str]]
) -> None:
    found = finding(read_text(tmp_path, _text(year, changes)), f"rule-{key}")
    number = key.partition("-")[0]
    assert f"(DfE rule {number})" in found.message
    assert found.level is (Level.NOTE if number.endswith("Q") else Level.WARNING)


@pytest.mark.parametrize(("key", "changes"), KEPT_2026)
def test_the_last_value_that_keeps_a_rule_is_not_found(
    tmp_path: Path, key: str, changes: list[tuple[str, str]]
) -> None:
    assert f"rule-{key}" not in codes(read_text(tmp_path, _text(2026, changes)))


def test_every_rule_has_a_return_that_breaks_it() -> None:
    assert set(rules()) == {key for key, _ in (*BROKEN_2026, *BROKEN_2027)}


def test_a_broken_rule_names_the_child_the_line_and_the_value(tmp_path: Path) -> None:
    text = _text(2026, [("<DateOfInitialCPC>2025-05-30", "<DateOfInitialCPC>2025-05-31")])
    found = finding(read_text(tmp_path, text), "rule-8875")
    (example,) = found.examples
    assert (example.child, example.raw) == ("AVA1", "2025-05-31")
    assert text.splitlines()[example.row - 1].strip() == "<Section47>"
    assert (found.source, found.column) == ("CINdetails/Section47", "DateOfInitialCPC")


def test_enquiries_that_need_no_conference_are_not_open(tmp_path: Path) -> None:
    closed = _S47.format("2025-06-02", "").replace("<ICPCnotRequired>0", "<ICPCnotRequired>1")
    text = _text(2026, [_before("Section47", closed + closed)])
    assert not {"rule-8839", "rule-8890", "rule-8868"} & codes(read_text(tmp_path, text))


def test_without_a_year_no_date_is_called_out_of_the_year(tmp_path: Path) -> None:
    text = _text(2026, [("<Year>2026</Year>", ""), ("<ReferenceDate>2026-03-31</ReferenceDate>", "")])
    extract = read_text(tmp_path, text)
    assert extract.reference_on is None
    assert extract.format == "CIN census"
    assert codes(extract) == {"rule-100", "missing-element"}


def test_the_year_alone_gives_the_reference_date(tmp_path: Path) -> None:
    text = _text(2026, [("<ReferenceDate>2026-03-31</ReferenceDate>", "")])
    extract = read_text(tmp_path, text)
    assert str(extract.reference_on) == "2026-03-31"
    assert codes(extract) == {"rule-100"}
