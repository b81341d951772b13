"""A conference that is no journey of its own: booked, prepared, recorded and decided on as its pages would send it."""

from typing import Any

from stage import Stage, entry_of

CHAIR = "SELECT w.id::text FROM workforce_worker w JOIN access_user u ON u.id = w.user_id WHERE u.email = %s"
PEOPLE = "SELECT count(*) FROM protection_conferenceattendance WHERE conference_id = %s"
AGENCIES = PEOPLE + " AND is_present AND agency NOT IN ('', 'Family')"


def booking(stage: Stage, chair: str, day: str) -> dict[str, str]:
    """What the booking of a conference says; ``chair`` is her address."""
    ((worker,),) = stage.keel.rows(CHAIR, chair)
    return {"book-planned_on": day, "book-place": "Town hall", "book-chair": worker}


def what_was_said(stage: Stage, child: str, conference: int, *, is_unborn: bool = False) -> dict[str, str]:
    """What the record of a conference says: everybody was there, and the child's own words."""
    ((asked,),) = stage.keel.rows(PEOPLE, conference)
    there = {f"people-{number}-is_present": "yes" for number in range(asked)}
    own = {"participation": "PN6", "child_views": "I want to sleep at home"}
    return (
        there
        | {
            "shared-is_quorate": "yes", "shared-are_other_children_considered": "yes",
            "shared-parent_views": "Both want help", "shared-summary": "Everybody spoke",
        }
        | ({} if is_unborn else {f"child-{child}-{name}": words for name, words in own.items()})
    )  # fmt: skip


def a_plan_is_decided_on(child: str, agencies: int) -> dict[str, str]:
    """What the chair decides where there is to be a plan, and every agency thinks so."""
    own = {
        "harm": "Is likely to suffer significant harm", "is_plan_made": "yes", "category": "EMO",
        "chair_summary": "On 4 June there was shouting all night", "decision": "A plan",
        "contingency": "A legal planning meeting",
    }  # fmt: skip
    views = {f"views-{child}-{number}-is_for_plan": "yes" for number in range(agencies)}
    return views | {f"child-{child}-{name}": words for name, words in own.items()} | {
        "shared-first_core_group_on": "8/7/2026", "shared-is_complaint_route_told": "yes",
    }  # fmt: skip


def views_asked(page: Any, view: str) -> dict[str, str]:
    """One view of every agency that was there, as the page of the decision asks for it in a browser."""
    names = "boxes => [...new Set(boxes.map(box => box.name))]"
    return dict.fromkeys(page.eval_on_selector_all("[name$='-is_for_plan']", names), view)


def recorded(stage: Stage, child: str, conference: int, *, is_unborn: bool = False) -> None:
    """The people are asked, and the conference is recorded by its chair."""
    way = f"/child/{child}/record"
    stage.did("conference chair", f"{way}/conference-people/{conference}")
    said = what_was_said(stage, child, conference, is_unborn=is_unborn)
    stage.did("conference chair", f"{way}/conference-record/{conference}", said)


def decided(stage: Stage, child: str, conference: int) -> int:
    """The chair decides on a plan; its number."""
    ((agencies,),) = stage.keel.rows(AGENCIES, conference)
    led_to = stage.did(
        "conference chair",
        f"/child/{child}/record/conference-decision/{conference}",
        a_plan_is_decided_on(child, agencies),
    )
    assert "/protectionplan/" in led_to
    return entry_of(led_to)
