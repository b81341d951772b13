"""A child is never between two workers; a change of worker is decided, accepted and finished by those it concerns."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from sent import mistakes, send
from written import hold_everything

from cast import Cast
from keel.continuity.caseload import loads_of, team_children
from keel.continuity.tasks import end_time
from keel.oversight.actions import reassess
from keel.oversight.models import (
    DecisionKind,
    ManagementDecision,
    Standing,
    StoredReading,
    SupervisionSession,
)
from keel.people.models import Person
from keel.recording.moves import moves_of
from keel.supervision.sessions import children_of
from keel.workforce.models import Handover, Involvement, Worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)
WHY = "Maya leaves the service at the end of May"
LEFT = {"leave-left_to_do": "Ada talks in the car. Her gran takes her on Fridays."}
MET = {
    "met-is_complete": "yes", "met-is_introduced": "yes", "met-introduced_on": "4/5/2026",
    "met-introduced_by": "Maya, Ada, Rosa",
}  # fmt: skip


@pytest.fixture
def ada(cast: Cast) -> Person:
    hold_everything(DAY)
    child = cast.families["own"].child
    reassess(child)
    return child


def decide(cast: Cast, ada: Person, to: str = "other_worker", **boxes: Any) -> Any:
    words = {
        "allocate-worker": str(cast.workers[to].pk), "allocate-reason": "left", "allocate-why": WHY,
        "allocate-effect": "The plan and the Tuesday visits stay; Helen tells Rosa",
    }  # fmt: skip
    return send(cast.client("team_manager"), reverse("continuity:allocate", args=[ada.pk]), words | boxes)


def work() -> None:
    """What the worker process does of what was put down for it last."""
    job = ProcrastinateJob.objects.filter(task_name="continuity.end_time").order_by("-id").first()
    assert job is not None
    end_time(**job.args)


def way(what: str, handover: Handover) -> str:
    return reverse(f"continuity:{what}", args=[handover.child_id, handover.pk])


def standing(ada: Person) -> str:
    return str(
        StoredReading.objects.filter(child=ada, timescale="handover").order_by("-started_on").first().status
    )


def test_until_it_is_accepted_both_have_her_and_then_only_the_new_worker(cast: Cast, ada: Person) -> None:
    assert decide(cast, ada).status_code == 302
    handover = Handover.objects.get()
    decision = ManagementDecision.objects.get(kind=DecisionKind.CHANGE_OF_WORKER)
    assert (decision.reason, decision.decided_by) == (WHY, cast.workers["team_manager"])
    pack = reverse("continuity:pack", args=[ada.pk])
    assert [cast.client(who).get(pack).status_code for who in ("worker", "other_worker")] == [200, 200]
    assert standing(ada) == "running", "the handover is asked for from the day of the change"
    send(cast.client("worker"), way("leave", handover), LEFT)
    assert send(cast.client("other_worker"), way("accept", handover), MET).status_code == 302
    held = Involvement.objects.of(ada).holding().on(DAY)
    assert [each.worker for each in held] == [cast.workers["other_worker"]]
    assert standing(ada) == "met"
    assert [move.state for move in moves_of(handover)] == ["proposed", "accepted", "finished"]
    former = Involvement.objects.get(child=ada, worker=cast.workers["worker"])
    assert (former.ended_on, former.is_without_worker, former.reason_for_change) == (DAY, False, "left")
    assert cast.client("worker").get(reverse("continuity:pack", args=[ada.pk])).status_code != 200


def test_a_handover_on_paper_alone_stays_open_until_the_family_has_met_her(cast: Cast, ada: Person) -> None:
    decide(cast, ada)
    handover, client = Handover.objects.get(), cast.client("other_worker")
    words = {"met-is_complete": "no", "met-missing": "The genogram", "met-is_introduced": "no"}
    send(client, way("accept", handover), words)
    assert standing(ada) == "running"
    page = client.get("/handovers/").content.decode()
    assert "The family has not met the new worker" in page
    assert "Missing: The genogram" in page
    send(client, way("introduce", handover), MET)
    assert standing(ada) == "met"
    assert "Zqown" not in client.get("/handovers/").content.decode(), "finished is off the list"


def test_whoever_refuses_never_had_her_and_the_former_keeps_her(cast: Cast, ada: Person) -> None:
    decide(cast, ada)
    handover = Handover.objects.get()
    refuse = {"refuse-refusal": "I have thirty children already"}
    answer = send(cast.client("other_worker"), way("refuse", handover), refuse)
    assert answer.headers["Location"] == "/handovers/"
    work()
    held = Involvement.objects.of(ada).holding().on(DAY)
    assert [each.worker for each in held] == [cast.workers["worker"]]
    assert not StoredReading.objects.filter(child=ada, timescale="handover").exists()
    assert cast.client("other_worker").get(reverse("continuity:pack", args=[ada.pk])).status_code != 200
    assert "thirty children" in cast.client("team_manager").get("/handovers/").content.decode()
    assert decide(cast, ada).status_code == 302, "the manager may decide anew"


def test_refused_after_the_former_has_left_the_child_has_nobody_and_the_record_says_so(
    cast: Cast, ada: Person
) -> None:
    decide(cast, ada, **{"allocate-last_on": "5/5/2026"})
    work()
    former = Involvement.objects.get(child=ada, worker=cast.workers["worker"])
    assert (former.ended_on, former.is_without_worker) == (DAY, False)
    words = {"refuse-refusal": "I know the family of old"}
    send(cast.client("other_worker"), way("refuse", Handover.objects.get()), words)
    work()
    former.refresh_from_db()
    assert former.is_without_worker is True
    assert StoredReading.objects.filter(
        child=ada, timescale="allocation", status__in=["overdue", "running"]
    ).exists()


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({"allocate-reason": ""}, "Choose why the worker changes"),
        ({"allocate-why": "ok"}, "at least 4 words"),
        ({"allocate-why": "no no no no no"}, "at least 4 words"),
        ({"allocate-effect": ""}, "required"),
        ({"allocate-from_on": "1/1/2026"}, "cannot be before that"),
        ({"allocate-last_on": "1/1/2026"}, "Check the day"),
    ],
)  # fmt: skip
def test_a_change_without_its_reason_or_with_a_bad_day_is_refused(
    cast: Cast, ada: Person, boxes: dict[str, str], said: str
) -> None:
    answer = decide(cast, ada, **boxes)
    assert answer.status_code == 422
    assert said in mistakes(answer)
    assert not Handover.objects.exists()


def test_she_cannot_be_handed_to_whoever_has_her_nor_twice_at_once(cast: Cast, ada: Person) -> None:
    answer = decide(cast, ada, to="worker")
    assert "has Ada now" in mistakes(answer)
    decide(cast, ada)
    page = cast.client("team_manager").get(reverse("continuity:allocate", args=[ada.pk])).content.decode()
    assert "waits for an answer" in page


def test_while_she_is_handed_over_a_child_counts_once_and_everywhere_alike(cast: Cast, ada: Person) -> None:
    two = [cast.workers["worker"], cast.workers["other_worker"]]
    before = loads_of(two, DAY)
    assert decide(cast, ada).status_code == 302
    after = loads_of(two, DAY)
    counts = [(after[each.pk].children - before[each.pk].children) for each in two]
    assert counts == [-1, 1], "two have her, and she is one child"
    session = SupervisionSession(worker=two[0], supervisor=cast.workers["team_manager"], held_on=DAY)
    told = children_of(session, cast["team_manager"], ())
    mine = Standing.objects.filter(worker=two[0]).values_list("child", flat=True)
    assert ada not in told
    assert ada.pk not in mine
    assert team_children(DAY, [two[1].team_id])[two[1].team_id] == after[two[1].pk].children


def test_whoever_allocates_sees_who_is_over_the_limit_of_an_agency_or_newly_qualified(
    cast: Cast, ada: Person
) -> None:
    one = cast.workers["other_worker"]
    Worker.objects.filter(pk=one.pk).update(is_agency=True, asye_from_on=date(2026, 1, 1))
    for _ in range(int(loads_of([one], DAY)[one.pk].limit) + 1):
        child = Person.objects.create(is_child=True)
        Involvement.objects.create(child=child, worker=one, team=one.team, started_on=date(2026, 1, 1))
    page = cast.client("team_manager").get(reverse("continuity:allocate", args=[ada.pk])).content.decode()
    shown = page.split(f'value="{one.pk}"')[1].split("</option>")[0]
    assert "over the limit; agency" in shown
    assert "Maya Okoro" in page
    other = page.split(f'value="{cast.workers["worker"].pk}"')[1].split("</option>")[0]
    assert "over the limit" not in other
    assert "agency" not in other


def test_nobody_accepts_for_another_and_a_worker_does_not_allocate(cast: Cast, ada: Person) -> None:
    decide(cast, ada)
    handover = Handover.objects.get()
    for who in ("worker", "team_manager"):
        page = cast.client(who).get(way("accept", handover)).content.decode()
        assert "Only the new worker says this" in page
        assert 'name="met-is_complete"' not in page
    assert cast.client("worker").get(reverse("continuity:allocate", args=[ada.pk])).status_code == 404
    other = cast.families["other"].child
    assert cast.client("team_manager").get(reverse("continuity:allocate", args=[other.pk])).status_code != 200


def test_it_stands_on_both_workers_pages_and_the_managers(cast: Cast, ada: Person) -> None:
    decide(cast, ada)
    for who in ("worker", "other_worker", "team_manager", "service_manager"):
        page = cast.client(who).get("/handovers/").content.decode()
        assert "Ada Zqowncanary" in page, who
        assert "12 May 2026" in page, "when it is due, by the standard"
    assert "Zqown" not in cast.client("chair").get("/handovers/").content.decode()


def test_a_childs_first_worker_takes_over_from_nobody(cast: Cast, ada: Person) -> None:
    Involvement.objects.filter(child=ada).update(holds_case=False)
    page = cast.client("team_manager").get(reverse("continuity:allocate", args=[ada.pk])).content.decode()
    assert "Why does the worker change?" not in page
    words = {"allocate-worker": str(cast.workers["worker"].pk)}
    send(cast.client("team_manager"), reverse("continuity:allocate", args=[ada.pk]), words)
    made = Involvement.objects.of(ada).holding().get()
    assert (made.takes_over, made.team, Handover.objects.count()) == (False, cast.teams["T04"], 0)
    assert not StoredReading.objects.filter(child=ada, timescale="handover").exists()


def test_a_decision_that_stands_in_the_record_is_carried_over_and_not_written_twice(
    cast: Cast, ada: Person
) -> None:
    ManagementDecision.objects.create(
        child=ada, kind=DecisionKind.CHANGE_OF_WORKER, decided_on=DAY, reason="Decided in supervision on Monday",
        action="Rosa is told on Tuesday",
    )  # fmt: skip
    way = reverse("continuity:allocate", args=[ada.pk])
    boxes = {"allocate-worker": str(cast.workers["other_worker"].pk), "allocate-reason": "left"}
    assert send(cast.client("team_manager"), way, boxes).status_code == 302
    assert ManagementDecision.objects.get().reason == "Decided in supervision on Monday"
    assert Handover.objects.get().reason_words == "Rosa is told on Tuesday"


def test_somebody_who_has_left_is_not_offered(cast: Cast, ada: Person) -> None:
    Worker.objects.filter(pk=cast.workers["other_worker"].pk).update(to_on=DAY - timedelta(days=1))
    answer = decide(cast, ada)
    assert "allocate-worker" in answer.content.decode()
    assert answer.status_code == 422
