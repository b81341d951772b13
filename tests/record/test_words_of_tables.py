"""What the tables are called where somebody reads it, such as "Writing section 47 enquiries": as people say it."""

import re

from django.apps import apps

# What adding an "s" to the last word makes of "enquiry", "status", "transfer in" and "plan shared"; and of what is not
# counted in pieces.
NOT_SAID = re.compile(
    r"([^aeiou]y|[sx]|[cs]h|\b(in|out|of|held|missed|unchanged|shared|work|help|fostering|planning|progress|protection"
    r"))s$"
)


def names() -> dict[str, tuple[str, str]]:
    ours = (
        m
        for m in apps.get_models()
        if m.__module__.startswith("keel.") and not hasattr(m, "pgh_tracked_model")
    )
    return {m._meta.label: (str(m._meta.verbose_name), str(m._meta.verbose_name_plural)) for m in ours}


def test_several_rows_are_called_what_people_call_them() -> None:
    odd = {label: many for label, (_, many) in names().items() if NOT_SAID.search(many)}
    assert not odd, f"give these models a verbose_name_plural: {odd}"


def test_no_name_is_a_symbol_and_none_begins_with_a_capital() -> None:
    odd = {label: each for label, each in names().items() if re.search(r"s47|_|^[A-Z]", " ".join(each))}
    assert not odd


def test_no_two_tables_are_called_the_same() -> None:
    """A list of what a load changed has a line for each."""
    several = [many for _, many in names().values()]
    assert sorted(several) == sorted(set(several))
