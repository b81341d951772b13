"""A new worker reads on one page what the family would otherwise have to tell her again."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sent import mistakes, send
from written import hold_everything

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import SupervisionAction
from keel.people.models import Person
from keel.protection.models import (
    ActionProgress,
    Conference,
    CoreGroup,
    DirectWork,
    InNeedVisit,
    PlanAction,
    PlanVersion,
    ProtectionPlan,
    Visit,
)
from keel.workforce.models import Promise

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)


@pytest.fixture
def ada(cast: Cast) -> Person:
    """On her second plan, with actions open and done, promises made and kept, and a visit due next week."""
    hold_everything(DAY)
    child = cast.families["own"].child
    ProtectionPlan.objects.create(
        child=child, started_on=date(2022, 2, 1), ended_on=date(2023, 1, 9), latest_category="EMO"
    )
    plan = ProtectionPlan.objects.create(child=child, started_on=date(2026, 3, 2), initial_category="NEG")
    Conference.objects.create(
        child=child, kind="initial", held_on=date(2026, 3, 2), decision="A plan, for neglect"
    )
    version = PlanVersion.objects.create(child=child, plan=plan, version=1, published_on=date(2026, 3, 12))
    _, done, moved = (
        PlanAction.objects.create(child=child, version=version, action=words, owner="Rosa", due_on=due)
        for words, due in (
            ("Bedtime by nine", date(2026, 5, 1)), ("Boiler mended", date(2026, 4, 1)), ("Dentist", date(2026, 4, 2)),
        )
    )  # fmt: skip
    group = CoreGroup.objects.create(
        child=child, plan=plan, held_on=date(2026, 4, 8), next_on=date(2026, 5, 20)
    )
    ActionProgress.objects.create(
        child=child,
        core_group=group,
        action=done,
        is_done=True,
        done_on=date(2026, 4, 6),
        reason="Warm since Easter",
    )
    ActionProgress.objects.create(
        child=child, core_group=group, action=moved, is_done=False, new_due_on=date(2026, 6, 2)
    )
    SupervisionAction.objects.create(child=child, action="Ask about Gran", due_on=date(2026, 5, 11))
    Promise.objects.create(
        child=child,
        promised_on=date(2026, 4, 20),
        promise="A lift to contact on Fridays",
        by_on=date(2026, 5, 1),
    )
    Promise.objects.create(child=child, promise="A bunk bed", kept_on=date(2026, 4, 25))
    Promise.objects.create(
        child=child, promise="A trip", broken_on=date(2026, 4, 26), what_came="No money for it"
    )
    visit = Visit.objects.create(
        child=child, plan=plan, visited_on=date(2026, 4, 28), is_child_seen=True, is_seen_alone=True,
        own_words="I sleep at Gran's when they shout", next_visit_on=date(2026, 5, 8),
    )  # fmt: skip
    DirectWork.objects.create(
        child=child,
        visit=visit,
        done_on=date(2026, 4, 28),
        tool="Three houses",
        what_was_learned="Gran is safe",
    )
    reassess(child)
    return child


def pack(cast: Cast, child: Person, who: str = "worker") -> Any:
    return cast.client(who).get(reverse("continuity:pack", args=[child.pk]))


def lines(answer: Any, title: str) -> list[str]:
    part = next(each for each in answer.context["parts"] if each.title.startswith(title))
    return [f"{line.when}: {line.words}" for line in part.lines]


def test_the_pack_says_what_was_lived_promised_tried_and_is_due(cast: Cast, ada: Person) -> None:
    answer = pack(cast, ada)
    story = lines(answer, "The story so far")
    assert story[0] == "2 Mar 2026: Child protection plan began: Neglect"
    assert "9 Jan 2023: Child protection plan ended" in story
    assert any("A plan, for neglect" in line for line in story)
    promised = lines(answer, "Promised")
    assert promised[0] == "1 May 2026: A lift to contact on Fridays, promised 20 Apr 2026"
    assert "26 Apr 2026: Not kept: A trip. No money for it" in promised
    assert not any("bunk bed" in line for line in promised), "kept is kept"
    assert "20 May 2026: The next core group" in promised
    actions = lines(answer, "Live actions")
    assert actions == [
        "1 May 2026: Bedtime by nine (Rosa)", "11 May 2026: Ask about Gran (nobody named)",
        "2 Jun 2026: Dentist (Rosa)",
    ]  # fmt: skip
    tried = lines(answer, "What was tried")
    assert "6 Apr 2026: Done: Boiler mended. Warm since Easter" in tried
    assert "28 Apr 2026: Three houses: Gran is safe" in tried
    assert any("since 1 Feb 2022, ended" in line for line in tried)
    due = lines(answer, "Due by 19 May")
    assert all(re.match(r"(5|6|7|8|9|1\d) May 2026", line) for line in due)
    assert "Gran&#x27;s when they shout" in answer.content.decode()


def test_what_she_said_at_a_visit_under_no_plan_is_her_newest_word_and_told_as_that(
    cast: Cast, ada: Person
) -> None:
    InNeedVisit.objects.create(
        child=ada, visited_on=date(2026, 5, 2), own_words="Zqnan has moved", next_visit_on=date(2026, 5, 9)
    )
    answer = pack(cast, ada)
    assert "9 May 2026: The next visit, as the family was told" in lines(answer, "Promised")
    page = answer.content.decode()
    assert "Zqnan has moved" in page
    assert ", at a child in need visit" in page


def test_whom_she_trusts_is_asked_for_and_stands_on_the_page(cast: Cast, ada: Person) -> None:
    assert "Not recorded" in pack(cast, ada).content.decode()
    way = reverse("continuity:trusts", args=[ada.pk])
    answer = send(cast.client("worker"), way, {"trusts-trusts": "Her gran: she told me so"})
    assert answer.headers["Location"] == reverse("continuity:pack", args=[ada.pk])
    assert "Her gran: she told me so" in pack(cast, ada).content.decode()


def test_what_may_not_be_read_is_not_in_it(cast: Cast, ada: Person) -> None:
    """A lawyer reads no supervision, and a visit only for a reason."""
    answer = pack(cast, ada, "lawyer")
    words = answer.content.decode()
    assert answer.status_code == 200
    for closed in ("Ask about Gran", "when they shout", "A lift to contact"):
        assert closed not in words
    assert pack(cast, ada, "other_worker").status_code != 200


def test_the_page_costs_the_same_however_much_there_is(
    cast: Cast, ada: Person, django_assert_num_queries: Any
) -> None:
    client, way = cast.client("worker"), reverse("continuity:pack", args=[ada.pk])
    with CaptureQueriesContext(connection) as before:
        client.get(way)
    for n in range(30):
        Promise.objects.create(child=ada, promise=f"Thing {n}", by_on=DAY + timedelta(days=n))
    with django_assert_num_queries(len(before)):
        answer = client.get(way)
    part = next(each for each in answer.context["parts"] if each.title.startswith("Promised"))
    assert len(part.lines) + part.more == 34, "what does not fit is counted, and not lost without a word"


def test_a_promise_of_a_visit_is_kept_apart_for_each_child_and_ends_when_it_is_kept(
    cast: Cast, ada: Person
) -> None:
    client, other = cast.client("worker"), cast.families["own"].children[1]
    boxes = {
        f"{ada.pk}-is_child_seen": "yes", "visit-promise": "New shoes", "visit-promise_by_on": "20/5/2026",
        f"{other.pk}-is_here": "on", f"{other.pk}-is_child_seen": "yes",
    }  # fmt: skip
    send(client, reverse("protection:visit", args=[ada.pk]), boxes)
    made = Promise.objects.filter(promise="New shoes").order_by("pk")
    assert {row.child_id for row in made} == {ada.pk, other.pk}
    row = made.get(child=ada)
    assert (row.promised_on, row.by_on, row.promised_by) == (DAY, date(2026, 5, 20), cast.workers["worker"])
    way = reverse("continuity:promise-kept", args=[ada.pk, row.pk])
    broken = send(client, way, {"came-came": "broken"})
    assert "what the family was told" in mistakes(broken)
    send(client, way, {"came-came": "kept"})
    assert "New shoes" not in str(lines(pack(cast, ada), "Promised"))
    assert "What came of it is recorded" in client.get(way).content.decode()
