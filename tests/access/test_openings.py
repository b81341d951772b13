"""Opening a record for a reason: asked for, told of, ended by itself, looked at by somebody else."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import make_aware

from cast import Cast
from keel.access import audit
from keel.access.limits import limit
from keel.access.models import AuditEntry, Notice, Opening
from keel.access.queries import open_to
from keel.access.views import openings as queue

WHY = "Her school rang about a bruise and her worker is away today"
ANOTHER = "A neighbour has called the duty line about shouting in the night"


def ask_for(family: str, cast: Cast) -> str:
    """The page where a reason for a family's elder child is given."""
    child = cast.families[family].child.pk
    return f"{reverse('access:reason', args=[child])}?next=/child/{child}/"


def give(client: Client, address: str, reason: str = WHY, purpose: str = "safeguarding") -> HttpResponse:
    return client.post(address, {"purpose": purpose, "reason": reason})


def step_up(client: Client) -> None:
    """As the page leaves it where she has shown again that it is she."""
    session = client.session
    shown = {"method": "mfa", "type": "totp", "reauthenticated": True, "at": time.time()}
    session["account_authentication_methods"] = [*session["account_authentication_methods"], shown]
    session.save()


def is_open(cast: Cast, key: str, family: str) -> bool:
    return open_to(cast[key]).filter(pk=cast.families[family].child.pk).exists()


@pytest.mark.django_db
def test_a_reason_opens_the_record_and_leads_on_to_it(cast: Cast) -> None:
    client, child = cast.client("other_worker"), cast.families["own"].child
    asked = client.get(f"/child/{child.pk}/")
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("access:reason", args=[child.pk]))
    assert "next=" in asked["Location"]
    answer = give(client, ask_for("own", cast))
    assert (answer.status_code, answer["Location"]) == (302, f"/child/{child.pk}/")
    assert client.get(f"/child/{child.pk}/").status_code == 200
    look = AuditEntry.objects.filter(code="child.looked_at", actor=cast["other_worker"]).latest("sequence")
    assert look.detail["purpose"] == "safeguarding"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reason",
    [
        "",
        " ",
        "x",
        "safeguarding",
        "because",
        "case case case case case case",
        "need it now",
        "....... ......",
    ],
)
def test_a_reason_that_says_nothing_opens_nothing(cast: Cast, reason: str) -> None:
    answer = give(cast.client("other_worker"), ask_for("own", cast), reason)
    assert answer.status_code == 200
    assert not is_open(cast, "other_worker", "own")


@pytest.mark.django_db
def test_a_purpose_must_be_chosen_and_must_be_one_of_those_offered(cast: Cast) -> None:
    client = cast.client("other_worker")
    for purpose in ("", "curiosity"):
        assert give(client, ask_for("own", cast), purpose=purpose).status_code == 200
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_the_same_words_do_not_open_a_second_family_but_do_open_a_sibling(cast: Cast) -> None:
    client = cast.client("other_worker")
    give(client, ask_for("own", cast))
    sibling = cast.families["own"].children[1].pk
    assert give(client, reverse("access:reason", args=[sibling])).status_code == 302
    pasted = give(client, ask_for("nobodys", cast), WHY.upper() + "!!")
    assert "You gave this reason for another record" in pasted.content.decode()
    assert not is_open(cast, "other_worker", "nobodys")
    assert give(client, ask_for("nobodys", cast), ANOTHER).status_code == 302


@pytest.mark.django_db
def test_a_restricted_record_needs_a_step_up_as_well(cast: Cast) -> None:
    client = cast.client("director")
    first = client.get(ask_for("restricted", cast))
    assert first.status_code == 302
    assert first["Location"].startswith(reverse("mfa_reauthenticate"))
    assert give(client, ask_for("restricted", cast)).status_code == 302
    assert not Opening.objects.exists()
    step_up(client)
    page = client.get(ask_for("restricted", cast)).content.decode()
    assert "Ring Priya Nair" in page
    give(client, ask_for("restricted", cast))
    assert is_open(cast, "director", "restricted")
    assert Opening.objects.get().has_stepped_up
    assert client.get(f"/child/{cast.families['restricted'].child.pk}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "family"),
    [
        ("other_worker", "restricted"),
        ("other_worker", "excluded"),
        ("other_worker", "hidden"),
        ("director", "excluded"),
        ("director", "hidden"),
        ("worker", "hidden"),
        ("administrator", "own"),
        ("partner", "own"),
        ("chief_executive", "own"),
    ],
)
def test_no_reason_opens_what_is_closed(cast: Cast, key: str, family: str) -> None:
    client = cast.client(key)
    step_up(client)
    absent = client.get(reverse("access:reason", args=["00000000-0000-4000-8000-000000000000"]))
    for answer in (client.get(ask_for(family, cast)), give(client, ask_for(family, cast))):
        assert answer.status_code == 404
        assert len(answer.content) == len(absent.content)
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_those_who_answer_for_the_record_are_told_with_identifiers_only(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        give(cast.client("other_worker"), ask_for("own", cast))
    told = set(Notice.objects.values_list("to", flat=True))
    assert told == {cast["team_manager"].pk, cast["governance"].pk}
    assert {letter.to[0] for letter in mail.outbox} == {cast["team_manager"].email, cast["governance"].email}
    for letter in mail.outbox:
        words = letter.subject + letter.body
        assert cast.families["own"].canary not in words
        assert str(cast.families["own"].child.pk) not in words
        assert WHY not in words


@pytest.mark.django_db
def test_the_owner_of_a_restriction_is_told(cast: Cast) -> None:
    client = cast.client("director")
    step_up(client)
    give(client, ask_for("restricted", cast))
    assert cast["service_manager"].pk in set(Notice.objects.values_list("to", flat=True))


@pytest.mark.django_db
def test_it_ends_by_itself_after_the_time_given(cast: Cast) -> None:
    client = cast.client("other_worker")
    give(client, ask_for("own", cast))
    opening = Opening.objects.get()
    assert opening.until - opening.opened_at == timedelta(hours=limit("opening_hours"))
    Opening.objects.update(until=timezone.now() + timedelta(seconds=60))
    assert is_open(cast, "other_worker", "own")
    Opening.objects.update(until=timezone.now() - timedelta(hours=1))
    assert not is_open(cast, "other_worker", "own")
    assert client.get(f"/child/{cast.families['own'].child.pk}/").status_code == 302


@pytest.mark.django_db
def test_whoever_opened_it_closes_it_and_nobody_else_does(cast: Cast) -> None:
    client = cast.client("other_worker")
    give(client, ask_for("own", cast))
    close = reverse("access:close", args=[Opening.objects.get().pk])
    assert cast.client("worker").post(close).status_code == 404
    assert is_open(cast, "other_worker", "own")
    assert client.post(close).status_code == 302
    assert not is_open(cast, "other_worker", "own")


@pytest.fixture
def opened(cast: Cast) -> Opening:
    """A record of the worker's team, opened by a worker of another."""
    give(cast.client("other_worker"), ask_for("own", cast))
    return Opening.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "status"), [("team_manager", 200), ("governance", 200), ("director", 200)])
def test_managers_and_governance_review_it(cast: Cast, opened: Opening, key: str, status: int) -> None:
    client = cast.client(key)
    assert WHY in client.get(reverse("access:opening", args=[opened.pk])).content.decode()
    assert "Ben Carter" in client.get(reverse("access:openings")).content.decode()
    answer = client.post(reverse("access:opening", args=[opened.pk]), {"outcome": "fitting", "note": ""})
    assert answer.status_code == 302
    opened.refresh_from_db()
    assert (opened.outcome, opened.reviewed_by) == ("fitting", cast[key])
    assert AuditEntry.objects.filter(code=audit.Code.OPENING_REVIEWED, actor=cast[key]).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["worker", "other_manager", "administrator", "analyst", "partner"])
def test_nobody_else_reviews_it_or_learns_of_it(cast: Cast, opened: Opening, key: str) -> None:
    client = cast.client(key)
    assert client.get(reverse("access:opening", args=[opened.pk])).status_code == 404
    queue_page = client.get(reverse("access:openings"))
    assert queue_page.status_code == 403 or "Ben Carter opened" not in queue_page.content.decode()
    assert WHY not in queue_page.content.decode()


@pytest.mark.django_db
def test_nobody_reviews_her_own(cast: Cast) -> None:
    client = cast.client("governance")
    give(client, ask_for("own", cast))
    opening = Opening.objects.get()
    page = client.get(reverse("access:opening", args=[opening.pk])).content.decode()
    assert "You opened this record yourself" in page
    client.post(reverse("access:opening", args=[opening.pk]), {"outcome": "fitting", "note": ""})
    opening.refresh_from_db()
    assert opening.reviewed_at is None


@pytest.mark.django_db
def test_governance_reviews_the_opening_of_a_restricted_record_and_opens_nothing_for_it(cast: Cast) -> None:
    director, family = cast.client("director"), cast.families["restricted"]
    step_up(director)
    give(director, ask_for("restricted", cast))
    opening = Opening.objects.get()
    client = cast.client("governance")
    for address in (
        reverse("access:opening", args=[opening.pk]),
        reverse("access:looks", args=[family.child.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert family.canary not in answer.content.decode()
    assert WHY in client.get(reverse("access:opening", args=[opening.pk])).content.decode()
    assert client.get(f"/child/{family.child.pk}/").status_code == 404
    client.post(reverse("access:opening", args=[opening.pk]), {"outcome": "fitting", "note": ""})
    opening.refresh_from_db()
    assert opening.reviewed_by == cast["governance"]
    for closed in ("hidden", "excluded"):
        assert client.get(reverse("access:looks", args=[cast.families[closed].child.pk])).status_code == 404


@pytest.mark.django_db
def test_nobody_lists_herself_on_a_restriction(cast: Cast) -> None:
    restriction = cast.families["restricted"].child.restrictions.get()
    for key, other in (("governance", "director"), ("service_manager", "chair")):
        client = cast.client(key)
        step_up(client)
        address = reverse("access:restriction", args=[restriction.pk])
        restriction.members.filter(user=cast["governance"]).delete()
        assert "Nobody lists herself" in client.post(address, {"user": cast[key].pk}).content.decode()
        assert not restriction.members.filter(user=cast["governance"]).exists()
        assert client.post(address, {"user": cast[other].pk}).status_code == 302
        assert restriction.members.filter(user=cast[other]).exists()


@pytest.mark.django_db
def test_a_concern_needs_words(cast: Cast, opened: Opening) -> None:
    client, page = cast.client("team_manager"), reverse("access:opening", args=[opened.pk])
    assert client.post(page, {"outcome": "concern", "note": " "}).status_code == 200
    assert client.post(page, {"outcome": "concern", "note": "Told the head of service"}).status_code == 302


@pytest.mark.django_db
def test_what_nobody_looked_at_in_two_working_days_is_shown_so(cast: Cast, opened: Opening) -> None:
    client = cast.client("governance")
    assert "Overdue" not in client.get(reverse("access:openings")).content.decode()
    Opening.objects.update(opened_at=timezone.now() - timedelta(days=12))
    assert "Overdue" in client.get(reverse("access:openings")).content.decode()


@pytest.mark.parametrize(
    ("opened", "now", "expected"),
    [
        ("2026-01-05T10:00", "2026-01-07T18:00", False),  # Monday, and the second working day after
        ("2026-01-05T10:00", "2026-01-08T09:00", True),
        ("2026-01-09T10:00", "2026-01-13T18:00", False),  # Friday: the weekend does not count
        ("2026-01-09T10:00", "2026-01-14T09:00", True),
        ("2026-12-23T10:00", "2026-12-29T18:00", False),  # over Christmas
    ],
)
def test_working_days_are_counted(
    opened: str, now: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue.timezone, "now", lambda: make_aware(datetime.fromisoformat(now)))
    assert queue.is_overdue(make_aware(datetime.fromisoformat(opened))) is expected


@pytest.mark.django_db
def test_who_looked_when_and_why_is_a_page(cast: Cast, opened: Opening) -> None:
    child = cast.families["own"].child
    cast.client("other_worker").get(f"/child/{child.pk}/")
    for key in ("team_manager", "governance"):
        page = cast.client(key).get(reverse("access:looks", args=[child.pk]))
        assert page.status_code == 200
        words = page.content.decode()
        assert "Ben Carter" in words
        assert "Social worker" in words
        assert "I need to keep a child safe now" in words
    for key in ("worker", "other_worker"):
        assert cast.client(key).get(reverse("access:looks", args=[child.pk])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad", ["https://example.org/", "//example.org/x", "javascript:alert(1)", "/\\example.org"]
)
def test_the_way_on_leads_nowhere_else(cast: Cast, bad: str) -> None:
    answer = give(
        cast.client("other_worker"),
        reverse("access:reason", args=[cast.families["own"].child.pk]) + f"?next={bad}",
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
