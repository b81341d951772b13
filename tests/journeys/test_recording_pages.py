"""Every page on which somebody may record something for a child is without barriers, on a telephone too."""

import re

from severnshire_served import Severnshire
from visitor import TELEPHONE, Visitor

from keel.access.acts import Act
from keel.recording.declared import Recording, recordings

OPEN_TO_HER = """
SELECT i.child_id::text FROM workforce_involvement i JOIN workforce_worker w ON w.id = i.worker_id
JOIN access_user u ON u.id = w.user_id JOIN protection_protectionplan p ON p.child_id = i.child_id
WHERE u.email = %s AND i.ended_on IS NULL AND p.ended_on IS NULL ORDER BY 1 LIMIT 1
"""
OF_HER_TEAM = """
SELECT s.child_id::text FROM oversight_standing s JOIN workforce_team t ON t.id = s.team_id
WHERE t.key = %s AND s.on_plan_since IS NOT NULL ORDER BY 1 LIMIT 1
"""
BARE = "INSERT INTO {table} (child_id, entered_at, {needed}) VALUES (%s, now(), {values}) RETURNING id"


BOX = re.compile(
    r"govuk-(?:radios|checkboxes|textarea|select|input|warning-text)(?=[\s\"])|keel-two-columns|moj-alert"
)
PARTS = ("social worker", "team manager", "conference chair")  # each opens what nobody before her could


def test_each_page_opens_without_a_barrier(comes, keel: Severnshire, cast) -> None:
    left = {what.key: what for what in recordings() if what.act is not Act.PARTNER_WRITE}
    drawn: set[frozenset[str]] = set()
    for part in PARTS:
        member = cast[part]
        asked = (OF_HER_TEAM, member.team) if part == "team manager" else (OPEN_TO_HER, member.email)
        ((child,),) = keel.rows(*asked)
        visitor: Visitor = comes(part, width=TELEPHONE)
        for what in [*left.values()]:
            if is_opened(visitor, keel, child, what, drawn):
                del left[what.key]
    assert list(left) == [], "nobody of these may open them"


def is_opened(
    visitor: Visitor, keel: Severnshire, child: str, what: Recording, drawn: set[frozenset[str]]
) -> bool:
    """Whether she may go there; where she may, the page is looked over as she comes."""
    way = f"/child/{child}/record/{what.name}"
    if what.about:
        way = f"{way}/{newest(keel, what.about, child)}"
    answer = visitor.page.request.get(way)
    if answer.status != 200:
        return False  # and not drawn: other journeys look over what a refusal looks like
    if what.name.endswith("-correction"):  # all are one page, made of the same few kinds of boxes
        boxes = frozenset(BOX.findall(answer.text()))
        if boxes in drawn:
            return True
        drawn.add(boxes)
    return visitor.goes_to(way).status == 200


def newest(keel: Severnshire, label: str, child: str) -> int:
    """The newest row of a table about her; one that says nothing, where she has none."""
    table = label.lower().replace(".", "_")
    found = keel.rows(f"SELECT id FROM {table} WHERE child_id = %s ORDER BY id DESC LIMIT 1", child)
    return found[0][0] if found else bare(keel, table, child)


def bare(keel: Severnshire, table: str, child: str) -> int:
    needed = keel.rows(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO' "
        "AND column_default IS NULL AND is_identity = 'NO' AND column_name NOT IN ('child_id', 'entered_at')",
        table,
    )
    values = ["false" if kind == "boolean" else "''" for _, kind in needed]
    statement = BARE.format(
        table=table, needed=", ".join(name for name, _ in needed), values=", ".join(values)
    )
    return keel.rows(statement, child)[0][0]
