"""Codes as they stand in the drop-downs of the Annex A workbook: a letter, then the code or its words."""

SEX = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded (or unborn)"}
ETHNICITY = {
    code: f"{letter}) {code}"
    for letter, code in zip(
        "abcdefghijklmnopqrst",
        [
            "WBRI",
            "WIRI",
            "WIRT",
            "WOTH",
            "WROM",
            "MWBC",
            "MWBA",
            "MWAS",
            "MOTH",
            "AIND",
            "APKN",
            "ABAN",
            "AOTH",
            "BCRB",
            "BAFR",
            "BOTH",
            "CHNE",
            "OOTH",
            "REFU",
            "NOBT",
        ],
        strict=True,
    )
}
SOURCE = {
    label.split(": ")[0].split(") ")[1]: label
    for label in (
        "a) 1A: Individual",
        "b) 1B: Individual",
        "c) 1C: Individual",
        "d) 1D: Individual",
        "e) 2A: Schools",
        "f) 2B: Education services",
        "g) 3A: Health services",
        "h) 3B: Health services",
        "i) 3C: Health services",
        "j) 3D: Health services",
        "k) 3E: Health services",
        "l) 3F: Health services",
        "m) 4: Housing",
        "n) 5A: LA services",
        "o) 5B: LA services",
        "p) 5C: LA services",
        "q) 6: Police",
        "r) 7: Other legal agency",
        "s) 8: Other",
        "t) 9: Anonymous",
        "u) 10: Unknown",
    )
}
YES, NO = "a) Yes", "b) No"
NEED = {
    "N1": "a) Abuse or neglect",
    "N2": "b) Child's disability",
    "N3": "c) Parents illness or disability",
    "N4": "d) Family in acute stress",
    "N5": "e) Family dysfunction",
    "N6": "f) Socially unacceptable behaviour",
    "N7": "g) Low income",
    "N8": "h) Absent parenting",
    "N9": "i) Not CIN",
}
CLOSURE = {"RC7": "g) RC7", "RC8": "h) RC8"}
CATEGORY = {
    "NEG": "a) Neglect",
    "PHY": "b) Physical abuse",
    "SAB": "c) Sexual abuse",
    "EMO": "d) Emotional abuse",
    "MUL": "e) Multiple/not recommended",
}
STATUS = {
    "care": "a) Looked after child",
    "plan": "b) Child Protection plan",
    "need": "c) Child in need plan",
    "assessment": "d) Open assessment",
    "closed": "e) Closed episode",
}
PLACEMENT = {
    "U3": "c) U3: Foster placement - relative - not FFA",
    "U4": "d) U4: Foster placement - long term",
    "U6": "f) U6: Foster placement - not FFA",
    "H5": "n) H5: Residential accommodation",
    "K2": "p) K2: Children's Homes",
}
CEASED = {
    "E4A": "e) E4A: Returned home to live with parents or relatives - part of planning",
    "E6": "n) E6: Moved into independent living - no support",
}
IN_CARE_BY = "b) C2: Full care order"
OWN_PROVISION, INSIDE = "b) PR1: Own provision", "a) In"
RETURNS_HOME, STAYS_IN_CARE = "a) Return to family", "f) Long-term fostering"
FORMER_RELEVANT, IN_TOUCH, SUITABLE = "b) Former relevant child", "a) Yes", "a) Suitable"
LODGES, STUDIES = "d) Supported lodgings", "F2: Full time in education other than higher"


def yes_no(value: bool) -> str:
    """Yes or no as the workbook has it."""
    return YES if value else NO
