"""Tables of child protection conferences, and of children on a plan who move in or away."""

from django.db import models

from keel.protection.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


class ConferenceKind(models.TextChoices):
    """Which kind of conference it is."""

    INITIAL = "initial", "initial"
    PRE_BIRTH = "pre_birth", "before birth"
    REVIEW = "review", "review"
    TRANSFER_IN = "transfer_in", "transfer in"


@keeps_history
class Conference(Entry):
    """A child protection conference about one child: decided, booked, prepared, held, and told to those invited."""

    shared = shared()
    kind = models.CharField(max_length=20, choices=ConferenceKind, blank=True)
    is_reconvened = answer()
    enquiry = link("protection.S47Enquiry")
    referral = link("front_door.Referral")
    plan = link("protection.ProtectionPlan", back="reviews")  # under review
    decided_on, decided_time, decided_recorded_on = later_moment()
    reason = words()
    booked_on, booked_time, booked_recorded_on = later_moment()
    planned_on, planned_time = moment(indexed=True)
    moved_reason = words()  # why the chair moved the day
    invitations_on, invitations_time, invitations_recorded_on = later_moment()
    chair_prepared_on, chair_prepared_time, chair_prepared_recorded_on = later_moment()
    chair = done_by()
    held_on, held_time = moment(indexed=True)
    place = code()
    is_quorate = answer()
    not_quorate_reason = words()
    is_adjourned = answer()
    interim_safety = words()  # until it meets again
    is_decision_made = answer()
    is_plan_made = answer()  # for a review: the plan goes on
    are_other_children_considered = answer()
    category = code()
    participation = code()  # how the child took part
    harm = words()  # suffered or likely
    new_information = words()
    child_views = words()
    parent_views = words()
    family_views = words()
    summary = words()
    chair_summary = words()  # the risk, what protects, and what it means
    decision = words()
    disputes = words()
    contingency = words()
    next_review_on = day()
    first_core_group_on = day()
    is_complaint_route_told = answer()
    decision_letter_on, decision_letter_time, decision_letter_recorded_on = later_moment()
    record_shared_on, record_shared_time, record_shared_recorded_on = later_moment()
    corrections = words()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()


@keeps_history
class ConferenceAttendance(Entry):
    """Somebody asked to a conference: whether invited, there, or kept out, why, and what their agency thought."""

    conference = link("protection.Conference")
    person = link("people.Person")  # the child herself, a parent or another relative
    name = code()
    agency = code()
    role = code()
    invited_on = day()
    is_present = answer()
    absence_reason = words()
    excluded_part = words()
    excluded_reason = words()
    has_report = answer()
    is_core_member = answer()  # of the core group that carries the plan out
    is_for_plan = answer()
    view = words()
    is_without_view = answer()  # asked what it thought, it gave no view
    dissent_reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "person asked to a conference"
        verbose_name_plural = "people asked to conferences"


@keeps_history
class ConferenceReport(Entry):
    """The social worker's report for a conference, each time that it was given to parents or chair."""

    conference = link("protection.Conference")
    shared_on, shared_time = moment(indexed=True)
    is_shared_with_parents = answer()
    is_received_by_chair = answer()
    report = link("protection.WorkerReport")  # where it is written here
    person = link("people.Person")  # who had it, where it was one of the family
    comments = words()  # of parents and child
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "report for a conference"
        verbose_name_plural = "reports for conferences"


@keeps_history
class AgencyReport(Entry):
    """A partner agency's report for a conference; with its words, where the agency writes it here itself."""

    conference = link("protection.Conference")
    invitation = link("protection.ConferenceAttendance", back="reports")  # which it answers
    agency = code()
    received_on, received_time = moment(indexed=True)
    is_shared_with_parents = answer()
    worker = done_by()  # of the agency, who wrote it here
    last_seen_on = day()  # the child, by the agency
    happened = words()  # since the last conference, or since the agency has known of the worry
    strengths = words()
    worries = words()
    view = words()  # whether there should be a plan, and why
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "agency’s report"
        verbose_name_plural = "agencies’ reports"


@keeps_history
class EarlyReviewRequest(Entry):
    """Somebody asked that the review come sooner, and the chair's refusal where she refused."""

    plan = link("protection.ProtectionPlan")
    requested_on, requested_time = moment()
    requested_by = code()
    reason = words()
    agreed_on = day()
    refused_on, refused_time, refused_recorded_on = later_moment()
    refusal_reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "request for an early review"
        verbose_name_plural = "requests for early reviews"


@keeps_history
class TransferIn(Entry):
    """Notice from another authority that a child on a plan has moved here."""

    notified_on, notified_time = moment(indexed=True)
    from_authority = code()
    is_temporary = answer()
    stay_from_on = day()  # of a short stay, for which the other authority keeps the plan
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "move from another authority"
        verbose_name_plural = "moves from other authorities"


@keeps_history
class TransferOut(Entry):
    """A child on a plan is moving away, and the other authority is told."""

    known_on, known_time = moment(indexed=True)
    plan = link("protection.ProtectionPlan")
    to_authority = code()
    notified_on, notified_time, notified_recorded_on = later_moment()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "move to another authority"
        verbose_name_plural = "moves to other authorities"
