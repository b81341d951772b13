"""From the first word about a child to a finished assessment."""

from django.conf import settings
from django.db import models

from keel.front_door.queries import Entries, Factors, WorriesTold
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, number, shared, words
from keel.record.kept import keeps_history
from keel.record.models import Entry
from keel.recording.models import Typed


@keeps_history
class Pregnancy(Entry):
    """A pregnancy with a worry for the unborn baby, as the authority came to know of it."""

    known_on, known_time = moment()
    expected_on = day()
    is_conference_required = answer()
    is_court_likely = answer()
    is_plan_made = answer()
    antenatal_care = words()
    earlier_children = words()  # and where they are
    father_or_partner = words()
    plans_for_birth = words()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "pregnancies"


@keeps_history
class Contact(Entry):
    """Information about a child that reached the authority, and what a manager decided to do with it."""

    received_on, received_time = moment(indexed=True)
    source = code()  # who made contact
    source_name = code()
    partner_aware_on, partner_aware_time = moment()  # when the partner first knew of the worry
    partner_agency = code()
    reason = words()
    is_no_further_action = answer()
    outcome = code()
    # The duty is one: to decide and to tell the referrer. Its day is that on which both were done, so that who is told
    # late is not counted as told in time; the decision itself was made on ``made_on``, which is no later.
    decided_on, decided_time, decided_recorded_on = later_moment()
    made_on, made_time = moment()
    decided_by = done_by()
    decision = words()
    is_referrer_told = answer()
    referrer_told_on, referrer_told_time = moment()
    why_not_told = words()
    shared = shared()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()


@keeps_history
class WorryTold(models.Model):
    """What somebody of another agency told of a child, before anybody has said who on file the child is.

    She writes it and nobody changes her words. It waits until the front door has made a contact of it, which carries
    all of it into the child's record; she is then told what was decided, in the words for whoever made contact.
    """

    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_on, told_time = moment(indexed=True)
    source = code()
    source_name = code()  # her name and post
    reach = code()  # how she is reached
    partner_agency = code()
    partner_aware_on, partner_aware_time = moment()
    forename, surname = code(), code()  # who the child is, as far as she knows
    birth_on, expected_on = day(), day()
    sex = code()
    address, postcode = code(), code()
    others = words()  # who else lives there or matters
    reason = words()
    child_words = words()
    is_family_told = answer()
    is_family_agreed = answer()
    family_words = words()  # what the family says, and why it is told without them
    wanted = words()
    urgency = code()
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="worry"
    )  # what it became; blank while it waits
    taken_on, taken_time = moment()
    taken_by = done_by()
    outcome_told = code()  # as it is told to whoever made contact
    outcome_told_on, outcome_told_time = moment()
    objects = WorriesTold.as_manager()

    class Meta:
        verbose_name = "worry told by another agency"
        verbose_name_plural = "worries told by other agencies"

    def __str__(self) -> str:
        return f"told by {self.source_name}"

    @property
    def child_called(self) -> str:
        """The child's name as it was told."""
        return f"{self.forename} {self.surname}".strip()


class WorryDraft(Typed):
    """A worry that somebody of another agency has begun to write, and not told yet."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(finished_at=None), name="one_worry_begun"
            ),
        )


@keeps_history
class EarlyHelpEpisode(Entry):
    """Help for a family before, or instead of, a social worker's."""

    started_on, started_time = moment(indexed=True)
    reason = code()
    ended_on, ended_time, ended_recorded_on = later_moment()
    end_reason = code()
    organisation = code()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "early help"
        verbose_name_plural = "early help"


@keeps_history
class Referral(Entry):
    """An episode of need: from the referral to children's social care until the case is closed."""

    partner_aware_on, partner_aware_time, partner_aware_recorded_on = later_moment()
    partner_agency = code()
    received_on, received_time = moment(indexed=True)
    source = code()  # who referred
    source_name = code()
    primary_need = code()
    reason = words()
    is_no_further_action = answer()
    outcome = code()
    referrals_in_year = number()  # in the last twelve months, this one with them
    closed_on, closed_time, closed_recorded_on = later_moment(indexed=True)
    close_reason = code()
    closing_words = words()
    worker, team = done_by(), done_by("workforce.Team")
    contact = link("front_door.Contact")
    objects = Entries.as_manager()


@keeps_history
class Assessment(Entry):
    """A social worker's assessment of a child and her family, authorised by a manager."""

    referral = link("front_door.Referral")
    started_on, started_time = moment(indexed=True)
    referred_on = day()  # the point of referral, from which its time runs
    is_child_seen = answer()  # as said of its start
    internal_review_on = day()  # set at the outset for the manager's look part way
    authorised_on, authorised_time, authorised_recorded_on = later_moment(indexed=True)
    authorised_by = done_by()
    authorising_comment = words()
    is_child_seen_by_end = answer()
    is_no_further_action = answer()
    is_manager_authorised = answer()
    is_history_weighed = answer()
    are_other_children_considered = answer()
    needs_support = answer()  # assessed as needing social care support
    outcome = code()
    reason = words()
    question = words()  # what it is to answer
    seen_dates = words()  # when the child was seen, and when alone
    child_views = words()
    child_views_method = words()
    parent_views = words()
    key_events = words()
    family_history = words()
    history_effect = words()  # what the parents' history does to the child
    needs = words()
    parenting = words()
    surroundings = words()
    disability = words()  # and how the child communicates
    identity = words()
    agencies = words()  # what other agencies know
    analysis = words()
    risk = words()  # and what protects
    conclusion = words()
    what_next = words()
    antenatal_care = words()  # this and what follows of a child not yet born
    earlier_children = words()
    father_or_partner = words()
    plans_for_birth = words()
    worker, team = done_by(), done_by("workforce.Team")
    objects = Entries.as_manager()


@keeps_history
class ParentView(Entry):
    """What one parent or carer says, asked for an assessment; or how it was tried to ask."""

    assessment = link("front_door.Assessment", back="parents")
    parent = link("people.Person")
    name = code()  # of somebody who is not on file
    views = words()
    how_asked = code()
    asked_on = day()
    tries = words()  # with their dates, where the parent was not reached
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "view of a parent"
        verbose_name_plural = "views of parents"


@keeps_history
class ChildConsidered(Entry):
    """Another child of the family or home, and whether an assessment considered her."""

    assessment = link("front_door.Assessment", back="children_considered")
    other = link("people.Person")
    name = code()  # of a child who is not on file
    is_considered = answer()
    reason = words()  # what was found, or why it is not needed
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "other child considered"
        verbose_name_plural = "other children considered"


@keeps_history
class AssessmentFactor(Entry):
    """Something that the assessment found to bear on the child's life, by the census code."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factors")
    factor = code()
    taken_back_on = day()  # thought to be found, and then not
    objects = Factors.as_manager()

    class Meta:
        verbose_name = "factor"
        verbose_name_plural = "factors of assessments"


@keeps_history
class AssessmentCheckpoint(Entry):
    """A manager's look at an assessment part way."""

    assessment = link("front_door.Assessment")
    held_on, held_time = moment()
    held_by = done_by()
    comment = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "look at an assessment"
        verbose_name_plural = "looks at assessments"


@keeps_history
class PrivateFostering(Entry):
    """An arrangement by which a child lives with somebody who is not a close relative."""

    notified_on, notified_time = moment(indexed=True)
    notified_by = code()
    began_on = day()
    intended_length = words()
    carer = code()
    why_with_carer = words()
    child_wishes = words()  # this and what follows are what must be known before it can be called suitable
    home = words()
    carer_suitability = words()
    household = words()
    family_contact = words()
    money = words()
    health = words()
    education = words()
    who_decides = words()
    advice = words()
    decided_on, decided_time, decided_recorded_on = later_moment()
    decided_by = done_by()
    is_suitable = answer()
    decision = words()
    ended_on, ended_time, ended_recorded_on = later_moment()
    end_reason = code()
    worker = done_by()
    objects = Entries.as_manager()

    class Meta:
        verbose_name_plural = "private fostering"


@keeps_history
class PrivateFosteringVisit(Entry):
    """A visit to a child in a private fostering arrangement."""

    private_fostering = link("front_door.PrivateFostering")
    visited_on, visited_time = moment(indexed=True)
    is_spoken_alone = answer()
    not_alone_reason = words()  # the officer may judge that it would not be appropriate
    is_report_written = answer()
    report = words()
    worker = done_by()
    objects = Entries.as_manager()
