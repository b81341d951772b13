"""The way from a reason to the entry that tells of it."""

from django import template

from keel.chronology.showing import entry_address
from keel.oversight.flags import Because

register = template.Library()


@register.filter
def entry(why: Because) -> str:
    """The page of the entry behind a reason; blank where none tells it."""
    return entry_address(why.child, why.table, why.entry) if why.child else ""
