"""A red signal wants a word from the chair; the plan is looked at half way; a partner's disagreement is settled."""

from datetime import date

import pytest
from django.urls import reverse
from sent import mistakes, refused, send
from written import hold_everything

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import ChairMidpoint, Challenge, CriticalSignal, Escalation, StoredReading
from keel.people.models import Person
from keel.protection.allowed import due_after
from keel.protection.models import ProtectionPlan
from keel.scrutiny.open_questions import unanswered

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)
ENOUGH = "She was seen alone this morning by her own worker"
LOOK = {
    "midpoint-progress": "some",
    "midpoint-finding": "Ada sleeps at home again",
    "midpoint-is_challenged": "no",
}
PARTNER = {
    "escalation-agency": "School", "escalation-raised_by": "Head teacher", "escalation-disagreement": "Nobody came",
    "escalation-effect_on_child": "Ada is hungry", "escalation-what_should_happen": "A core group this week",
}  # fmt: skip


def asks(red: CriticalSignal) -> str:
    """How the clock stands that a red signal starts."""
    rows = StoredReading.objects.filter(child=red.child_id, timescale="chair_challenge_trigger")
    return str(rows.get(started_on=red.opened_on).status)


def test_the_chair_says_why_she_does_not_challenge_in_more_than_a_word(
    cast: Cast, child: Person, red: CriticalSignal
) -> None:
    assert asks(red) == "overdue"
    where = reverse("scrutiny:no-challenge", args=[child.pk, red.pk])
    for who in ("worker", "team_manager", "director"):
        assert cast.client(who).get(where).status_code == 404, who
    refused(
        cast.client("chair"),
        where,
        {},
        [({"reason-no_challenge_reason": words}, "") for words in ("", "Fine")],
    )
    assert red in unanswered()
    answer = send(cast.client("chair"), where, reason__no_challenge_reason=ENOUGH, revision="2")
    assert answer.status_code == 302, mistakes(answer)
    assert red not in unanswered()
    assert asks(red) == "late"
    assert "You said why not on 30 June 2026" in cast.client("chair").get(where).content.decode()


def test_only_a_challenge_about_it_since_it_opened_answers_a_signal(
    child: Person, red: CriticalSignal
) -> None:
    about = {"child": child, "what_is_wrong": "No visit"}
    Challenge.objects.create(**about, raised_on=date(2026, 6, 1), trigger=red.signal)
    Challenge.objects.create(**about, raised_on=NOW, trigger="view")
    assert red in unanswered()
    since = Challenge.objects.create(**about, raised_on=date(2026, 6, 25), trigger=red.signal)
    assert red not in unanswered()
    Challenge.objects.filter(pk=since.pk).update(raised_on=date(2026, 6, 2))
    assert red in unanswered()
    ProtectionPlan.objects.update(ended_on=NOW)
    assert not unanswered().exists(), "the plan has ended: nobody is asked any more"


def test_a_look_half_way_says_how_the_chair_knows(cast: Cast, child: Person) -> None:
    plan = ProtectionPlan.objects.get()
    where = reverse("scrutiny:chair-midpoint", args=[child.pk, plan.pk])
    cases = [
        ({"midpoint-progress": ""}, "Say whether there is progress"),
        ({"midpoint-finding": ""}, "Say how you know"),
        ({"midpoint-is_challenged": ""}, "is_challenged"),
        ({"midpoint-progress": "none"}, "challenge, or say why not"),
        ({"midpoint-checked_on": "1/7/2026"}, "has not come yet"),
    ]
    refused(cast.client("chair"), where, LOOK, cases)
    answer = send(cast.client("chair"), where, LOOK, midpoint__checked_on="today", revision=str(len(cases)))
    assert answer.status_code == 302, mistakes(answer)
    look = ChairMidpoint.objects.get()
    assert (look.checked_on, look.chair, look.episode) == (NOW, cast.workers["chair"], plan.episode)
    assert cast.client("team_manager").get(where).status_code == 404, (
        "those who manage the child do not look for her"
    )


def test_the_look_meets_its_reading(cast: Cast, child: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_everything(NOW)
    ProtectionPlan.objects.update(first_review_on=date(2026, 6, 1))
    reassess(child)
    assert StoredReading.objects.get(child=child, timescale="chair_midpoint").status == "overdue"
    plan = ProtectionPlan.objects.get()
    send(cast.client("chair"), reverse("scrutiny:chair-midpoint", args=[child.pk, plan.pk]), LOOK)
    assert StoredReading.objects.get(child=child, timescale="chair_midpoint").status == "late"


def test_a_partners_escalation_is_written_down_for_them_and_settled_or_goes_higher(
    cast: Cast, child: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_everything(NOW)
    where = reverse("scrutiny:escalation", args=[child.pk])
    for who in ("lawyer", "auditor", "other_worker", "partner"):
        assert cast.client(who).get(where).status_code == 404, who
    answer = send(cast.client("business"), where, PARTNER)
    assert answer.status_code == 302, mistakes(answer)
    row = Escalation.objects.get()
    assert (row.stage, row.sent_to, row.due_on) == (
        1,
        cast.workers["team_manager"],
        due_after("escalation_multi_agency", NOW),
    )
    settle = reverse("scrutiny:escalation-outcome", args=[child.pk, row.pk])
    cases = [
        ({"settle-is_settled": "yes"}, "what has changed for the child"),
        ({"settle-is_settled": "no"}, "does not see it as settled"),
    ]
    refused(cast.client("team_manager"), settle, {}, cases)
    no = {"settle-is_settled": "no", "settle-not_settled_reason": "Still nobody", "revision": "2"}
    assert send(cast.client("team_manager"), settle, no).status_code == 302
    higher = Escalation.objects.get(stage=2)
    assert (higher.episode, higher.disagreement, higher.sent_to) == (
        row.episode,
        "Nobody came",
        cast.workers["service_manager"],
    )
    monkeypatch.setenv("KEEL_TODAY", "2026-07-01")
    assert "went to a higher stage" in cast.client("worker").get(settle).content.decode()
    done = {
        "settle-is_settled": "yes",
        "settle-resolution": "A core group",
        "settle-what_changed": "She eats",
    }
    answer = send(
        cast.client("worker"), reverse("scrutiny:escalation-outcome", args=[child.pk, higher.pk]), done
    )
    assert answer.status_code == 302, mistakes(answer)
    readings = StoredReading.objects.filter(child=child, timescale="escalation_multi_agency")
    assert set(readings.values_list("status", flat=True)) == {"met"}
