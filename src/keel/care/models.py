"""Children who are looked after, go missing, or have left care."""

from keel.care.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, number, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


@keeps_history
class CarePeriod(Entry):
    """A time of being looked after, unbroken though placement or legal status change in it."""

    referral = link("front_door.Referral")
    started_on, started_time = moment(indexed=True)
    legal_status_at_start = code()
    primary_need = code()
    reviewing_officer = done_by()
    officer_appointed_on, officer_appointed_time, officer_appointed_recorded_on = later_moment()
    officer_last_contact_on = day()
    permanence_plan = code()
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    end_reason = code()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "time in care"
        verbose_name_plural = "times in care"


@keeps_history
class LookedAfterEpisode(Entry):
    """A part of a time in care with one legal status and one placement, as the yearly return counts them."""

    period = link("care.CarePeriod")
    placement = link("care.Placement")
    started_on = day(indexed=True)
    start_reason = code()
    primary_need = code()
    legal_status = code()
    ended_on = day(indexed=True)
    end_reason = code()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "episode of care"
        verbose_name_plural = "episodes of care"


@keeps_history
class LegalStatus(Entry):
    """The legal ground on which a child was looked after or kept safe, from when to when."""

    status = code()
    started_on = day(indexed=True)
    ended_on = day()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "legal statuses"


@keeps_history
class Placement(Entry):
    """Where a looked-after child lives, with whom, and until when."""

    period = link("care.CarePeriod")
    started_on, started_time = moment(indexed=True)
    placement_type = code()
    is_long_term = answer()
    provider = code()
    location = code()
    authority = code()
    distance = number()  # miles from home
    postcode = code()
    register_number = code()  # Ofsted's unique reference of the home
    change_reason = code()
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    objects = Entries.as_manager()


@keeps_history
class CareVisit(Entry):
    """A visit to a looked-after child."""

    shared = shared()
    period = link("care.CarePeriod")
    visited_on, visited_time = moment(indexed=True)
    is_child_seen = answer()
    is_seen_alone = answer()
    own_words = words()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "looked-after visit"


@keeps_history
class CareReview(Entry):
    """A review of how a looked-after child is cared for, and how she took part in it."""

    shared = shared()
    period = link("care.CarePeriod")
    due_on = day()
    held_on, held_time = moment(indexed=True)
    is_cancelled = answer()
    participation = code()
    decision = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "looked-after review"


@keeps_history
class CarePlan(Entry):
    """The plan for where and with whom a looked-after child will grow up."""

    period = link("care.CarePeriod")
    started_on = day()
    ended_on = day()
    permanence_plan = code()
    objects = Entries.as_manager()


@keeps_history
class HealthAssessment(Entry):
    """A look at a looked-after child's health that took place."""

    period = link("care.CarePeriod")
    assessed_on, assessed_time = moment(indexed=True)
    what_kind = code()
    objects = Entries.as_manager()


@keeps_history
class PersonalEducationPlan(Entry):
    """The plan for a looked-after child's schooling."""

    period = link("care.CarePeriod")
    started_on, started_time = moment(indexed=True)
    school = code()
    objects = Entries.as_manager()


@keeps_history
class MissingEpisode(Entry):
    """A time when nobody knew where a child was, and the interview when she came back."""

    started_on, started_time = moment(indexed=True)
    what_kind = code()  # missing, or away without agreement
    ended_on, ended_time, ended_recorded_on = later_moment(indexed=True)
    third_on, third_time, third_recorded_on = later_moment()  # so often missing that it must be discussed
    is_interview_offered = answer()
    is_interview_accepted = answer()
    interview_on, interview_time, interview_recorded_on = later_moment()
    interview_words = words()
    worker = done_by()
    objects = Entries.as_manager()


@keeps_history
class CareLeaver(Entry):
    """A young person with a right to support after care, and how she is living."""

    became_on, became_time = moment(indexed=True)
    eligibility = code()
    in_touch = code()
    accommodation = code()
    is_accommodation_suitable = answer()
    activity = code()
    adviser = done_by()
    adviser_name = code()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "right to support after care"
        verbose_name_plural = "rights to support after care"


@keeps_history
class LeaverContact(Entry):
    """A personal adviser was in touch with a young person who has left care."""

    contacted_on, contacted_time = moment(indexed=True)
    in_touch = code()
    own_words = words()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "contact after care"
        verbose_name_plural = "contact after care"


@keeps_history
class PathwayPlan(Entry):
    """The plan for a young person's way out of care, as first agreed."""

    agreed_on, agreed_time = moment(indexed=True)
    plan = words()
    objects = Entries.as_manager()


@keeps_history
class PathwayPlanReview(Entry):
    """A review of the pathway plan."""

    plan = link("care.PathwayPlan")
    reviewed_on, reviewed_time = moment(indexed=True)
    outcome = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "review of the pathway plan"
        verbose_name_plural = "reviews of the pathway plan"
