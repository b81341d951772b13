"""Who a user is among the staff: chosen by an administrator or known by the address, never said of herself."""

import pytest
import worlds
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cast import Cast
from keel.access import staff, tying
from keel.access.models import AuditEntry, User
from keel.oversight.posts import Posts
from keel.practice.ladder import Rung
from keel.workforce.models import Worker

pytestmark = pytest.mark.django_db


def readings_asked() -> int:
    jobs = apps.get_model("procrastinate.ProcrastinateJob")._default_manager
    return int(jobs.filter(task_name="oversight.read_again").count())


def asked_of(cast: Cast) -> int | None:
    from keel.clock import today  # noqa: PLC0415 -- the day of the test

    child = cast.families["own"].child.pk
    from keel.oversight.actions import reassess  # noqa: PLC0415

    reassess(child)
    return Posts([child], today()).of(child).get(Rung.WORKER)


def untied(cast: Cast, key: str = "worker") -> Worker:
    Worker.objects.filter(pk=cast.workers[key].pk).update(user=None)
    return Worker.objects.get(pk=cast.workers[key].pk)


def test_an_administrator_ties_a_user_to_her_staff_row_and_then_she_is_asked(cast: Cast) -> None:
    worker, user = untied(cast), cast["worker"]
    assert asked_of(cast) is None, "nobody is asked what a worker answers for"
    client = cast.client("administrator", has_stepped_up=True)
    page = client.get(reverse("access:users")).content.decode()
    unknown, with_children = page.split('id="unknown"')[1].split('id="staff"')
    assert user.email in unknown
    assert worker.called in with_children
    assert cast.families["own"].canary not in page
    way = reverse("access:tie", args=[user.pk])
    assert client.post(way, {"worker": worker.pk}).status_code == 302
    worker.refresh_from_db()
    assert worker.user == user
    assert AuditEntry.objects.get(code="user.tied").detail == {"worker": worker.pk}
    assert readings_asked() == 1, "her questions are asked of her now, not after the night"
    assert asked_of(cast) == user.pk
    other = cast.workers["other_worker"]
    client.post(way, {"worker": other.pk})
    other.refresh_from_db()
    assert other.user == cast["other_worker"], "somebody else signs in as her"
    client.post(way, {"worker": ""})
    assert tying.worker_of(User.objects.get(pk=user.pk)) is None


def test_nobody_ties_herself_and_only_an_administrator_ties_anybody(cast: Cast) -> None:
    worker = untied(cast)
    with pytest.raises(tying.CannotBeDone):
        tying.tie(by=cast["administrator"], user=cast["administrator"], worker=worker)
    tied = "SELECT access_user_is(%s, %s)"
    for key, someone, has_stepped_up in (
        ("other_worker", "other_worker", True),
        ("team_manager", "other_worker", True),
        ("administrator", "other_worker", False),
        ("administrator", "administrator", True),
    ):
        with (
            worlds.as_web(cast[key], has_stepped_up=has_stepped_up),
            pytest.raises(DatabaseError, match="Only whoever administers"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(tied, [cast[someone].pk, worker.pk])
    with worlds.as_web(cast["administrator"], has_stepped_up=True):
        for query in (Worker.objects.filter(pk=worker.pk), Worker.objects.all()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                query.update(user=cast["other_worker"])
        assert Worker.objects.filter(pk=worker.pk).update(asye_from_on=None) == 1, (
            "the rest of her row is written"
        )


@pytest.mark.parametrize(
    ("emails", "is_tied"),
    [(["Zq@x.example "], True), (["zq@x.example", "zq@x.example"], False), (["other@x.example"], False)],
)
def test_a_new_user_is_the_one_member_of_staff_with_her_address(
    cast: Cast, emails: list[str], is_tied: bool
) -> None:
    made = [Worker.objects.create(key=f"r{n}", email=email) for n, email in enumerate(emails)]
    user = staff.make_user(by=cast["administrator"], name="Zq", email="zq@x.example")
    assert tying.worker_of(user) == (made[0] if is_tied else None)
    assert tying.tie_by_address() == 0, "whoever has a staff row is left alone"


@pytest.mark.parametrize("what", ["leave", "end"])
def test_what_was_asked_of_somebody_who_is_gone_is_asked_of_another_now(cast: Cast, what: str) -> None:
    user, client = cast["team_manager"], cast.client("administrator", has_stepped_up=True)
    held = user.roles_held.get()
    way = reverse("access:leave", args=[user.pk])
    if what == "end":
        way = reverse("access:end-role", args=[user.pk, held.pk])
    assert client.post(way).status_code == 302
    assert readings_asked() == 1, "else it waits with her until the night"
