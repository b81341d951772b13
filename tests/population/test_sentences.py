"""The sentence beside each reading and signal says what happened, what is allowed and what followed."""

from datetime import date

import pytest

from keel.exchange.extract import bits
from keel.practice.history import EventKind as E
from keel.practice.history import Fact
from keel.practice.timescales import Status

PLAN = ("anna", E.PLAN_STARTED, date(2026, 3, 2), {"episode": "plan"})
OPENS = "Child protection plan started on 2 March 2026; 10 working days allowed, so due 16 March 2026"


def event(kind, month, day, **more):
    return ("anna", kind, date(2026, month, day), {"episode": "plan", **more})


def because(answer, timescale):
    return answer.readings.filter(timescale=timescale).select("status", "because").rows()[0]


@pytest.mark.parametrize(
    ("told", "as_of", "status", "sentence"),
    [
        (
            [event(E.CORE_GROUP_HELD, 3, 16)],
            (5, 5),
            Status.MET,
            "; core group held on 16 March 2026, in time.",
        ),
        (
            [event(E.CORE_GROUP_HELD, 3, 17)],
            (5, 5),
            Status.LATE,
            "; core group held on 17 March 2026, 1 working day late.",
        ),
        ([], (3, 16), Status.RUNNING, "; not yet done on 16 March 2026."),
        ([], (3, 18), Status.OVERDUE, "; not done by 18 March 2026, 2 working days over."),
        ([event(E.PLAN_ENDED, 3, 9)], (5, 5), Status.ENDED, "; ended on 9 March 2026, before it was due."),
        (
            [event(E.PLAN_ENDED, 4, 7)],
            (5, 5),
            Status.MISSED,
            "; never done by the end on 7 April 2026, 14 working days over.",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Status) else None,
)
def test_each_status_reads_as_it_is(checked, told, as_of, status, sentence):
    answer = checked(PLAN, *told, as_of=date(2026, *as_of))
    assert because(answer, "core_group_first") == (status.value, OPENS + sentence)


def test_a_doubt_says_what_is_not_recorded_and_what_that_means(checked):
    status, sentence = because(checked(PLAN, event(E.VISIT_HELD, 3, 10)), "cp_visit")
    assert status == "cannot be computed"
    assert sentence == (
        "Child protection plan started on 2 March 2026; cannot be computed: a fact about the event that may have met "
        "it is not recorded. A visit that does not record whether the child was seen leaves it in doubt."
    )


def test_a_doubt_about_birth_asks_for_the_date_of_birth(checked):
    status, sentence = because(checked(PLAN, children={"anna": {}}), "cp_visit")
    assert status == "cannot be computed"
    assert "the date of birth is not recorded" in sentence


def test_every_reading_and_signal_has_a_whole_sentence(checked):
    told = [
        PLAN,
        event(E.VISIT_HELD, 3, 10, yes=bits((Fact.CHILD_SEEN,)), no=bits((Fact.SEEN_ALONE,))),
        event(E.CORE_GROUP_HELD, 3, 12, no=bits((Fact.PARENTS_PRESENT,))),
        event(E.S47_STARTED, 3, 1),
        event(E.PLAN_VERSION_PUBLISHED, 3, 20),
    ]
    answer = checked(*told)
    sentences = [*answer.readings["because"], *answer.signals["because"]]
    assert len(sentences) > 40
    for sentence in sentences:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not {"None", "null", "_"} & set(sentence.replace("_", " _ ").split())


def test_a_signal_that_rests_on_a_timescale_shows_its_working(checked):
    (told,) = checked(PLAN).signals.filter(signal="D08_core_group_late").to_dicts()
    assert told["timescale"] == "core_group_first"
    assert told["because"].startswith(
        "The first core group was not held in time. Child protection plan started on"
    )
    assert told["since_on"] == date(2026, 3, 17)


def test_a_signal_in_doubt_does_not_say_that_it_is_so(checked):
    (told,) = (
        checked(PLAN, event(E.CORE_GROUP_HELD, 3, 12)).signals.filter(signal="D16_no_progress").to_dicts()
    )
    assert told["severity"] == "cannot be computed"
    assert told["because"].startswith("Cannot be computed: whether ")
