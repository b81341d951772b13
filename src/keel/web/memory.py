"""The memory of a process that answers pages: what is there for good is not looked through while somebody waits.

Python looks through all that it holds, every so often, for what is no longer used. Of the application itself, a quarter
of a million objects, nothing ever is. The look took a sixth of a second, in the middle of one page in ten.
"""

import gc

from django.urls import get_resolver

OBJECTS, LOOKS = 50_000, 20  # made since the last look before the next; looks before one at what is older


def settle() -> None:
    """Read in every page of the application, set it aside for good, and look through the rest less often."""
    get_resolver().reverse_dict  # noqa: B018 -- asks every room for its addresses, and so for its pages
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, LOOKS, LOOKS)
