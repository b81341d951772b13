"""The made-up authority as the demo brings it in: two sources that speak of the same people, staff and involvements."""

from collections import Counter

import pytest
from django.apps import apps

from keel.invent import authority

CHILDREN = 120
SAME = ("child", "worker", "team", "role", "started_on", "ended_on")


@pytest.mark.django_db
def test_an_involvement_that_both_sources_bring_is_one_row_with_two_origins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A chair who is shown twice looks like two chairs."""
    given_severnshire(monkeypatch)
    rows = apps.get_model("workforce.Involvement").objects.all()
    roles = Counter(rows.values_list("role", flat=True))
    assert roles["Conference chair"] > 5
    assert roles["Allocated social worker"] > 100
    assert max(Counter(rows.values_list(*SAME)).values()) == 1
    assert set(rows.filter(holds_case=True).values_list("role", flat=True)) == {"Allocated social worker"}

    origins = apps.get_model("loading.Origin").objects.filter(shape__table="workforce.involvement")
    of_extract = origins.filter(shape__family__startswith="Standard").values_list("entry", flat=True)
    of_roster = origins.exclude(shape__family__startswith="Standard").values_list("entry", flat=True)
    in_both = rows.filter(role__in=["Conference chair", "Allocated social worker"])
    assert set(of_extract) == set(in_both.values_list("pk", flat=True))
    assert set(of_roster) == set(rows.values_list("pk", flat=True))

    given_severnshire(monkeypatch)
    again = apps.get_model("loading.Load").objects.order_by("-pk")[:2]
    changes = apps.get_model("loading.LoadChange").objects.filter(load__in=list(again))
    assert changes.exists()
    assert not changes.exclude(added=0, updated=0, disappeared=0).exists(), "the same twice changes nothing"


def given_severnshire(monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``keel demo`` loads it, smaller."""
    from keel.loading import demo  # noqa: PLC0415

    monkeypatch.setattr(authority, "DEMO_CHILDREN", CHILDREN)
    demo.bring_severnshire_in()


@pytest.mark.django_db
def test_whoever_the_sources_name_as_chair_or_lawyer_reaches_those_children(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sources write "Conference chair" and "Solicitor"; a chair who reaches no child asks nobody anything."""
    from keel.access.queries import open_to  # noqa: PLC0415
    from keel.loading import demo  # noqa: PLC0415

    given_severnshire(monkeypatch)
    demo.settle_cast()
    involvements = apps.get_model("workforce.Involvement").objects.filter(ended_on=None)
    for role in ("conference_chair", "social_worker"):
        held = apps.get_model("access.RoleHeld").objects.filter(role=role, user__worker__isnull=False)
        users = {one.user for one in held if involvements.filter(worker__user=one.user).exists()}
        assert users, role
        for user in users:
            hers = set(involvements.filter(worker__user=user).values_list("child", flat=True))
            assert hers <= set(open_to(user).values_list("pk", flat=True)), role
