"""Tables of what managers, supervisors, chairs and partners decided, asked or challenged about a child."""

from django.db import models

from keel.oversight.queries import Entries
from keel.record.columns import answer, code, day, done_by, later_moment, link, moment, number, words
from keel.record.kept import keeps_history
from keel.record.models import Entry


class DecisionKind(models.TextChoices):
    """What asked for the decision."""

    MISSED_VISIT = "missed_visit", "a missed visit"
    RISK = "risk", "something that may raise the risk"
    CHANGE_OF_WORKER = "change_of_worker", "a change of worker"
    OTHER = "other", "another reason"


@keeps_history
class ManagementDecision(Entry):
    """A manager's decision about a child, with its reason and what is to be done."""

    kind = models.CharField(max_length=20, choices=DecisionKind)
    decided_on, decided_time = moment(indexed=True)
    decided_by = done_by()
    visit = link("protection.Visit")  # which asked for it
    event = link("protection.SignificantEvent")
    is_strategy_discussion_needed = answer()  # of a new incident
    decision = words()
    reason = words()
    action = words()
    owner = done_by()
    due_on = day()
    done_on = day()
    done = words()  # and what came of it for the child
    answer = link("oversight.FlagAnswer")  # that decided it, and whose own promise is watched
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "manager’s decision"
        verbose_name_plural = "managers’ decisions"


class SeniorReviewKind(models.TextChoices):
    """Why somebody senior looked at the plan: its age in months, or that it is not the first."""

    NINE_MONTHS = "9", "open nine months"
    TWELVE_MONTHS = "12", "open twelve months"
    FIFTEEN_MONTHS = "15", "open fifteen months"
    EIGHTEEN_MONTHS = "18", "open eighteen months"
    TWENTY_FOUR_MONTHS = "24", "open twenty-four months"
    REPEAT = "repeat", "not the first plan"


class SeniorOutcome(models.TextChoices):
    """What somebody senior decided about a plan."""

    CONTINUE = "continue", "the plan goes on, with something new"
    END = "end", "the plan is to end"
    LEGAL = "legal", "legal planning"


@keeps_history
class SeniorReview(Entry):
    """A senior manager's look at a long or repeated plan, with a decision."""

    kind = models.CharField(max_length=20, choices=SeniorReviewKind)
    plan = link("protection.ProtectionPlan")
    held_on, held_time = moment(indexed=True)
    held_by = done_by()
    outcome = models.CharField(max_length=20, choices=SeniorOutcome, blank=True)
    what_is_new = words()  # where it goes on: what is done that was not done before
    until_on = day()  # and until when
    decision = words()
    reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "senior manager’s look"
        verbose_name_plural = "senior managers’ looks"


@keeps_history
class SupervisionSession(models.Model):
    """A worker's supervision: when, with whom, and who has signed it. What was said stands elsewhere: of a child in
    her record, of the worker where only the two of them read it.
    """

    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="supervisions")
    supervisor = done_by()
    held_on, held_time = moment(indexed=True)
    supervisor_signed_on = day()
    worker_signed_on = day()
    signed_on = day()  # by both: from then on nothing in it is changed
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [  # noqa: RUF012
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("worker")), name="supervision_is_by_another"
            ),
        ]


class Decided(models.TextChoices):
    """Whether supervision changed anything for a child."""

    CHANGE = "change", "something changes"
    ON = "on", "it goes on as before"


@keeps_history
class ChildSupervision(Entry):
    """A child talked about in her worker's supervision."""

    session = link("oversight.SupervisionSession")
    held_on, held_time = moment(indexed=True)
    is_dated_and_owned = answer()  # its actions have a date and an owner
    daily_life = words()  # what life is like for the child
    last_seen_on = day()
    was_seen_alone = answer()
    what_changed = words()
    is_plan_working = answer()
    evidence = words()
    worries = words()
    other_hypotheses = words()
    plan_b = words()
    signals_open = words()  # as they stood on the day
    signals_response = words()
    decided = models.CharField(max_length=20, choices=Decided, blank=True)
    decision = words()
    reason = words()
    is_no_action_needed = answer()
    no_action_reason = words()
    next_on = day()
    signed_on, signed_time, signed_recorded_on = later_moment()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "supervision about the child"
        verbose_name_plural = "supervision about the child"


@keeps_history
class SupervisionAction(Entry):
    """Something supervision asked for: what, why, who, by when and how it will be known; and whether it was done."""

    supervision = link("oversight.ChildSupervision")
    set_on, set_time = moment(indexed=True)
    action = words()
    purpose = words()
    owner = done_by()
    due_on = day(indexed=True)
    measure = words()
    times_moved = number()
    is_dated_and_owned = answer()
    completed_on, completed_time, completed_recorded_on = later_moment()
    evidence = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "action from supervision"
        verbose_name_plural = "actions from supervision"


class Progress(models.TextChoices):
    """What the chair found half way: whether the child's life gets better by the plan."""

    YES = "yes", "yes"
    SOME = "some", "some"
    NONE = "none", "none"


@keeps_history
class ChairMidpoint(Entry):
    """The conference chair's check, half way between conferences, that the plan is being carried out."""

    checked_on, checked_time = moment(indexed=True)
    chair = done_by()
    progress = models.CharField(max_length=10, choices=Progress, blank=True)
    finding = words()
    is_challenged = answer()
    no_challenge_reason = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "chair’s look half way"
        verbose_name_plural = "chair’s looks half way"


@keeps_history
class CriticalSignal(Entry):
    """A red signal opened on a child, and the chair's reason where she did not challenge."""

    opened_on, opened_time = moment(indexed=True)
    signal = code()
    no_challenge_on, no_challenge_time, no_challenge_recorded_on = later_moment()
    no_challenge_reason = words()
    closed_on, closed_time, closed_recorded_on = later_moment()
    chair = done_by()
    objects = Entries.as_manager()


@keeps_history
class Challenge(Entry):
    """A chair's formal challenge: what is wrong, what it does to the child, what should happen by when."""

    raised_on, raised_time = moment(indexed=True)
    chair = done_by()
    team = done_by("workforce.Team")  # that had the child on that day
    trigger = code()  # a signal, or the chair's own view
    signal = link("oversight.CriticalSignal")
    what_is_wrong = words()
    effect_on_child = words()
    what_should_happen = words()
    by_on = day()
    is_immediate_danger = answer()
    resolved_on = day()
    what_changed = words()  # for the child
    theme = code()  # of the learning
    learning = words()
    family_told = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "challenge by a chair"
        verbose_name_plural = "challenges by chairs"


@keeps_history
class ChallengeStage(Entry):
    """A challenge at one stage: to whom it went, what was answered, and whether the chair accepted it."""

    challenge = link("oversight.Challenge")
    stage = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_on, sent_time = moment(indexed=True)
    post = code()  # that is asked at this stage, or the next above it that somebody holds
    sent_to = done_by()
    due_on = day()
    has_climbed = answer()  # nobody answered the stage before it in time
    response = words()
    answered_by = done_by()
    answered_on = day()
    is_accepted = answer()
    judged_on = day()
    accepted_on, accepted_time, accepted_recorded_on = later_moment()
    acceptance_reason = words()
    director_decided_on, director_decided_time, director_decided_recorded_on = later_moment()
    director_decision = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "stage of a challenge"
        verbose_name_plural = "stages of challenges"


@keeps_history
class Escalation(Entry):
    """A partner agency's disagreement, raised at a stage, and how it was settled or taken on."""

    raised_on, raised_time = moment(indexed=True)
    agency = code()
    raised_by = code()  # who at the agency
    stage = models.PositiveSmallIntegerField(null=True, blank=True)
    post = code()
    sent_to = done_by()
    due_on = day()
    has_climbed = answer()
    disagreement = words()
    effect_on_child = words()
    what_should_happen = words()
    not_settled_reason = words()
    resolved_on, resolved_time, resolved_recorded_on = later_moment()
    resolution = words()
    what_changed = words()  # for the child
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "escalation by a partner"
        verbose_name_plural = "escalations by partners"
