"""A request is one transaction: what fails leaves nothing behind, and what cannot be logged is not shown."""

import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
import worlds
from crawling import TOKEN
from django.apps import apps
from django.contrib.auth import get_user
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cast import Cast
from keel.access import idle
from keel.access.audit import Code, record
from keel.access.limits import limit
from keel.access.middleware import OneTransaction
from keel.access.models import AuditEntry, Opening, User


def page_of(cast: Cast, family: str) -> str:
    return f"/child/{cast.families[family].child.pk}/"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def answered(view: object, method: str = "GET") -> HttpResponse:
    """What the outermost wall of a request makes of a view."""
    request = RequestFactory().generic(method, "/anything/")
    middleware = OneTransaction(view)
    return middleware(request)


@pytest.mark.django_db
def test_a_look_is_written_once_with_who_as_what_and_why(cast: Cast) -> None:
    assert cast.client("worker").get(page_of(cast, "own")).status_code == 200
    looks = AuditEntry.objects.filter(code="child.looked_at")
    look = looks.get()
    assert (look.actor, look.person_id) == (cast["worker"], cast.families["own"].child.pk)
    assert look.acting_as == "Social worker"
    assert look.detail == {"act": "child:read", "why": "Works with this child."}


@pytest.mark.django_db
def test_a_refusal_is_written_too(cast: Cast) -> None:
    cast.client("other_worker").get(page_of(cast, "hidden"))
    look = AuditEntry.objects.get(code="child.refused")
    assert (look.actor, look.person_id) == (cast["other_worker"], cast.families["hidden"].child.pk)


BREAKS = {
    "revoked": "REVOKE INSERT ON access_auditentry FROM keel_web",
    "gone": "ALTER TABLE access_auditentry RENAME TO lost",
    "no head": "SET LOCAL session_replication_role = replica; DELETE FROM access_audithead; "
    "SET LOCAL session_replication_role = origin",
    "refused": "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE disk_full; END'; "
    "CREATE TRIGGER a_no BEFORE INSERT ON access_auditentry FOR EACH ROW EXECUTE FUNCTION no()",
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", BREAKS)
def test_where_the_look_cannot_be_written_nothing_is_shown(cast: Cast, how: str) -> None:
    client, family = cast.client("worker"), cast.families["own"]
    assert family.canary in client.get(page_of(cast, "own")).content.decode()
    run(BREAKS[how])
    for address in (page_of(cast, "own"), reverse("people:person", args=[family.child.pk])):
        answer = client.get(address)
        assert answer.status_code == 503
        assert family.canary not in answer.content.decode()
        assert answer["Retry-After"]
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_where_the_audit_is_held_by_somebody_nothing_is_shown(cast: Cast) -> None:
    client, family = cast.client("worker"), cast.families["own"]
    run("SET LOCAL lock_timeout = '200ms'")
    with worlds.another_connection() as other:
        with other.transaction():
            other.execute("SELECT FROM access_audithead FOR UPDATE")
            answer = client.get(page_of(cast, "own"))
        assert answer.status_code == 503
        assert "very busy" in answer.content.decode()
        assert family.canary not in answer.content.decode()
        assert client.get(page_of(cast, "own")).status_code == 200


@pytest.mark.django_db
def test_where_the_database_does_not_know_who_asks_the_page_says_so_and_is_not_empty(cast: Cast) -> None:
    """As after a restore beside another secret: a page of nothing would be believed."""
    client = cast.client("worker")
    run("UPDATE access_wallkey SET inner_half = outer_half")
    for address in ("/mine/", "/people/duplicates/", reverse("access:mine"), page_of(cast, "own")):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "does not know who asks" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_went_on_after_a_statement_failed_is_not_shown(cast: Cast) -> None:
    """A template takes what fails within an "if" for no: the page would have been shown with a part of it gone."""
    client = cast.client("worker")
    run("REVOKE SELECT ON access_notice FROM keel_web")  # asked for within an "if", at the head of each page
    for address in ("/mine/", "/people/", reverse("access:mine")):
        assert client.get(address).status_code >= 500, address


@pytest.mark.django_db
def test_every_answer_to_a_user_is_kept_by_no_browser_or_proxy(cast: Cast) -> None:
    client = cast.client("worker")
    for address in ("/", page_of(cast, "own"), page_of(cast, "hidden"), reverse("access:mine")):
        assert "no-store" in client.get(address)["Cache-Control"], address


@pytest.mark.django_db
def test_a_refused_record_looks_like_none(cast: Cast) -> None:
    client = cast.client("other_worker")

    def shown(address: str) -> tuple[int, str, dict[str, str]]:
        answer = client.get(address)
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}
        return answer.status_code, TOKEN.sub("", answer.content.decode()), headers

    absent = shown(f"/child/{uuid4()}/")
    assert absent[0] == 404
    for family in ("restricted", "excluded", "hidden"):
        assert shown(page_of(cast, family)) == absent, family


@pytest.mark.django_db
def test_a_refusal_takes_as_long_as_an_absence(cast: Cast) -> None:
    client = cast.client("other_worker")

    def median(address: str) -> float:
        taken = []
        for _ in range(15):
            before = time.perf_counter()
            client.get(address)
            taken.append(time.perf_counter() - before)
        return sorted(taken)[7]

    median(f"/child/{uuid4()}/")
    absent, hidden = median(f"/child/{uuid4()}/"), median(page_of(cast, "hidden"))
    assert abs(absent - hidden) < max(absent, hidden) / 2


@pytest.mark.django_db
def test_what_ends_in_a_failure_of_ours_leaves_nothing() -> None:
    def fails(_: HttpRequest) -> HttpResponse:
        record(Code.LIST_EXPORTED, by=None, entry="half done")
        return HttpResponse(status=500)

    def works(_: HttpRequest) -> HttpResponse:
        record(Code.LIST_EXPORTED, by=None, entry="done")
        return HttpResponse(status=200)

    assert answered(fails).status_code == 500
    assert answered(works).status_code == 200
    assert list(AuditEntry.objects.values_list("entry", flat=True)) == ["done"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "method", "expected"),
    [
        ("53100", "GET", "no room left on its disk"),
        ("53100", "POST", "What you sent was not saved"),
        ("57014", "POST", "very busy"),
        ("", "GET", "nothing is lost"),
    ],
)
def test_a_database_that_fails_is_said_in_plain_words(state: str, method: str, expected: str) -> None:
    class Failed(psycopg.OperationalError):
        sqlstate = state

    def fails(_: HttpRequest) -> HttpResponse:
        raise OperationalError("could not") from Failed("could not")

    answer = answered(fails, method)
    assert answer.status_code == 503
    assert expected in answer.content.decode()


@pytest.mark.django_db
def test_a_connection_that_breaks_while_saving_says_that_nobody_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class BreaksAtTheEnd:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(transaction, "atomic", BreaksAtTheEnd)
    answer = answered(lambda _: HttpResponse("saved"), "POST")
    assert answer.status_code == 503
    assert "look whether it was saved" in answer.content.decode()


@pytest.mark.django_db
def test_whether_the_process_lives_is_told_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> Iterator[None]:
        raise OperationalError("no database")

    monkeypatch.setattr(transaction, "atomic", none)
    assert client.get("/health/live").status_code == 200
    assert client.get("/").status_code == 503


@pytest.mark.django_db
def test_whoever_left_is_signed_out_with_her_next_click(cast: Cast) -> None:
    for change in ({"left_on": "2026-01-05"}, {"is_active": False}):
        client = cast.client("worker")
        assert client.get(page_of(cast, "own")).status_code == 200
        User.objects.filter(pk=cast["worker"].pk).update(**change)
        answer = client.get(page_of(cast, "own"))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        User.objects.filter(pk=cast["worker"].pk).update(left_on=None, is_active=True)
        assert client.get(page_of(cast, "own")).status_code == 302  # the session itself has ended


@pytest.mark.django_db
def test_a_role_or_an_allocation_that_ends_is_gone_with_the_next_click(cast: Cast) -> None:
    client = cast.client("worker")
    assert client.get(page_of(cast, "own")).status_code == 200
    cast.workers["worker"].involvements.update(ended_on="2026-01-06")
    asked = client.get(page_of(cast, "own"))
    assert asked["Location"].startswith("/access/reason/")
    cast["worker"].roles_held.update(to_on="2026-01-06")
    assert client.get(page_of(cast, "own")).status_code == 404


@pytest.mark.django_db
def test_a_session_that_is_idle_ends_and_signing_in_leads_back(cast: Cast) -> None:
    client = cast.client("worker")
    client.get(page_of(cast, "own"))
    session = client.session
    session[idle.SEEN] = time.time() - limit("idle_minutes") * 60 + 30
    session.save()
    assert client.get(page_of(cast, "own")).status_code == 200
    session = client.session
    session[idle.SEEN] = time.time() - limit("idle_minutes") * 60 - 1
    session.save()
    answer = client.get(page_of(cast, "own"))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={page_of(cast, 'own')}"
    assert get_user(client).is_anonymous


@pytest.mark.django_db
def test_a_page_that_asks_by_itself_keeps_no_session_alive(cast: Cast) -> None:
    client = cast.client("worker")
    client.get("/")
    session = client.session
    session[idle.SEEN] = seen = time.time() - 600
    session.save()
    client.get("/", headers={"X-Keel-Background": "1"})
    assert client.session[idle.SEEN] == seen
    client.get("/")
    assert client.session[idle.SEEN] > seen


@pytest.mark.django_db
def test_the_history_of_a_row_says_who_changed_it(cast: Cast) -> None:
    cast.client("other_worker").post(
        reverse("access:reason", args=[cast.families["own"].child.pk]),
        {"purpose": "cover", "reason": "Her worker is away and her school has rung twice"},
    )
    opening = Opening.objects.get()
    cast.client("other_worker").post(reverse("access:close", args=[opening.pk]))
    kept = apps.get_model("access.OpeningEvent").objects.get(pgh_obj=opening)
    assert kept.ended_at is None
    assert kept.pgh_context.metadata["user"] == cast["other_worker"].pk
    entry = AuditEntry.objects.get(code="record.closed")
    assert kept.pgh_context.metadata["request"] == str(entry.request)
