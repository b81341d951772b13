"""Severnshire looks like an authority: its shapes are those of the published figures that it is made from."""

from datetime import date

import pytest

from keel.invent import days
from keel.invent.families import people
from keel.invent.figures import figures
from keel.invent.world import World

CHILDREN = 8_000
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def world():
    return World.of(CHILDREN, 5, AS_OF)


@pytest.fixture(scope="module")
def everyone(world):
    return list(people(world, CHILDREN))


@pytest.fixture(scope="module")
def episodes(world, everyone):
    return [made for child in everyone for made in child.episodes if made.referred >= world.start]


def share(some, every):
    some, every = list(some), list(every)
    return len(some) / len(every)


def test_referrals(everyone, episodes, world):
    shape = figures()
    again = [
        made
        for child in everyone
        for made in child.episodes
        if made.referred >= world.start
        and any(0 < made.referred - other.referred <= 365 for other in child.episodes)
    ]
    enquiries = [enquiry for made in episodes for enquiry in made.enquiries]
    assert share(again, episodes) == pytest.approx(shape.rereferral, abs=0.03)
    assert share((e for e in episodes if e.nfa), episodes) == pytest.approx(
        shape.no_further_action, abs=0.015
    )
    assert share((e for e in episodes if e.reason == "RC8"), episodes) == pytest.approx(
        shape.not_in_need, abs=0.03
    )
    assert share(enquiries, episodes) == pytest.approx(shape.enquiry, abs=0.03)
    assert share((e for e in enquiries if e.held), enquiries) == pytest.approx(shape.conference, abs=0.04)


def test_timeliness_is_as_published(episodes):
    held = [e for made in episodes for e in made.enquiries if e.held]
    assessed = [a for made in episodes for a in made.assessments]
    in_time = [e for e in held if e.held <= days.later(e.start, 15)]
    assert share(in_time, held) == pytest.approx(0.814, abs=0.04)
    in_time = [a for a in assessed if a.authorised <= days.later(a.referred, 45)]
    assert share(in_time, assessed) == pytest.approx(0.857, abs=0.02)


def test_plans_last_as_long_as_plans_do(episodes, world):
    old = [made.plan for made in episodes if made.plan and made.plan.start < world.as_of - 910]
    lasted = [plan.end - plan.start for plan in old]
    for low, high, expected in ((0, 91, 0.159), (92, 182, 0.11), (183, 365, 0.435), (366, 729, 0.252)):
        assert share((n for n in lasted if low <= n <= high), lasted) == pytest.approx(expected, abs=0.09)
    assert 0.01 < share((n for n in lasted if n > 729), lasted) < 0.09


def test_plans_again(episodes, world):
    recent = [made.plan for made in episodes if made.plan and made.plan.start > world.as_of - 730]
    assert share((plan for plan in recent if plan.earlier), recent) == pytest.approx(0.245, abs=0.06)


def test_disabled_children_and_agency_workers(everyone, world):
    assert share((c for c in everyone if c.disabilities), everyone) == pytest.approx(0.13, abs=0.02)
    workers = [worker for worker in world.staff.everyone if not worker.is_chair]
    assert share((w for w in workers if w.is_agency), workers) == pytest.approx(0.177, abs=0.08)


def test_there_are_unborn_babies_siblings_care_leavers_and_transfers(everyone, world):
    assert any(child.birth > world.as_of for child in everyone)
    assert any(child.key.endswith("B") for child in everyone)
    assert any(child.leaver for child in everyone)
    assert any(made.plan and made.plan.transfer_in for child in everyone for made in child.episodes)
    assert any(child.missing for child in everyone)
    assert any(child.early_help for child in everyone)


def test_nothing_official_happens_on_a_weekend_or_bank_holiday(everyone):
    for child in everyone:
        for made in child.episodes:
            held = [e.held for e in made.enquiries if e.held]
            reviewed = list(made.plan.reviews) if made.plan else []
            for day in (*held, *reviewed):
                assert days.on_or_before(day) == day, (child.key, days.iso(day))


def test_nobody_has_two_cases_open_at_once(everyone):
    for child in everyone:
        for earlier, later in zip(child.episodes, child.episodes[1:], strict=False):
            assert earlier.closed is not None, child.key
            assert earlier.closed < later.referred, child.key
