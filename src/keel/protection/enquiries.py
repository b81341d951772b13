"""Tables of new risk, strategy discussions and section 47 enquiries."""

from keel.protection.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


@keeps_history
class SignificantEvent(Entry):
    """Something that may raise the risk to a child who is already known."""

    happened_on, happened_time = moment(indexed=True)
    what_kind = code()
    what_happened = words()
    reported_by = code()
    objects = Entries.as_manager()


@keeps_history
class StrategyDiscussion(Entry):
    """A discussion between the authority, police and health when significant harm is suspected, and its decision."""

    shared = shared()
    suspected_on, suspected_time, suspected_recorded_on = later_moment()
    suspected_by = code()
    held_on, held_time = moment(indexed=True)
    form = code()  # a call or a meeting
    are_agencies_present = answer()  # local authority, police and health, all three
    own_information = words()  # what was shared about this child alone
    immediate_safety = words()
    other_children = words()
    is_enquiry_proposed = answer()  # what the discussion thought; the decision is a manager's
    decided_on, decided_time, decided_recorded_on = later_moment()
    is_enquiry_started = answer()
    is_joint = answer()  # with the police
    is_medical_needed = answer()
    is_decision_authorised = answer()  # by a manager
    decision = words()
    authorised_by = done_by()
    how_seen = words()  # who sees the child, when and where
    is_to_be_seen_alone = answer()
    parents_told = words()  # how, or why not
    legal_advice = words()
    disagreement = words()
    next_discussion_on = day()
    record_shared_on, record_shared_time, record_shared_recorded_on = later_moment()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()


@keeps_history
class StrategyAgency(Entry):
    """An agency asked to a strategy discussion: who spoke for it, and what was shared."""

    discussion = link("protection.StrategyDiscussion")
    agency = code()
    name = code()
    role = code()
    is_present = answer()
    has_declined = answer()
    declined_reason = words()  # or why nobody of the agency was there
    information = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "agency at a strategy discussion"
        verbose_name_plural = "agencies at strategy discussions"


@keeps_history
class StrategyAccount(Entry):
    """What an agency itself wrote of what it shared at a strategy discussion."""

    asked = link("protection.StrategyAgency", back="accounts")
    agency = code()
    information = words()
    written_on = day()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "agency’s own account of a strategy discussion"
        verbose_name_plural = "agencies’ own accounts of strategy discussions"


@keeps_history
class StrategyTask(Entry):
    """Something that a strategy discussion asked of somebody, by when."""

    discussion = link("protection.StrategyDiscussion")
    task = words()
    owner = code()
    agency = code()
    due_on, due_time = moment()
    done_on = day()
    result = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "task of a strategy discussion"
        verbose_name_plural = "tasks of strategy discussions"


@keeps_history
class S47Enquiry(Entry):
    """Enquiries under section 47, from the strategy discussion that started them to their outcome."""

    discussion = link("protection.StrategyDiscussion")
    referral = link("front_door.Referral")
    started_on, started_time = moment(indexed=True)
    is_conference_required = answer()  # as said at the start
    is_transfer_in = answer()
    conference_target_on = day()
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    is_harm_substantiated = answer()
    is_conference_required_by_end = answer()
    is_manager_authorised = answer()
    is_no_further_action = answer()
    outcome = code()
    child_seen = words()  # when, where and whether alone
    others_spoken_to = words()
    analysis = words()
    medical = words()
    child_told = words()
    parent_told = words()
    agencies_told = words()
    authorised_by = done_by()
    no_conference_on, no_conference_time, no_conference_recorded_on = later_moment()
    is_no_conference_authorised = answer()
    is_chair_consulted = answer()
    are_partners_told = answer()
    chair_consulted = code()
    chair_consulted_on = day()
    no_conference_reason = words()
    support_instead = words()
    interim_plan_on, interim_plan_time, interim_plan_recorded_on = later_moment()
    interim_plan = words()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"


@keeps_history
class S47Check(Entry):
    """What an agency answered when asked in an enquiry."""

    enquiry = link("protection.S47Enquiry")
    agency = code()
    asked_on = day()
    answered_on = day()
    response = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "check with an agency"
        verbose_name_plural = "checks with agencies"
