"""What somebody is writing and has not finished, and who moved a finished item on."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models

from keel.access.sets import OfChildren
from keel.record.kept import keeps_history


class Drafts(OfChildren):
    """Drafts, whose can be asked."""

    def begun_by(self, user: Any) -> "Drafts":
        """What somebody has begun and not finished."""
        return self.filter(user=user, finished_at=None).exclude(revision=0)


class Typed(models.Model):
    """What one person has begun to write, kept on the server as she writes; only she sees it.

    It belongs to the page that it was begun on: sent twice, that page makes one record, because the draft remembers
    what it became. ``words`` holds what was typed, by the names of the page's boxes, valid or not. ``revision`` grows
    by one each time that it is saved, so that a page which did not see the newest words cannot write over them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    became = models.CharField(max_length=300, blank=True)  # where what it became is read

    class Meta:
        abstract = True


class Draft(Typed):
    """What one person has begun to write about one child."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="drafts")
    page = models.CharField(max_length=60)  # which form it is of: "protection:visit"
    about = models.BigIntegerField(null=True, blank=True)  # the entry that it is about; blank for none
    objects = Drafts.as_manager()

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["user", "child", "page", "about"],
                condition=models.Q(finished_at=None),
                nulls_distinct=False,
                name="one_draft_of_a_page",
            )
        ]


@keeps_history
class Move(models.Model):
    """An item of a child's record came into a state: who moved it, when, and why.

    ``of`` is the item's table as app.Model and ``entry`` its row there. An item without a move stands in the first
    state of its kind, which is what a load brings. ``odd`` is why something unusual is right, in the writer's words.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="moves")
    of = models.CharField(max_length=60)
    entry = models.BigIntegerField()
    state = models.CharField(max_length=40)
    moved_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    odd = models.TextField(blank=True)
    objects = OfChildren.as_manager()

    class Meta:
        verbose_name = "step of an entry"
        verbose_name_plural = "steps of entries"
        indexes = [models.Index(fields=["child", "of", "entry"], name="moves_of_an_entry")]  # noqa: RUF012
