"""What supervision says of the worker herself: kept apart from every child's record, for the two of them alone."""

from django.db import models

from keel.record.columns import answer, code, done_by, words
from keel.record.kept import keeps_history


@keeps_history
class SupervisionPersonal(models.Model):
    """The worker's own part of a session: how she is, what she carries, what she learns; and whether there was time.

    The worker and the supervisor stand here again, as in the session, because the database shows a row to those two
    and nobody else.
    """

    session = models.OneToOneField(
        "oversight.SupervisionSession", on_delete=models.PROTECT, related_name="personal"
    )
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    supervisor = done_by()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    was_interrupted = answer()
    interruption = words()
    place = code()
    wellbeing = words()
    workload_children = models.PositiveSmallIntegerField(null=True, blank=True)
    workload = words()  # how complex it is, and what it leaves no time for
    learning = words()
    reflection = words()
    worker_words = words()  # the worker's own, when she signs
    revision = models.PositiveIntegerField(
        default=0
    )  # grows with each saving, so that no newer words are lost
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "personal part of a supervision"
        verbose_name_plural = "personal parts of supervisions"
