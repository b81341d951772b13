"""Legal planning, pre-proceedings by family group, family meetings, court, and emergency protection."""

from django.db import models

from keel.proceedings.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, number, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


@keeps_history
class FamilyGroup(models.Model):
    """Brothers and sisters, or others, whose pre-proceedings go together, by the authority's key for them."""

    key = models.CharField(max_length=250, unique=True)
    name = code()


@keeps_history
class LegalPlanning(Entry):
    """Legal planning for a child: what asked for it, whether it was sought, and the meeting with its outcome."""

    family_group = link("proceedings.FamilyGroup")
    triggered_on, triggered_time, triggered_recorded_on = later_moment()
    trigger = words()
    considered_on, considered_time, considered_recorded_on = later_moment()
    is_considered_decided = answer()
    considered_reason = words()
    requested_on, requested_time, requested_recorded_on = later_moment()
    papers_on, papers_time, papers_recorded_on = later_moment()
    held_on, held_time = moment(indexed=True)
    is_decision_recorded = answer()
    outcome = code()
    decision = words()
    lawyer = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "legal planning"


@keeps_history
class PreProceedings(Entry):
    """A child's time in pre-proceedings: from the decision to begin until stepping down or going to court."""

    family_group = link("proceedings.FamilyGroup")
    started_on, started_time = moment(indexed=True)
    reason = words()
    plans_in_referral = number()  # protection plans in this episode of need
    earlier_pre_proceedings = number()
    earlier_care_proceedings = number()
    is_family_meeting_offered = answer()
    is_family_meeting_held = answer()
    reviews_held = number()  # as the source counts them
    are_parents_represented = answer()
    are_parents_represented_at_issue = answer()
    issue_decided_on, issue_decided_time, issue_decided_recorded_on = later_moment()
    issue_reason = words()
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    outcome = code()
    worker, lawyer = done_by(), done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "pre-proceedings"
        verbose_name_plural = "pre-proceedings"


@keeps_history
class TrackerEntry(Entry):
    """A senior look at a child in pre-proceedings: the risk now, and the decision taken."""

    pre_proceedings = link("proceedings.PreProceedings")
    updated_on, updated_time = moment(indexed=True)
    is_decision_recorded = answer()
    risk = code()  # up, the same or down
    risk_reason = words()
    decision = words()
    decided_by = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "tracker entries"


@keeps_history
class LetterBeforeProceedings(Entry):
    """The letter that tells one parent what must change before court is asked, and whether it passed its check."""

    pre_proceedings = link("proceedings.PreProceedings")
    person = link("people.Person")  # to whom
    served_on, served_time = moment(indexed=True)
    how_served = code()
    passes_check = answer()
    is_accessible_version = answer()
    is_family_meeting_offered = answer()
    is_to_say_court = answer()  # the later letter, that court is being asked
    approved_by, lawyer = done_by(), done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "letters before proceedings"


@keeps_history
class PreProceedingsMeeting(Entry):
    """The first meeting with the parents and their solicitors, and the agreement sent after it."""

    shared = shared()
    pre_proceedings = link("proceedings.PreProceedings")
    held_on, held_time = moment(indexed=True)
    place = code()
    are_parents_represented = answer()
    record = words()
    agreement_on, agreement_time, agreement_recorded_on = later_moment()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "pre-proceedings meeting"


@keeps_history
class PreProceedingsReview(Entry):
    """A meeting that looks at what has changed under pre-proceedings."""

    shared = shared()
    pre_proceedings = link("proceedings.PreProceedings")
    held_on, held_time = moment(indexed=True)
    record = words()
    next_on = day()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "pre-proceedings review"


@keeps_history
class PlannedAssessment(Entry):
    """An assessment asked for in pre-proceedings: of whom, by whom, and when it is due and done."""

    pre_proceedings = link("proceedings.PreProceedings")
    what = words()
    of_whom = code()
    by_whom = code()
    due_on = day()
    done_on = day()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "assessment asked for"
        verbose_name_plural = "assessments asked for"


@keeps_history
class FamilyMeeting(Entry):
    """Family group decision-making: offered, declined, held, or judged not to be in the child's interests."""

    shared = shared()
    pre_proceedings = link("proceedings.PreProceedings")
    offered_on, offered_time = moment(indexed=True)
    offered_to = words()
    is_declined = answer()  # nobody who was offered it accepted
    held_on, held_time, held_recorded_on = later_moment()
    family_plan = words()
    exempted_on, exempted_time, exempted_recorded_on = later_moment()
    exempted_reason = words()
    objects = Entries.as_manager()


@keeps_history
class CourtApplication(Entry):
    """An application for a care or supervision order, and what the court made of the care plan."""

    pre_proceedings = link("proceedings.PreProceedings")
    issued_on, issued_time = moment(indexed=True)
    application = code()
    court_reference = code()
    letter_on = day()  # the letter that told the parents
    is_short_notice = answer()
    short_notice_reason = words()
    hearings_held = number()  # as the source counts them
    initial_care_plan = code()
    is_initial_plan_approved = answer()
    final_care_plan = code()
    is_final_plan_approved = answer()
    ended_on = day()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "application to court"
        verbose_name_plural = "applications to court"


@keeps_history
class CourtHearing(Entry):
    """A hearing in a child's proceedings."""

    application = link("proceedings.CourtApplication")
    kind = code()
    held_on, held_time = moment(indexed=True)
    outcome = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "hearing"


@keeps_history
class CourtOrder(Entry):
    """An order that the court made about a child in her proceedings."""

    application = link("proceedings.CourtApplication")
    made_on, made_time = moment(indexed=True)
    order = code()
    is_final = models.BooleanField(default=False)
    ends_on = day()
    objects = Entries.as_manager()


class EmergencyKind(models.TextChoices):
    """Who acted."""

    COURT = "court", "emergency protection order"
    POLICE = "police", "police protection"


@keeps_history
class EmergencyProtection(Entry):
    """A child kept safe at once: by an order of the court, or by the police."""

    kind = models.CharField(max_length=20, choices=EmergencyKind, blank=True)
    started_on, started_time = moment(indexed=True)
    reason = words()
    ended_on, ended_time, ended_recorded_on = later_moment()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "emergency protection"
