"""Matters: which timescales and signals ask one and the same thing, so that a child raises one question and not ten.

Each timescale of a child and each signal stands in one matter. Who is asked first is by the colour (domain: amber the
worker, red her manager, black the service manager) unless the matter, or the timescale, has an asker of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from keel.practice.ladder.model import Colour, Ground, Rung, Source, above
from keel.practice.standards import Severity as Gravity

BY_COLOUR: Mapping[Colour, Rung] = {
    Colour.SOON: Rung.WORKER,
    Colour.AMBER: Rung.WORKER,
    Colour.RED: Rung.TEAM_MANAGER,
    Colour.BLACK: Rung.SERVICE_MANAGER,
}
BY_GRAVITY: Mapping[Gravity, Colour] = {  # of a timescale that is overdue
    Gravity.LOW: Colour.AMBER,
    Gravity.MEDIUM: Colour.AMBER,
    Gravity.HIGH: Colour.AMBER,
    Gravity.CRITICAL: Colour.RED,
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is asked about a child. ``asks`` is the question in words.

    ``rung``: who is asked first, unless the colour asks somebody over her. ``rungs``: for single timescales and
    signals, or for one colour of a signal ("key:black"). ``may_accept``: whether it can be accepted as it is for a
    time. ``put_right`` names the recordings that put it right, for a link beside it, and ``acts`` says so in words.
    ``hold`` is the standard that says how long an answer holds at the most, where that is less than its colour allows.
    ``decides``: for single timescales, and for one colour of a signal, the kind of decision that was missing, or
    several of which the last that has come is meant; the answer is that decision. ``goes_with_worker``: where the
    child's worker is gone, it is one cause with the others of that worker. ``over``: where one of these is all that
    asks, and it has happened for good, the question in words and what may be done, in place of ``asks`` and ``acts``.
    """

    key: str
    name: str
    asks: str
    timescales: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    rung: Rung | None = None
    rungs: Mapping[str, Rung] = field(default_factory=dict)
    may_accept: bool = True
    put_right: tuple[str, ...] = ()
    goes_with_worker: bool = False
    acts: str = ""  # what would put it right, for whoever answers to change
    hold: str = ""
    decides: Mapping[str, str] = field(default_factory=dict)
    over: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def first(self, key: str, colour: Colour) -> Rung:
        """Who is asked first about a timescale or signal of this matter."""
        own = self.rungs.get(f"{key}:{colour.label}") or self.rungs.get(key)
        if own or not self.rung:
            return own or BY_COLOUR[colour]
        graver = BY_COLOUR[colour]
        return graver if graver in above(self.rung) else self.rung

    def asked_of(self, source: Source, key: str, colour: Colour) -> str:
        """What the decisions of this matter are declared by: a timescale, or a signal of a colour; else blank."""
        named = {Source.READING: key, Source.SIGNAL: f"{key}:{colour.label}"}.get(source, "")
        return named if named in self.decides else ""

    def decider(self, key: str) -> Rung:
        """The lowest rung that has the power to decide what a timescale, or a signal of a colour, asks."""
        return self.rungs.get(key) or self.rung or Rung.TEAM_MANAGER


MATTERS: tuple[Matter, ...] = (
    Matter(
        "safety",
        "Is the child safe now",
        "What happens today so that this child is safe?",
        ("strategy_discussion", "strategy_record_shared", "s47_decision", "s47_child_seen", "s47_outcome",
         "s47_no_icpc_rationale", "icpc_interim_plan", "missing_repeat", "return_interview",
         "epo_end", "police_protection_end"),
        ("D01_strategy_late", "D02_s47_no_icpc"),
        may_accept=False,
        put_right=("protection:strategy", "protection:strategy-decision", "protection:strategy-sent",
                   "protection:s47-outcome", "protection:s47-authorise", "protection:s47-conference",
                   "protection:s47-interim"),
        acts="Hold the strategy discussion, or say what the enquiries found",
        hold="flag_hold_safety",
    ),
    Matter(
        "decision",
        "A manager’s decision",
        "What have you decided, and why?",
        ("mgmt_oversight_missed_visit", "mgmt_oversight_risk"),
        ("D21_oversight_gap",),
        rung=Rung.TEAM_MANAGER,
        may_accept=False,
        put_right=("supervision:missed-visit-decision", "supervision:incident-decision", "supervision:decision"),
        acts="See the child and find out what happened",
        decides={"mgmt_oversight_missed_visit": "missed_visit", "mgmt_oversight_risk": "risk"},
    ),
    Matter(
        "visits",
        "Seeing the child",
        "When will this child be seen, by whom, and alone?",
        ("cp_visit", "cp_visit_unborn", "cp_visit_seen_alone", "cp_visit_home", "cp_visit_unannounced",
         "visit_recording", "direct_work", "direct_work_repeat"),
        ("D04_visit_missed", "D05_not_seen_alone", "D06_visit_thin"),
        put_right=("protection:visit", "protection:write-up"),
        goes_with_worker=True,
        acts="See the child, alone and where she sleeps",
    ),
    Matter(
        "conference",
        "The conference",
        "When will the conference be held, and is everything ready for it?",
        ("icpc_request", "icpc_15", "conf_report_icpc", "conf_report_icpc_parents", "conf_report_rcpc",
         "agency_report", "agency_report_review", "conf_invites_review", "transfer_in_conf",
         "transfer_out_notice"),
        ("D03_icpc_late",),
        put_right=("protection:conference", "protection:conference-booking", "protection:report",
                   "protection:report-given", "protection:conference-people", "protection:conference-agency-reports",
                   "protection:conference-record"),
        acts="Hold the conference",
        over={
            "D03_icpc_late": (
                "Why was the conference late, and what has changed so that it is not late again?",
                "Find out what held it up, and change that with the chairs",
            ),
        },
    ),
    Matter(
        "review",
        "Review of the plan",
        "When will the review be held? Only the chair moves its day.",
        ("rcpc_first", "rcpc_next", "rcpc_newborn", "rcpc_early"),
        rung=Rung.CHAIR,
        put_right=("protection:review-booking", "protection:conference-record",
                   "protection:early-review-answer"),
        acts="Hold the review conference",
    ),
    Matter(
        "record_of_conference",
        "After the conference",
        "When will the family and the agencies have the decisions?",
        ("chair_prep", "chair_decision_letter", "conf_minutes"),
        rung=Rung.CHAIR,
        put_right=("protection:conference-preparation", "protection:conference-letter",
                   "protection:conference-sent"),
        acts="Send the decisions to the family and the agencies",
    ),
    Matter(
        "plan",
        "The plan",
        "When will the plan be right, signed, and with the family?",
        ("plan_recorded", "plan_manager_signoff", "plan_shared_family", "plan_shared_accessible", "plan_update"),
        ("D09_plan_unsigned", "D10_plan_stale", "D11_no_contingency", "D12_no_child_views",
         "D13_no_parent_views", "D14_adult_focused", "D15_not_accessible"),
        rungs={"plan_manager_signoff": Rung.TEAM_MANAGER, "D09_plan_unsigned": Rung.TEAM_MANAGER},
        goes_with_worker=True,
        put_right=("protection:plan-begin", "protection:plan-child-views", "protection:plan-parent-views",
                   "protection:plan-contingency", "protection:plan-publish", "protection:plan-sign",
                   "protection:plan-share"),
        acts="Bring the plan up to date, sign it and give it to the family",
    ),
    Matter(
        "core_group",
        "The core group",
        "When will the core group meet, with the parents?",
        ("core_group_first", "core_group_recurring", "core_group_prereview", "core_group_record"),
        ("D07_core_group_no_parents", "D08_core_group_late"),
        put_right=("protection:core-group", "protection:core-group-sent"),
        goes_with_worker=True,
        acts="Hold the core group with the parents",
    ),
    Matter(
        "progress",
        "Is the plan working",
        "Nothing gets better for this child: what will you do differently?",
        (),
        ("D16_no_progress", "D27_partner_actions", "D28_disengaged", "D23_disabled_child"),
        rung=Rung.TEAM_MANAGER,
        put_right=("protection:plan-begin", "protection:core-group", "protection:early-review",
                   "supervision:supervision-talk"),
        acts="Change what is done under the plan, and say how it will be known that the child’s life is better",
    ),
    Matter(
        "plan_age",
        "A long or repeated plan",
        "Go on because of what, with what new, until when; or end; or legal planning?",
        ("plan_age_9m", "plan_age_12m", "plan_age_15m", "plan_age_18m", "plan_age_24m", "repeat_plan_review"),
        ("D17_plan_long_no_plo", "D18_repeat_plan"),
        rung=Rung.TEAM_MANAGER,
        rungs={
            "plan_age_12m": Rung.SERVICE_MANAGER,
            "plan_age_15m": Rung.HEAD_OF_SERVICE,
            "plan_age_18m": Rung.HEAD_OF_SERVICE,
            "plan_age_24m": Rung.DIRECTOR,
            "repeat_plan_review": Rung.SERVICE_MANAGER,
            "D17_plan_long_no_plo:amber": Rung.SERVICE_MANAGER,
            "D17_plan_long_no_plo:red": Rung.HEAD_OF_SERVICE,
            "D17_plan_long_no_plo:black": Rung.DIRECTOR,
        },
        put_right=("supervision:plan-age", "supervision:repeat-plan"),
        acts="Hold a legal planning meeting",
        decides={
            "plan_age_9m": "9",
            "plan_age_12m": "12",
            "plan_age_15m": "15",
            "plan_age_18m": "18",
            "plan_age_24m": "24",
            "D17_plan_long_no_plo:amber": "12",
            "D17_plan_long_no_plo:red": "15 18",
            "D17_plan_long_no_plo:black": "24",
            "repeat_plan_review": "repeat",
        },
        over={
            "D18_repeat_plan": (
                "Why did the earlier plan not last, and what is done differently this time?",
                "Change this plan by what the earlier one did not reach, with the family and the core group",
            ),
        },
    ),
    Matter(
        "legal",
        "Court and the steps before it",
        "What is the next step towards a decision about court, and on what day?",
        ("plo_consider", "plo_lpm", "plo_papers", "plo_letter", "plo_first_meeting", "plo_agreement",
         "plo_review", "plo_tracker", "plo_16w", "plo_fgdm", "plo_issue", "court_26w", "court_cmh"),
        ("D29_plo_late", "D30_letter_quality", "D31_family_permanence"),
        rung=Rung.TEAM_MANAGER,
        rungs={"plo_tracker": Rung.HEAD_OF_SERVICE, "plo_16w": Rung.HEAD_OF_SERVICE},
        put_right=("protection:plan-legal",),
        acts="Take the next step with the lawyers",
    ),
    Matter(
        "unborn",
        "Before birth",
        "What is done before this baby is born, and by which week?",
        ("prebirth_referral", "prebirth_assessment", "prebirth_icpc", "prebirth_legal", "prebirth_legal_court",
         "birth_plan"),
        ("D25_prebirth_missed",),
        put_right=("front_door:pregnancy-now", "front_door:start-pre-birth-assessment", "front_door:assessment",
                   "protection:conference", "protection:birth"),
        acts="Finish the assessment before the birth, and call the conference",
    ),
    Matter(
        "assessment",
        "The assessment",
        "When will the assessment be finished, with the child seen and every child near her thought of?",
        ("child_seen_assessment", "assessment_45", "assessment_checkpoint"),
        ("D24_wider_children", "D34_assessment_history"),
        rungs={"assessment_checkpoint": Rung.TEAM_MANAGER},
        goes_with_worker=True,
        put_right=("front_door:assessment", "front_door:send-assessment", "front_door:look-at-assessment",
                   "front_door:authorise-assessment"),
        acts="Finish the assessment",
    ),
    Matter(
        "contact",
        "Contact and referral",
        "What was decided, and has the referrer been told?",
        ("contact_decision", "referral_lag_partner"),
        ("D26_partner_delay",),
        rung=Rung.TEAM_MANAGER,
        put_right=("front_door:decide", "front_door:tell"),
        acts="Decide, and tell the referrer",
    ),
    Matter(
        "worker",
        "The child’s social worker",
        "Who is this child’s social worker, and what did the new one take over?",
        ("allocation", "handover"),
        ("D19_start_again",),
        rung=Rung.TEAM_MANAGER,
        may_accept=False,
        goes_with_worker=True,
        put_right=("continuity:allocate", "continuity:accept", "continuity:leave"),
        acts="Allocate a named social worker, with a handover",
        over={
            "D19_start_again": (
                "What did the new social worker take over, and what keeps her with this child?",
                "Go through the story and the live plan with the new social worker, so that nothing starts again",
            ),
        },
    ),
    Matter(
        "supervision",
        "Supervision about the child",
        "When will this child be talked about, and what will come of it?",
        ("supervision_child", "supervision_action", "supervision_child_record"),
        ("D20_supervision_weak",),
        rung=Rung.TEAM_MANAGER,
        goes_with_worker=True,
        put_right=("supervision:supervision-talk", "supervision:supervision-action"),
        acts="Talk about this child in supervision",
    ),
    Matter(
        "scrutiny",
        "The chair’s scrutiny",
        "Do you challenge, or why not?",
        ("chair_midpoint", "chair_challenge_trigger"),
        ("D22_chair_silent",),
        rung=Rung.CHAIR,
        put_right=("scrutiny:challenge-outcome", "scrutiny:chair-midpoint", "scrutiny:challenge",
                   "scrutiny:no-challenge"),
        acts="Look at the plan half way, and challenge or say why not",
    ),
    Matter(
        "challenge",
        "A challenge to answer",
        "What do you answer, and what changes for the child?",
        ("challenge_stage_1", "challenge_stage_2", "challenge_stage_3", "challenge_stage_4",
         "escalation_multi_agency"),
        rung=Rung.TEAM_MANAGER,
        rungs={
            "challenge_stage_2": Rung.SERVICE_MANAGER,
            "challenge_stage_3": Rung.HEAD_OF_SERVICE,
            "challenge_stage_4": Rung.DIRECTOR,
        },
        may_accept=False,
        put_right=("scrutiny:challenge-answer", "scrutiny:challenge-outcome", "scrutiny:escalation-outcome"),
        acts="Answer the challenge in writing, and say what changes for the child",
    ),
    Matter(
        "private_fostering",
        "Private fostering",
        "When will the child be visited, and the decision made?",
        ("pf_first_visit", "pf_assessment", "pf_visit_y1", "pf_visit_y2"),
        ("D33_pf_late",),
        put_right=("front_door:fostering-visit", "front_door:fostering-report", "front_door:fostering-decision"),
        acts="Visit the child, and decide whether the arrangement is suitable",
    ),
    Matter(
        "audit",
        "After an audit",
        "When is what the audit asked for done and checked?",
        (),
        ("D32_audit_open",),
        rung=Rung.QA_LEAD,
        acts="Do what the audit asked for, and have it checked",
    ),
    Matter(
        "looked_after",
        "Looked after, and leaving care",
        "When will this be done for the child or young person?",
        ("cla_visit_first", "cla_visit", "cla_review_first", "cla_review_next", "cla_iro", "cla_pep",
         "cla_health_initial", "cla_health_review", "cla_health_review_under_5", "care_leaver_visit",
         "pathway_plan"),
        acts="See the child or young person, and do what is due",
    ),
)  # fmt: skip
# What has happened once for all: nothing done now makes it unhappen.
PAST = frozenset({"D18_repeat_plan", "D19_start_again"})
BY_KEY: Mapping[str, Matter] = {matter.key: matter for matter in MATTERS}
EXPOSURE = "exposure_protected"  # the standard of how long harm may be known with nothing that protects
EXPOSED = BY_KEY["safety"]  # where that is asked
CONFERENCE_LATE = frozenset({"icpc_15", "D03_icpc_late"})  # of the first conference


def lead_of(matter: str, asked: Mapping[str, Iterable[Ground]]) -> Matter:
    """Under which matter the cause of one of a child's matters is, of all that is asked about her: its own, unless her
    first conference is late and nothing has protected her since the harm was known. Then it is one cause, under *is the
    child safe now*: what would have protected her was not held.
    """
    exposed = [each for each in asked.get(EXPOSED.key, ()) if each.source is Source.EXPOSURE and each.colour]
    since = min((each.began_on for each in exposed if each.began_on), default=None)
    late = [each for each in asked.get(matter, ()) if each.key in CONFERENCE_LATE and each.colour]
    is_one = since is not None and any(each.began_on and each.began_on >= since for each in late)
    return EXPOSED if is_one else BY_KEY[matter]


@cache
def matter_of(key: str) -> Matter:
    """The matter that a timescale or a signal belongs to."""
    return _OF[key]


_OF: Mapping[str, Matter] = {
    key: matter for matter in MATTERS for key in (*matter.timescales, *matter.signals)
}
