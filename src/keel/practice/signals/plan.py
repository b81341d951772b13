"""Signals of the plan itself, its visits and its core groups."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.practice.signals.journey import LETTER
from keel.practice.signals.model import Clause, Shape, Signal
from keel.practice.signals.shapes import (
    AMBER,
    BLACK,
    RED,
    breached,
    counted,
    latest,
    nearly_due,
    overdue,
    stale,
    unanswered,
)
from keel.practice.timescales.model import when

VISIT = when(E.VISIT_HELD)
SEEN = when(E.VISIT_HELD, yes=(F.CHILD_SEEN,))
VERSION = when(E.PLAN_VERSION_PUBLISHED)
CORE_GROUP = when(E.CORE_GROUP_HELD)
THIN = (F.LONG_ENOUGH, F.OWN_WORDS, F.PURPOSE_LINKED)
COPIED = (F.COPIED,)

SIGNALS = (
    Signal(
        "D04_visit_missed",
        "Visit overdue",
        "Nobody has seen the child. Attempted visits do not count.",
        "Visits to disabled children do not take place regularly",
        LETTER,
        (
            nearly_due(AMBER, "the next visit is about to fall due", "cp_visit", within="d04_amber_before"),
            overdue(RED, "the visit is overdue", "cp_visit"),
            overdue(
                BLACK, "two visit intervals have gone by without seeing the child", "cp_visit", by="cp_visit"
            ),
        ),
    ),
    Signal(
        "D05_not_seen_alone",
        "Not seen alone",
        "A child who is never alone with her social worker cannot say what frightens her.",
        "for a small number of older children, they are not seen alone",
        LETTER,
        (
            latest(
                AMBER,
                "the child was not seen alone at the last visit",
                SEEN,
                lacks=(F.SEEN_ALONE,),
                from_age="seen_alone_age",
            ),
            latest(
                RED,
                "visit after visit the child was not seen alone",
                SEEN,
                lacks=(F.SEEN_ALONE,),
                run="d05_visits",
                from_age="seen_alone_age",
            ),
            overdue(RED, "the child has not been seen alone in time", "cp_visit_seen_alone"),
        ),
    ),
    Signal(
        "D06_visit_thin",
        "Visit record too brief",
        "The child's voice cannot be heard in thin notes. Length is only a pointer; a manager looks.",
        "some are too brief and do not sufficiently focus on the voice of the child",
        LETTER,
        (
            latest(AMBER, "the record of the visit is thin", VISIT, lacks=THIN, carries=COPIED),
            latest(
                RED, "visit after visit the record is thin", VISIT, lacks=THIN, carries=COPIED, run="d06_run"
            ),
        ),
    ),
    Signal(
        "D07_core_group_no_parents",
        "Core group without parents",
        "Plans must be made with families.",
        "Parents are not routinely involved in core groups",
        LETTER,
        (
            latest(AMBER, "the core group met without a parent", CORE_GROUP, lacks=(F.PARENTS_PRESENT,)),
            latest(AMBER, "nobody recorded why no parent came", CORE_GROUP, lacks=(F.ABSENCE_EXPLAINED,)),
            latest(
                RED,
                "core group after core group met without a parent",
                CORE_GROUP,
                lacks=(F.PARENTS_PRESENT,),
                run="d07_red",
            ),
            latest(
                RED, "the parents were not invited to the core group", CORE_GROUP, lacks=(F.PARENTS_INVITED,)
            ),
        ),
    ),
    Signal(
        "D08_core_group_late",
        "Core group late",
        "Momentum is lost.",
        "Core groups do not consistently develop child protection plans in a timely way",
        LETTER,
        (
            breached(AMBER, "the first core group was not held in time", "core_group_first"),
            overdue(AMBER, "the core group is overdue", "core_group_recurring"),
        ),
    ),
    Signal(
        "D09_plan_unsigned",
        "Plan not signed off",
        "No manager has stood behind the plan.",
        "have not been signed off by managers",
        LETTER,
        (overdue(RED, "the plan waits for a manager to sign it", "plan_manager_signoff"),),
    ),
    Signal(
        "D10_plan_stale",
        "Plan out of date",
        "Old facts mislead.",
        "contain out-of-date information",
        LETTER,
        (
            stale(
                AMBER,
                "nobody has looked at the plan again",
                when(E.PLAN_VERSION_PUBLISHED, E.PLAN_REVIEWED_UNCHANGED),
                after="d10_stale",
            ),
            unanswered(
                AMBER,
                "something changed and the plan did not",
                when(E.CORE_GROUP_HELD, E.RCPC_HELD, E.S47_STARTED, E.CHILD_BORN),
                E.PLAN_VERSION_PUBLISHED,
                E.PLAN_REVIEWED_UNCHANGED,
                after="plan_update",
            ),
            counted(
                AMBER,
                "an action of the plan is past its date",
                when(E.PLAN_ACTION_OVERDUE),
                unless=(E.PLAN_VERSION_PUBLISHED,),
            ),
        ),
    ),
    Signal(
        "D11_no_contingency",
        "No contingency plan",
        "Families and staff must know the next step.",
        "lack clear contingency planning",
        LETTER,
        (
            latest(
                AMBER,
                "the plan does not say what happens if it fails",
                VERSION,
                lacks=(F.CONTINGENCY_COMPLETE,),
            ),
        ),
    ),
    Signal(
        "D12_no_child_views",
        "No child views in plan",
        "Plans were adult-focused.",
        "do not capture the views of parents or children",
        LETTER,
        (
            latest(AMBER, "the plan does not hold the child's views", VERSION, lacks=(F.CHILD_VIEWS,)),
            stale(
                AMBER,
                "the child's views in the plan are old",
                when(E.PLAN_VERSION_PUBLISHED, not_no=(F.CHILD_VIEWS,)),
                after="d12_views_age",
            ),
        ),
    ),
    Signal(
        "D13_no_parent_views",
        "No parent views in plan",
        "Each parent counts, also one living apart.",
        "do not capture the views of parents or children",
        LETTER,
        (latest(AMBER, "the plan lacks a parent's views", VERSION, lacks=(F.PARENT_VIEWS,)),),
    ),
    Signal(
        "D14_adult_focused",
        "Plan adult-focused",
        "Actions must say what will be different for the child.",
        "Most plans are too adult-focused",
        LETTER,
        (
            latest(
                AMBER, "most actions do not say what changes for the child", VERSION, lacks=(F.CHILD_FOCUSED,)
            ),
        ),
    ),
    Signal(
        "D15_not_accessible",
        "Plan or letter not usable by parent",
        "A plan not understood cannot be followed.",
        "Some plans are not accessible to parents with a learning need",
        LETTER,
        (
            latest(
                RED,
                "a parent who needs an accessible version was not given one",
                when(E.PLAN_SHARED, E.LETTER_BEFORE_PROCEEDINGS_SERVED),
                lacks=(F.ACCESSIBLE_VERSION,),
                child_yes=(F.PARENT_NEEDS_ACCESSIBLE,),
            ),
        ),
    ),
    Signal(
        "D16_no_progress",
        "No progress over core groups",
        "Progress is what core groups measure.",
        "no progress made to achieve sustainable change",
        LETTER,
        (
            latest(AMBER, "no outcome has moved up", CORE_GROUP, lacks=(F.PROGRESS_MADE,), run="d16_amber"),
            latest(RED, "still no outcome has moved up", CORE_GROUP, lacks=(F.PROGRESS_MADE,), run="d16_red"),
            latest(RED, "an outcome has gone down", CORE_GROUP, carries=(F.PROGRESS_FELL,)),
        ),
    ),
    Signal(
        "D23_disabled_child",
        "Disabled child: any delay",
        "Ofsted singled out disabled children.",
        "Disabled children who require child protection planning experience drift and delay",
        LETTER,
        (
            Clause(
                Shape.CHILD_LACKS,
                AMBER,
                "how the child communicates is not on file",
                child_yes=(F.DISABLED,),
                child_lacks=(F.COMMUNICATION_KNOWN,),
            ),
            Clause(
                Shape.COMPOSITE,
                RED,
                "a disabled child's plan drifts",
                child_yes=(F.DISABLED,),
                signals=(
                    "D04_visit_missed",
                    "D05_not_seen_alone",
                    "D06_visit_thin",
                    "D16_no_progress",
                    "D17_plan_long_no_plo",
                ),
            ),
        ),
    ),
)
