"""What managers decide about a child, and what supervision says of her."""

from keel.supervision.checking import CAME_OF_IT
from keel.supervision.deciding import DECIDING
from keel.supervision.doing import DONE
from keel.supervision.reviewing import LOOKS
from keel.supervision.talking import TALKING

RECORDINGS = (*TALKING, CAME_OF_IT, *DECIDING, DONE, *LOOKS)
