"""Tables of the child protection plan: its versions, what they hold, who agreed to them, and the core group."""

from django.db import models

from keel.protection.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, number, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


@keeps_history
class ProtectionPlan(Entry):
    """A child's time on a child protection plan, from the conference that made it to the one that ended it."""

    conference = link("protection.Conference")
    referral = link("front_door.Referral")
    started_on, started_time = moment(indexed=True)
    initial_category = code()
    earlier_plans = number()
    first_review_on = day()
    is_transfer_in = answer()
    is_without_worker = answer()  # nobody was allocated when it started
    is_of_other_authority = answer()
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    latest_category = code()
    end_reason = code()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "child protection plan"


@keeps_history
class Birth(Entry):
    """The birth of a baby whose plan was made before it, which brings the next review forward."""

    plan = link("protection.ProtectionPlan")
    born_on, born_time = moment()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "birth under a plan"
        verbose_name_plural = "births under a plan"


@keeps_history
class BirthPlan(Entry):
    """The plan for a birth and going home, shared with the family and the hospital."""

    shared_on, shared_time = moment()
    shared_with = words()
    objects = Entries.as_manager()


@keeps_history
class PlanVersion(Entry):
    """One version of a written plan. It is never overwritten: the next version takes its place."""

    plan = link("protection.ProtectionPlan")
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    published_on, published_time = moment(indexed=True)
    is_contingency_complete = answer()
    has_child_views = answer()
    has_parent_views = answer()
    is_child_focused = answer()
    author = done_by()
    worry = words()  # why there is a plan, in words for the family
    daily_life = words()  # what life is like for the child now
    child_views = words()
    child_views_on = day()
    child_views_method = words()  # how asked; for a child who does not speak, how observed
    child_views_by = code()
    are_child_views_shown = answer()  # whether the family may read what the child said
    strengths = words()
    needs = words()
    visits = words()  # how often each visits, alone when and where, unannounced, who else sees the child
    bottom_line = words()  # what must never happen
    communication_needs = words()
    form_given = code()  # the version that the parent was given
    network_offered_on = day()  # a meeting of the family's own network
    network_answer = words()
    network_held_on = day()
    core_group_on = day()  # the next one, and the one after it
    later_core_group_on = day()
    legal_considered_on = day()
    legal_decision = words()
    legal_reason = words()
    why_unchanged = words()
    begun_from = link("protection.PlanVersion")  # what it was carried over from
    conference = link("protection.Conference")  # whose decision it was begun from
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "version of the plan"
        verbose_name_plural = "versions of the plan"
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(published_on=None, source_key=""),
                name="one_draft_of_a_plan",
            )
        ]


@keeps_history
class ParentViews(Entry):
    """What one parent or carer thinks of a version of the plan, or how it was tried to find out."""

    version = link("protection.PlanVersion")
    person = link("people.Person")
    name = code()  # of somebody who is not in the record as a person
    views = words()
    asked_on = day()
    asked_how = words()
    tries = words()  # where there are no views: what was tried, and when
    carried_from = link("protection.ParentViews")  # the first row of its line, through every version
    taken_out_of = link("protection.PlanVersion", back="+")  # a draft that it stood in
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "parent’s views"
        verbose_name_plural = "parents’ views"


@keeps_history
class PlanOutcome(Entry):
    """What will be different for the child, how anybody will know, and by when."""

    version = link("protection.PlanVersion")
    outcome = words()
    measure = words()
    by_on = day()
    carried_from = link("protection.PlanOutcome")
    taken_out_of = link("protection.PlanVersion", back="+")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "outcome of the plan"
        verbose_name_plural = "outcomes of the plan"


@keeps_history
class PlanAction(Entry):
    """Something that one named person does for an outcome of the plan, by a day."""

    version = link("protection.PlanVersion")
    outcome = link("protection.PlanOutcome")
    action = words()
    owner = code()
    agency = code()
    start_on = day()
    due_on = day(indexed=True)
    done_when = words()  # the evidence that it is done
    done_on = day()
    overdue_on, overdue_time = moment()  # passed its date undone
    carried_from = link("protection.PlanAction")
    taken_out_of = link("protection.PlanVersion", back="+")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "action of the plan"
        verbose_name_plural = "actions of the plan"


@keeps_history
class Contingency(Entry):
    """If this happens, then that is done, by when, and who decides."""

    version = link("protection.PlanVersion")
    trigger = words()
    response = words()
    within = words()
    decided_by = code()
    is_court_considered = answer()
    carried_from = link("protection.Contingency")
    taken_out_of = link("protection.PlanVersion", back="+")
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "contingencies"


@keeps_history
class PlanMember(Entry):
    """Somebody of the core group, as a version of the plan names them."""

    version = link("protection.PlanVersion")
    name = code()
    role = code()
    agency = code()
    carried_from = link("protection.PlanMember")
    taken_out_of = link("protection.PlanVersion", back="+")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "member of the core group"
        verbose_name_plural = "members of the core group"


@keeps_history
class PlanApproval(Entry):
    """A manager's sign-off of one version of a plan, with what the gate said and why it was overridden."""

    version = link("protection.PlanVersion")
    approved_on, approved_time = moment(indexed=True)
    approved_by = done_by()
    gate_passed = answer()
    gate_said = words()  # what failed, at the moment of signing
    override_reason = words()
    comment = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "sign-off of the plan"
        verbose_name_plural = "sign-offs of the plan"


@keeps_history
class PlanSharing(Entry):
    """A version of a plan given to a parent, the child or an agency, and what they made of it."""

    version = link("protection.PlanVersion")
    shared_on, shared_time = moment(indexed=True)
    shared_with = code()
    person = link("people.Person")
    name = code()  # of an agency, or of somebody who is not in the record as a person
    method = code()
    form_given = code()  # the full version, easy read, read aloud
    is_usable = answer()  # the form is one that this person can use
    is_shared_with_parents = answer()
    is_accessible_version = answer()  # as it stands with this sharing: every parent who has it can use it
    is_understood = answer()
    is_agreed = answer()
    disagreement = words()  # in their own words
    signed_on = day()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "plan shared"
        verbose_name_plural = "plan shared"


@keeps_history
class PlanLeftUnchanged(Entry):
    """The plan was looked at again and left as it is, with the reason."""

    plan = link("protection.ProtectionPlan")
    looked_on, looked_time = moment()
    reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "plan left unchanged"


@keeps_history
class CoreGroup(Entry):
    """A meeting of the family and professionals who carry a plan out."""

    shared = shared()
    plan = link("protection.ProtectionPlan")
    held_on, held_time = moment(indexed=True)
    place = code()
    are_parents_invited = answer()
    are_parents_present = answer()
    is_absence_explained = answer()
    is_progress_made = answer()
    is_progress_lost = answer()
    stopping_progress = words()
    challenge = words()  # made to whom
    child_views = words()
    parent_views = words()
    household_changes = words()
    keeps_child_safe = answer()
    starts_contingency = answer()
    needs_legal_planning = answer()
    plan_changes = words()
    next_on = day()
    minuted_by = code()
    record_shared_on, record_shared_time, record_shared_recorded_on = later_moment()
    objects = Entries.as_manager()


@keeps_history
class CoreGroupAttendance(Entry):
    """Somebody asked to a core group: whether invited and there, and why not."""

    core_group = link("protection.CoreGroup")
    person = link("people.Person")
    name = code()
    agency = code()
    role = code()
    is_invited = answer()
    is_present = answer()
    absence_reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "person asked to a core group"
        verbose_name_plural = "people asked to core groups"


@keeps_history
class CoreGroupUpdate(Entry):
    """What an agency of the core group tells before it meets: what it did, what it saw, and how it thinks it goes."""

    plan = link("protection.ProtectionPlan")
    core_group = link("protection.CoreGroup")  # that had it before it; blank until one meets
    agency = code()
    worker = done_by()
    written_on = day()
    last_seen_on = day()  # the child, by the agency
    done = words()
    seen = words()
    view = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "agency’s update for a core group"
        verbose_name_plural = "agencies’ updates for core groups"


@keeps_history
class OutcomeProgress(Entry):
    """How far an outcome of the plan has come, as a core group saw it, from 0 to 10 with the reason."""

    core_group = link("protection.CoreGroup")
    outcome = link("protection.PlanOutcome")
    scale = models.PositiveSmallIntegerField(null=True, blank=True)
    direction = code()  # better, same or worse
    evidence = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "progress of an outcome"
        verbose_name_plural = "progress of outcomes"


@keeps_history
class ActionProgress(Entry):
    """What a core group heard of an action, or the agency that owns it told: done, or a new day with the reason.

    The plan's own words stay as signed.
    """

    core_group = link("protection.CoreGroup")
    action = link("protection.PlanAction")
    is_done = answer()
    done_on = day()
    new_due_on = day()
    reason = words()
    agency = code()  # that told it, between core groups
    worker = done_by()  # of that agency
    told = words()  # what was done
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "progress of an action"
        verbose_name_plural = "progress of actions"


@keeps_history
class InNeedPlan(Entry):
    """A child in need plan, from its start to its end."""

    referral = link("front_door.Referral")
    started_on, started_time = moment(indexed=True)
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "child in need plan"
