"""What an administrator does about somebody's sign-in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from keel.access import audit
from keel.access.audit import Code
from keel.access.models import User


def open_sessions() -> QuerySet[UserSession]:
    """The sessions that have not ended, with whose they are; the newest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    found = UserSession.objects.filter(session_key__in=alive).select_related("user")
    return found.order_by("-created_at")


@transaction.atomic
def end_session(*, session: UserSession, by: User) -> None:
    """End one session: its next request is as of somebody who is not signed in."""
    session.end()
    audit.record(Code.SESSION_ENDED, by=by, entry=f"access.User:{session.user_id}")


@transaction.atomic
def end_sessions(*, user: User, by: User) -> int:
    """End all sessions of a user; how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        end_session(session=session, by=by)
    return len(sessions)


@transaction.atomic
def take_away_second_factors(*, user: User, by: User) -> None:
    """For somebody who lost hers and her recovery codes: she sets up another when she next signs in."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user, by=by)
    audit.record(Code.SECOND_FACTOR_TAKEN, by=by, entry=f"access.User:{user.pk}")
