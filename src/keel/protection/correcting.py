"""What may be put right of visits, core groups, strategy discussions and enquiries after they are recorded."""

from keel.access.policy import Act
from keel.protection.visiting import write_up
from keel.recording.correcting import correction

_OF_VISIT = {
    "visited_on": "Day of the visit",
    "visited_time": "From",
    "until_time": "Until",
    "is_child_seen": "Was the child seen?",
    "is_seen_alone": "Was the child seen alone?",
    "is_bedroom_seen": "Was the sleeping place seen?",
    "people_there": "Who was there",
    "own_words": "The child’s own words",
    "observation": "What was seen",
    "home_conditions": "The home",
    "parent_words": "The parents’ words",
    "worries": "Worries",
    "action_taken": "What was done about them",
    "next_visit_on": "Day of the next visit",
}
CORRECTING = (
    correction("protection.Visit", "visit-correction", act=Act.VISIT_WRITE, fields=_OF_VISIT, then=write_up),
    correction(
        "protection.InNeedVisit",
        "in-need-visit-correction",
        act=Act.VISIT_WRITE,
        fields=_OF_VISIT,
        then=write_up,
    ),
    correction(
        "protection.CoreGroup",
        "core-group-correction",
        act=Act.CORE_GROUP_WRITE,
        fields={
            "held_on": "Day of the core group",
            "are_parents_invited": "Were the parents invited?",
            "are_parents_present": "Was a parent there?",
            "child_views": "What the child says",
            "parent_views": "What the parents said",
            "keeps_child_safe": "Does the plan keep the child safe?",
            "stopping_progress": "What stops progress",
            "starts_contingency": "Does the contingency start?",
            "needs_legal_planning": "Is legal planning needed?",
            "plan_changes": "What must change in the plan",
            "next_on": "Day of the next core group",
        },
    ),
    correction(
        "protection.StrategyDiscussion",
        "strategy-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "suspected_on": "Day on which harm was suspected",
            "suspected_by": "Who suspected it",
            "held_on": "Day of the discussion",
            "own_information": "What was shared about the child alone",
            "immediate_safety": "Whether the child is safe now",
            "other_children": "Other children thought of",
            "parents_told": "How the parents are told",
        },
    ),
    correction(
        "protection.S47Enquiry",
        "enquiry-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "started_on": "Day on which the enquiries began",
            "child_seen": "When, where and whether alone the child was seen",
            "others_spoken_to": "Who else was spoken to",
            "analysis": "What it means",
            "child_told": "How the child was told",
            "parent_told": "How the parents were told",
        },
    ),
)
