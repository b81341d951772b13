"""The pages on which questions are read and answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from drifting import LATE_ON

from keel.access.models import AuditEntry
from keel.clock import today
from keel.oversight.models import Flag, FlagAnswer, FlagSeen, Standing
from keel.practice.ladder import Colour

pytestmark = pytest.mark.django_db
REASON = "Grandmother has the key and he has left, so she is safe until the visit"


def flag_of(child: Any, matter: str = "visits") -> Flag:
    return Flag.objects.get(child=child, matter=matter, closed_on=None)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def sent(cast: Any, page: Any, **other: Any) -> dict[str, Any]:
    """The answer as the page's own form would send it, a manager having typed her reason."""
    stamp = words(page).partition('name="stamp" value="')[2].partition('"')[0]
    return {
        "stamp": stamp,
        "kind": "act",
        "reason": REASON,
        "action": "See her at school, alone",
        "owner": cast.workers["worker"].pk,
        "until_on": f"{LATE_ON + timedelta(days=4):%d/%m/%Y}",
    } | other


def test_home_is_what_she_must_answer_the_worst_first_and_it_is_noted_that_she_saw(
    cast: Any, family: Any
) -> None:
    page = cast.client("team_manager").get("/")
    told = words(page)
    assert "Your questions" in told
    assert family.canary in told
    assert told.index("keel-edge-red") < (
        told.find("keel-edge-amber") if "keel-edge-amber" in told else len(told)
    )
    asked = Flag.objects.filter(owner=cast["team_manager"], answer_by__isnull=False)
    assert asked.exists()
    seen = set(FlagSeen.objects.filter(user=cast["team_manager"]).values_list("flag", flat=True))
    assert set(asked.values_list("pk", flat=True)) <= seen


def test_two_clicks_and_a_sentence_answer_it(cast: Any, family: Any) -> None:
    client = cast.client("team_manager")
    flag = flag_of(family.child)
    page = client.get(reverse("questions:question", args=[flag.pk]))
    assert "See the child, alone" in words(page), "what would put it right is proposed"
    answer = client.post(reverse("questions:question", args=[flag.pk]), sent(cast, page))
    assert answer.status_code == 302
    flag.refresh_from_db()
    assert flag.holds_until == LATE_ON + timedelta(days=4)
    entry = AuditEntry.objects.filter(code="question.answered", person=family.child)
    assert entry.filter(actor=cast["team_manager"]).exists()


def test_sent_twice_it_is_one_answer_and_the_words_are_kept(cast: Any, family: Any) -> None:
    client = cast.client("team_manager")
    flag = flag_of(family.child)
    address = reverse("questions:question", args=[flag.pk])
    form = sent(cast, client.get(address))
    client.post(address, form)
    again = client.post(address, form | {"reason": "Another reason that I typed meanwhile"})
    assert again.status_code == 422
    assert "Another reason that I typed meanwhile" in words(again)
    assert FlagAnswer.objects.filter(flag=flag).count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "Say why this is right for the child"),
        ({"reason": "Fine"}, "your own words"),
        ({"until_on": ""}, "an action without one is forgotten"),
        ({"until_on": "1/1/2020"}, "has passed already"),
        ({"action": ""}, "Say what will be done"),
        ({"kind": "accept", "until_on": "1/1/2027"}, "too long"),
        ({"kind": "error", "evidence": ""}, "what shows that the record is wrong"),
    ],
)
def test_what_lacks_stands_beside_its_box_and_nothing_typed_is_lost(
    cast: Any, family: Any, change: dict[str, str], said: str
) -> None:
    client = cast.client("team_manager")
    address = reverse("questions:question", args=[flag_of(family.child).pk])
    answer = client.post(address, sent(cast, client.get(address), **change))
    assert answer.status_code == 422
    assert said in words(answer)
    assert change.get("reason", REASON) in words(answer)
    assert not FlagAnswer.objects.exists()


def test_a_worker_reads_her_managers_question_and_cannot_answer_it(cast: Any, family: Any) -> None:
    client = cast.client("worker")
    address = reverse("questions:question", args=[flag_of(family.child).pk])
    page = client.get(address)
    assert page.status_code == 200
    assert "not yours to answer" in words(page)
    answer = client.post(address, sent(cast, page))
    assert answer.status_code == 422
    assert "does not count" in words(answer) or "not yours" in words(answer)
    assert not FlagAnswer.objects.exists()


def test_a_worker_sees_what_is_late_for_her_children_though_her_manager_answers(
    cast: Any, family: Any
) -> None:
    flag = flag_of(family.child)
    assert flag.owner == cast["team_manager"]
    told = words(cast.client("worker").get("/")).partition("About your children, asked of others")[2]
    assert "seeing the child" in told
    assert "With Helen Ward, team manager" in told
    question = words(cast.client("worker").get(reverse("questions:question", args=[flag.pk])))
    assert f"/child/{family.child.pk}/record/visit" in question, "what puts it right is one press away"
    other = words(cast.client("other_worker").get("/"))
    assert family.canary not in other


@pytest.mark.parametrize("who", ["other_worker", "other_manager", "partner", "administrator"])
def test_whoever_may_not_see_the_child_finds_no_question(cast: Any, family: Any, who: str) -> None:
    flag = flag_of(family.child)
    assert cast.client(who).get(reverse("questions:question", args=[flag.pk])).status_code in {403, 404}


def test_leaders_see_teams_children_and_what_was_known(cast: Any, family: Any) -> None:
    cast.client("team_manager").get("/")
    Flag.objects.filter(child=family.child).update(colour=Colour.BLACK)
    director = cast.client("director")
    for name, args, told in (
        ("service", [], "Case management 1"),
        ("service", [], "Exposed now: 0"),
        ("team", [cast.teams["T04"].pk], family.canary),
        ("known", [], "Helen Ward"),
        ("disabled", [], "Disabled children"),
        ("of_child", [family.child.pk], "Raised, for Helen Ward"),
        ("exposed", [], "Exposed now"),
    ):
        page = director.get(reverse(f"questions:{name}", args=args))
        assert page.status_code == 200
        assert told in words(page), name


def test_a_childs_questions_say_for_how_long_harm_was_known_and_nothing_protected_her(
    cast: Any, family: Any
) -> None:
    page = reverse("questions:of_child", args=[family.child.pk])
    client = cast.client("team_manager")
    assert "Harm has been known" not in words(client.get(page))
    Standing.objects.filter(child=family.child).update(exposed_since=today() - timedelta(days=12))
    assert "12 days ago" in words(client.get(page))


def test_a_page_of_questions_costs_the_same_however_many_there_are(
    cast: Any, family: Any, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("team_manager")
    client.get("/")
    with django_assert_max_num_queries(40):
        client.get("/")


def test_a_worker_who_is_gone_is_one_question_however_many_children_she_had(
    cast: Any, family: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that reads so many flags must not leave the others unanswered."""
    monkeypatch.setattr("keel.questions.home.SHOWN", 1)
    gone = Flag.objects.filter(child__in=family.children, matter="visits")
    gone.update(cause=f"worker:{cast.workers['worker'].pk}")
    client = cast.client("team_manager")
    for flag in gone:
        page = client.get(reverse("questions:question", args=[flag.pk]))
        assert f"{cast.workers['worker'].name} is gone: 2 children" in words(page)
    client.post(reverse("questions:question", args=[flag.pk]), sent(cast, page))
    assert set(FlagAnswer.objects.values_list("child", flat=True)) == {child.pk for child in family.children}
