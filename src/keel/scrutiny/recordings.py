"""What chairs, those whom they challenge, and partners record."""

from keel.scrutiny.answering import ANSWER, JUDGE
from keel.scrutiny.challenging import RAISE
from keel.scrutiny.disagreeing import DISAGREE
from keel.scrutiny.escalating import ESCALATE, SETTLE
from keel.scrutiny.midpoints import MIDPOINT
from keel.scrutiny.silence import NO_CHALLENGE

RECORDINGS = (RAISE, ANSWER, JUDGE, NO_CHALLENGE, MIDPOINT, ESCALATE, SETTLE, DISAGREE)
