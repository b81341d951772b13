"""A chair's challenge: what it must hold, who answers it, who closes it, and how it goes up."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from sent import mistakes, refused, send
from written import hold_everything

from cast import Cast
from keel.access.models import Notice, RoleHeld
from keel.oversight.actions import reassess
from keel.oversight.among import Children
from keel.oversight.answering import Given, answer
from keel.oversight.causes import Causes
from keel.oversight.flags import ToldFlag, open_flags
from keel.oversight.models import Challenge, ChallengeStage, CriticalSignal, Escalation, StoredReading
from keel.people.models import Household, HouseholdMember, Person
from keel.practice.calendar import add_working_days
from keel.practice.ladder import BY_KEY, Kind
from keel.protection.allowed import due_after
from keel.recording.moves import moves_of
from keel.scrutiny import upwards
from keel.scrutiny.stages import CHALLENGE, stages
from keel.workforce.models import Absence, Involvement

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)
WORDS = {
    "challenge-trigger": "view", "challenge-what_is_wrong": "No visit for five weeks",
    "challenge-effect_on_child": "Nobody knows whether Ada is safe", "challenge-what_should_happen": "See her alone",
    "challenge-by_on": "3/7/2026", "challenge-is_immediate_danger": "no",
}  # fmt: skip
CLOSING = {
    "outcome-is_accepted": "yes", "outcome-acceptance_reason": "She was seen alone",
    "outcome-what_changed": "Ada says that she sleeps again", "outcome-theme": "seeing",
    "outcome-family_told": "Rosa, on the telephone today",
}  # fmt: skip


def raised(cast: Cast, child: Person, **boxes: str) -> Challenge:
    words = WORDS | {f"challenge-{name}": value for name, value in boxes.items()}
    answer = send(cast.client("chair"), reverse("scrutiny:challenge", args=[child.pk]), words)
    assert answer.status_code == 302, mistakes(answer)
    return Challenge.objects.order_by("-pk")[0]


def page(name: str, challenge: Challenge) -> str:
    return reverse(f"scrutiny:{name}", args=[challenge.child_id, challenge.pk])


def stage(challenge: Challenge) -> ChallengeStage:
    return ChallengeStage.objects.filter(challenge=challenge).order_by("-pk")[0]


def answered(cast: Cast, who: str, challenge: Challenge, words: str = "Maya sees her tomorrow") -> Any:
    answer = send(cast.client(who), page("challenge-answer", challenge), answer__response=words)
    assert answer.status_code == 302, mistakes(answer)
    return answer


def judged(client: Client, challenge: Challenge, words: dict[str, str]) -> Any:
    return send(client, page("challenge-outcome", challenge), words)


def test_it_goes_to_the_team_manager_who_is_told_and_the_clock_is_that_of_the_standard(
    cast: Cast, child: Person
) -> None:
    challenge = raised(cast, child)
    first = stage(challenge)
    assert (first.stage, first.sent_to, first.sent_on) == (1, cast.workers["team_manager"], NOW)
    assert first.due_on == due_after("challenge_stage_1", NOW)
    assert (challenge.raised_on, challenge.chair, challenge.team) == (
        NOW,
        cast.workers["chair"],
        cast.teams["T04"],
    )
    assert Notice.objects.filter(to=cast["team_manager"], path__contains=str(challenge.pk)).count() == 1
    assert "five weeks" not in Notice.objects.get(to=cast["team_manager"]).text, (
        "a notice tells nothing of a child"
    )


def test_what_a_challenge_must_hold(cast: Cast, child: Person) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({f"challenge-{name}": ""}, name)
        for name in (
            "trigger",
            "what_is_wrong",
            "effect_on_child",
            "what_should_happen",
            "by_on",
            "is_immediate_danger",
        )
    ]
    cases.append(({"challenge-by_on": "29/6/2026"}, "29 June 2026 has passed"))
    refused(cast.client("chair"), reverse("scrutiny:challenge", args=[child.pk]), WORDS, cases)
    assert not Challenge.objects.exists()


def test_only_a_chair_of_the_child_raises_one(cast: Cast, child: Person) -> None:
    where = reverse("scrutiny:challenge", args=[child.pk])
    for who in (
        "worker",
        "team_manager",
        "service_manager",
        "business",
        "director",
        "other_manager",
        "partner",
    ):
        assert cast.client(who).get(where).status_code == 404, who
    of_another = reverse("scrutiny:challenge", args=[cast.families["other"].child.pk])
    assert cast.client("chair").get(of_another).status_code == 404


def test_a_red_signal_is_answered_by_the_challenge_about_it_and_asked_about_once(
    cast: Cast, child: Person, red: CriticalSignal
) -> None:
    challenge = raised(cast, child, trigger=red.signal)
    assert challenge.signal == red
    clock = StoredReading.objects.get(
        child=child, timescale="chair_challenge_trigger", started_on=red.opened_on
    )
    assert clock.met_on == NOW
    again = send(
        cast.client("chair"),
        reverse("scrutiny:challenge", args=[child.pk]),
        WORDS | {"challenge-trigger": red.signal},
    )
    assert "open since 30 June 2026" in mistakes(again)


def test_immediate_danger_goes_at_once_to_the_service_manager_with_the_team_manager_told(
    cast: Cast, child: Person
) -> None:
    hold_everything(NOW)
    challenge = raised(cast, child, is_immediate_danger="yes")
    rows = list(ChallengeStage.objects.filter(challenge=challenge).order_by("pk"))
    assert [(row.stage, row.sent_to, row.sent_on) for row in rows] == [
        (1, cast.workers["team_manager"], NOW),
        (2, cast.workers["service_manager"], NOW),
    ]
    assert rows[0].due_on is None
    told = set(Notice.objects.values_list("to__name", flat=True))
    assert told == {"Helen Ward", "Priya Nair"}
    readings = StoredReading.objects.filter(child=child, timescale__startswith="challenge")
    assert dict(readings.values_list("timescale", "status")) == {
        "challenge_stage_1": "met", "challenge_stage_2": "running"
    }  # fmt: skip


def test_a_stage_is_answered_by_whoever_is_asked_or_stands_above(cast: Cast, child: Person) -> None:
    challenge = raised(cast, child)
    for who in ("worker", "chair"):
        got = cast.client(who).get(page("challenge-answer", challenge))
        assert (
            got.status_code == 404 or "Stage 1 is for the team manager, Helen Ward" in got.content.decode()
        ), who
    for who in ("other_manager", "lawyer", "business"):
        assert cast.client(who).get(page("challenge-answer", challenge)).status_code == 404, who
    answered(cast, "service_manager", challenge)
    assert stage(challenge).answered_by == cast.workers["service_manager"]


def test_a_word_and_a_pasted_answer_are_asked_for_again(cast: Cast, child: Person) -> None:
    first = raised(cast, child)
    poor = [({"answer-response": words}, "4 words or more") for words in ("ok", "Noted. Thank you.")]
    refused(cast.client("team_manager"), page("challenge-answer", first), {}, poor)
    assert stage(first).answered_on is None
    answer = send(
        cast.client("team_manager"), page("challenge-answer", first),
        answer__response="Maya sees her tomorrow", revision="2",
    )  # fmt: skip
    assert answer.status_code == 302, mistakes(answer)
    close = page("challenge-outcome", first)
    poor = [
        ({"outcome-acceptance_reason": "ok"}, "4 words or more"),
        ({"outcome-what_changed": "ok"}, "4 words or more"),
    ]
    refused(cast.client("chair"), close, CLOSING, poor)
    second = raised(cast, child)
    pasted = [({"answer-response": "maya sees her tomorrow."}, "same words were given before")]
    refused(cast.client("team_manager"), page("challenge-answer", second), {}, pasted)


def test_while_the_manager_is_away_her_deputy_is_asked(cast: Cast, child: Person) -> None:
    deputy = cast.workers["other_manager"]
    Absence.objects.create(worker=cast.workers["team_manager"], from_on=NOW, deputy=deputy)
    Involvement.objects.create(
        child=child, worker=deputy, role="covering manager", holds_case=False, started_on=NOW
    )
    challenge = raised(cast, child)
    assert stage(challenge).sent_to == deputy
    answered(cast, "other_manager", challenge)


def test_where_nobody_holds_the_post_the_next_above_is_asked(cast: Cast, child: Person) -> None:
    RoleHeld.objects.filter(role="team_manager").update(to_on=NOW)
    first = stage(raised(cast, child))
    assert (first.post, first.sent_to) == ("service_manager", cast.workers["service_manager"])


def test_nobody_who_was_challenged_closes_it_and_no_other_chair(cast: Cast, child: Person) -> None:
    challenge = raised(cast, child)
    early = cast.client("chair").get(page("challenge-outcome", challenge)).content.decode()
    assert "Not answered yet" in early
    answered(cast, "team_manager", challenge)
    for who in ("team_manager", "service_manager", "worker", "director"):
        assert cast.client(who).get(page("challenge-outcome", challenge)).status_code == 404, who
    other = cast.workers["governance"]  # who chairs too
    RoleHeld.objects.create(user=cast["governance"], role="conference_chair", from_on=date(2026, 1, 1))
    Involvement.objects.create(child=child, worker=other, role="iro", started_on=NOW, holds_case=False)
    said = cast.client("governance").get(page("challenge-outcome", challenge)).content.decode()
    assert "Only the chair who raised it, Ruth Kelly, closes it" in said
    Involvement.objects.filter(worker=cast.workers["chair"], child=child).update(ended_on=NOW)
    assert judged(cast.client("governance"), challenge, CLOSING).status_code == 302, "her successor"


def test_closing_says_what_changed_for_the_child(cast: Cast, child: Person) -> None:
    hold_everything(NOW)
    challenge = raised(cast, child)
    assert StoredReading.objects.get(child=child, timescale="challenge_stage_1").status == "running"
    answered(cast, "team_manager", challenge)
    cases = [
        ({f"outcome-{name}": ""}, name)
        for name in ("what_changed", "theme", "family_told", "acceptance_reason")
    ]
    refused(cast.client("chair"), page("challenge-outcome", challenge), CLOSING, cases)
    got = judged(cast.client("chair"), challenge, CLOSING | {"revision": str(len(cases))})
    assert got.status_code == 302, mistakes(got)
    challenge.refresh_from_db()
    assert (challenge.resolved_on, challenge.what_changed) == (NOW, "Ada says that she sleeps again")
    assert StoredReading.objects.get(child=child, timescale="challenge_stage_1").status == "met"
    assert [move.state for move in moves_of(challenge)] == ["raised", "sent to stage 1", "answered", "closed"]
    late = cast.client("team_manager").get(page("challenge-answer", challenge)).content.decode()
    assert "was closed on 30 June 2026" in late


def test_not_accepted_it_goes_up_to_the_director_and_stays_open_until_the_chair_is_content(
    cast: Cast, child: Person
) -> None:
    challenge = raised(cast, child)
    no = {"outcome-is_accepted": "no"}
    for number, who in enumerate(("team_manager", "service_manager", "head_of_service", "director"), start=1):
        assert (stage(challenge).stage, stage(challenge).sent_to) == (number, cast.workers[who])
        answered(cast, who, challenge, f"We look again on day {number}")
        reason = {"outcome-acceptance_reason": f"She has still not been seen, stage {number}"}
        assert judged(cast.client("chair"), challenge, no | reason).status_code == 302
    decided = ChallengeStage.objects.filter(challenge=challenge, stage=4).order_by("pk")[0]
    assert (decided.director_decision, decided.director_decided_on) == ("We look again on day 4", NOW)
    assert (stage(challenge).stage, stage(challenge).answered_on) == (4, None), (
        "it is the director's once more"
    )
    answered(cast, "director", challenge, "A second worker goes today")
    assert judged(cast.client("chair"), challenge, CLOSING).status_code == 302
    challenge.refresh_from_db()
    assert challenge.resolved_on == NOW


def sent(child: Person, day: date) -> Challenge:
    made = Challenge.objects.create(
        child=child, episode=f"challenge:{Challenge.objects.count()}", raised_on=day
    )
    upwards.send(made, stages(CHALLENGE)[0], day)
    return made


def flags_of(child: Person, matter: str) -> list[ToldFlag]:
    return [each for each in open_flags([child.pk])[child.pk] if each.matter.key == matter]


def flag_of(child: Person, matter: str) -> ToldFlag | None:
    return next(iter(flags_of(child, matter)), None)


def test_the_question_goes_to_whoever_has_the_turn_and_each_challenge_is_told_with_its_own_entry(
    cast: Cast, child: Person
) -> None:
    hold_everything(NOW)
    first, second = sent(child, date(2026, 6, 8)), sent(child, date(2026, 6, 8))
    Challenge.objects.update(chair=cast.workers["chair"])
    reassess(child)
    asked = flags_of(child, "challenge")
    assert [each.owner for each in asked] == [cast["team_manager"]] * 2
    both = {str(stage(each).pk) for each in (first, second)}
    told = [why.entry for each in asked for why in each.because if why.key == "challenge_stage_1"]
    assert sorted(told) == sorted(both), "of one day and stage, and two questions with their own answers"
    manager = cast.client("team_manager")
    at_home = [manager.get(reverse("questions:question", args=[each.pk])).content.decode() for each in asked]
    for each in (first, second):
        assert [page("challenge-answer", each) in one for one in at_home].count(True) == 1
    answered(cast, "team_manager", first)
    assert [each.because[0].entry for each in flags_of(child, "challenge")] == [str(stage(second).pk)]
    answered(cast, "team_manager", second, "The core group meets on Friday")
    assert flag_of(child, "challenge") is None, "she answered: nothing more is asked of the managers"
    hers = flag_of(child, "scrutiny")
    assert hers is not None
    assert hers.owner == cast["chair"]
    waits = [each for each in hers.because if each.key == "challenge_stage_1"]
    assert {each.entry for each in waits} == both
    assert all("waits for the chair" in each.words for each in waits)
    at_home = cast.client("chair").get(reverse("questions:question", args=[hers.pk])).content.decode()
    assert page("challenge-outcome", first) in at_home
    judged(cast.client("chair"), first, CLOSING)
    left = flag_of(child, "scrutiny")
    assert left is not None
    assert [each.entry for each in left.because if each.key == "challenge_stage_1"] == [str(stage(second).pk)]


def test_two_challenges_at_two_stages_ask_two_people_and_an_answer_to_one_does_not_quiet_the_other(
    cast: Cast, child: Person
) -> None:
    hold_everything(NOW)
    first, second = sent(child, date(2026, 6, 1)), sent(child, date(2026, 6, 2))
    Challenge.objects.update(chair=cast.workers["chair"])
    upwards.up(second, stage(second), date(2026, 6, 8), has_climbed=True)
    reassess(child)
    by_owner = {each.owner: each for each in flags_of(child, "challenge")}
    assert by_owner.keys() == {cast["team_manager"], cast["service_manager"]}
    mine, hers = by_owner[cast["team_manager"]], by_owner[cast["service_manager"]]
    assert {why.entry for why in mine.because} == {str(stage(first).pk)}
    assert mine.row.cause != hers.row.cause, "answered one by one"
    reason = "I read the file and answer in writing on Monday, with the school"
    given = Given(
        Kind.ACT, reason, add_working_days(NOW, 1), "Answer in writing", cast.workers["team_manager"]
    )
    answer(flags=[mine.row], by=cast["team_manager"], given=given)
    left = {each.pk: each for each in flags_of(child, "challenge")}
    assert not left[mine.pk].row.asks
    assert left[hers.pk].answer_by == hers.answer_by


def test_two_disagreements_of_partners_about_one_child_are_two_questions(cast: Cast, child: Person) -> None:
    hold_everything(NOW)
    for agency in ("School", "Health"):
        Escalation.objects.create(
            child=child, episode=f"escalation:{agency}", raised_on=date(2026, 6, 1), agency=agency, stage=1
        )
    reassess(child)
    asked = flags_of(child, "challenge")
    assert len(asked) == 2
    assert len({each.row.cause for each in asked}) == 2


def test_challenges_of_one_home_are_a_question_for_each_child(cast: Cast, child: Person) -> None:
    sister = cast.families["own"].children[1]
    home = Household.objects.create()
    for one in (child, sister):
        HouseholdMember.objects.filter(person=one).delete()
        HouseholdMember.objects.create(person=one, household=home)
    causes = Causes(Children([child.pk, sister.pk]))
    assert causes.of(child.pk, BY_KEY["challenge"]) != causes.of(sister.pk, BY_KEY["challenge"])
    assert causes.of(child.pk, BY_KEY["visits"]) == causes.of(sister.pk, BY_KEY["visits"])
