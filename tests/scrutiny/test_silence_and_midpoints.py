"""A red signal wants a word from the chair; the plan is looked at half way; a partner's disagreement is settled."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from sent import mistakes, refused, send
from written import hold_everything

from cast import Cast
from keel.access.models import Notice
from keel.oversight.actions import reassess
from keel.oversight.answering import Given
from keel.oversight.answering import answer as say
from keel.oversight.models import ChairMidpoint, Challenge, CriticalSignal, Escalation, Flag, StoredReading
from keel.people.models import Person
from keel.practice.ladder import Kind
from keel.protection.allowed import due_after
from keel.protection.models import ProtectionPlan
from keel.scrutiny.climbing import climb, send_partners_own
from keel.scrutiny.open_questions import unanswered
from keel.scrutiny.upwards import escalate_again
from keel.workforce.models import Absence, Involvement

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
SAID = ("disagreement", "effect_on_child", "what_should_happen")


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
        ({"midpoint-finding": "ok"}, "4 words or more"),
        ({"midpoint-progress": "none", "midpoint-no_challenge_reason": "ok"}, "4 words or more"),
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


def test_who_looks_and_challenges_comes_to_the_challenge_with_what_she_found(
    cast: Cast, child: Person
) -> None:
    chair, plan = cast.client("chair"), ProtectionPlan.objects.get()
    where = reverse("scrutiny:chair-midpoint", args=[child.pk, plan.pk])
    answer = send(chair, where, LOOK | {"midpoint-progress": "none", "midpoint-is_challenged": "yes"})
    assert answer.status_code == 302, mistakes(answer)
    look = ChairMidpoint.objects.get()
    assert answer.headers["Location"] == f"{reverse('scrutiny:challenge', args=[child.pk])}?look={look.pk}"
    form = chair.get(answer.headers["Location"]).context["sheet"].forms["challenge"]
    assert form["what_is_wrong"].value() == "Ada sleeps at home again"
    assert form["trigger"].value() == "view"
    desk = reverse("scrutiny:desk")
    assert "Challenge not sent" in chair.get(desk).content.decode()
    Challenge.objects.create(child=child, raised_on=NOW, resolved_on=NOW)
    assert "Challenge not sent" not in chair.get(desk).content.decode()
    other = cast.families["other"].child
    theirs = ChairMidpoint.objects.create(child=other, checked_on=NOW, finding="Of another child")
    page = chair.get(f"{reverse('scrutiny:challenge', args=[child.pk])}?look={theirs.pk}").content.decode()
    assert "Of another child" not in page


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
    done = {
        "settle-is_settled": "yes",
        "settle-resolution": "A core group on Friday",
        "settle-what_changed": "She eats breakfast at school",
    }
    cases = [
        (done, "you do not close it"),
        ({"settle-is_settled": "no"}, "does not see it as settled"),
        ({"settle-is_settled": "no", "settle-not_settled_reason": "Still nobody"}, "4 words or more"),
    ]
    refused(cast.client("team_manager"), settle, {}, cases)
    no = {"settle-is_settled": "no", "settle-not_settled_reason": "Still nobody came there", "revision": "3"}
    assert send(cast.client("team_manager"), settle, no).status_code == 302
    higher = Escalation.objects.get(stage=2)
    assert (higher.episode, higher.disagreement, higher.sent_to) == (
        row.episode,
        "Nobody came",
        cast.workers["service_manager"],
    )
    monkeypatch.setenv("KEEL_TODAY", "2026-07-01")
    assert "went to a higher stage" in cast.client("worker").get(settle).content.decode()
    stands = reverse("scrutiny:escalation-outcome", args=[child.pk, higher.pk])
    hers = send(cast.client("team_manager"), stands, done)
    assert "you do not close it" in mistakes(hers), "she was asked, though it is another's turn now"
    lacking = [
        ({"settle-what_changed": ""}, "what has changed for the child"),
        ({"settle-resolution": "ok"}, "4 words"),
    ]
    refused(cast.client("worker"), stands, done, lacking)
    answer = send(cast.client("worker"), stands, done | {"revision": "2"})
    assert answer.status_code == 302, mistakes(answer)
    readings = StoredReading.objects.filter(child=child, timescale="escalation_multi_agency")
    assert set(readings.values_list("status", flat=True)) == {"met"}


def test_a_partner_raises_her_own_and_sees_where_it_stands_and_nothing_of_another(
    cast: Cast, child: Person
) -> None:
    helps = {"child": child, "worker": cast.workers["partner"], "holds_case": False, "started_on": NOW}
    Involvement.objects.create(**helps, role="health_visitor")
    Escalation.objects.create(
        child=child,
        episode="escalation:9",
        agency="School",
        disagreement="Zqof the school",
        stage=1,
        raised_on=NOW,
    )
    hers, page = cast.client("partner"), reverse("protection:helping-child", args=[child.pk])
    where = reverse("scrutiny:agency-escalation", args=[child.pk])
    assert where in hers.get(page).content.decode()
    for who in ("worker", "business", "lawyer"):
        assert cast.client(who).get(where).status_code == 404, who
    words = {f"disagree-{name}": PARTNER[f"escalation-{name}"] for name in SAID}
    refused(hers, where, words, [({f"disagree-{name}": ""}, "Say") for name in SAID])
    answer = send(hers, where, words | {"revision": "3"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page), mistakes(answer)
    row = Escalation.objects.get(recorded_by=cast["partner"])
    assert (row.raised_by, row.disagreement, row.raised_on, row.stage) == (
        "Kemi Balogun",
        "Nobody came",
        NOW,
        1,
    )
    assert "It is being sent" in hers.get(where).content.decode()
    assert (
        apps.get_model("procrastinate.ProcrastinateJob")
        .objects.filter(task_name="scrutiny.send_partners")
        .exists()
    )
    climb(NOW)  # the night sends what the worker did not
    send_partners_own(row.pk, NOW)
    row.refresh_from_db()
    assert (row.sent_to, row.due_on) == (
        cast.workers["team_manager"],
        due_after("escalation_multi_agency", NOW),
    )
    assert Notice.objects.filter(to=cast["team_manager"]).count() == 1, "told once"
    escalate_again(row, NOW, has_climbed=True)
    text = hers.get(where).content.decode()
    assert "Open at stage 2: it is for the service manager, Priya Nair to settle" in text
    assert "Zqof the school" not in text
    settle = reverse("scrutiny:escalation-outcome", args=[child.pk, row.pk])
    assert hers.get(settle).status_code == 404, "she does not answer for those whom it asks"


def test_her_answer_at_home_is_her_word_on_the_desk_too(
    cast: Cast, child: Person, red: CriticalSignal
) -> None:
    desk = reverse("scrutiny:no-challenge", args=[child.pk, red.pk])
    asked = Flag.objects.get(child=child, matter="scrutiny", closed_on=None)
    assert asked.owner == cast["chair"]
    page = cast.client("chair").get(reverse("questions:question", args=[asked.pk])).content.decode()
    assert desk in page, "the question leads to the form of her desk"
    given = Given(
        Kind.ACT, ENOUGH, NOW + timedelta(days=2), "Ask the worker on Friday", cast.workers["chair"]
    )
    say(flags=[asked], by=cast["chair"], given=given)
    red.refresh_from_db()
    assert (red.no_challenge_reason, red.no_challenge_on) == (ENOUGH, NOW)
    assert red not in unanswered()
    assert desk not in cast.client("chair").get(reverse("scrutiny:desk")).content.decode()


def test_what_she_leaves_unsaid_is_her_managers_question_once_her_time_has_passed_and_no_word_of_hers(
    cast: Cast, child: Person, red: CriticalSignal, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = Flag.objects.get(child=child, matter="scrutiny", closed_on=None)
    assert flag.owner == cast["chair"]
    after = flag.answer_by + timedelta(days=1)
    monkeypatch.setenv("KEEL_TODAY", after.isoformat())
    reassess(child)
    flag.refresh_from_db()
    assert flag.owner == cast["chairs_manager"]
    assert child.shown_name in cast.client("chairs_manager").get(reverse("questions:home")).content.decode()
    given = Given(Kind.ACT, ENOUGH, after, "She speaks with the chair today", cast.workers["chair"])
    say(flags=[flag], by=cast["chairs_manager"], given=given)
    assert red in unanswered(), "the chair has still said nothing"


def test_a_deputy_of_whoever_is_asked_does_not_close_it_either(cast: Cast, child: Person) -> None:
    deputy = cast.workers["other_manager"]
    send(cast.client("business"), reverse("scrutiny:escalation", args=[child.pk]), PARTNER)
    Absence.objects.create(worker=cast.workers["team_manager"], from_on=NOW, deputy=deputy)
    covers = {"role": "covering manager", "holds_case": False, "started_on": NOW}
    Involvement.objects.create(child=child, worker=deputy, **covers)
    settle = reverse("scrutiny:escalation-outcome", args=[child.pk, Escalation.objects.get().pk])
    done = {
        "settle-is_settled": "yes",
        "settle-resolution": "A core group on Friday",
        "settle-what_changed": "She eats breakfast at school",
    }
    assert "you do not close it" in mistakes(send(cast.client("other_manager"), settle, done))
    assert Escalation.objects.get().resolved_on is None
