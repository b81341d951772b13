"""Nobody stores something about a child before somebody has said for whom, why and for how long."""

from collections import Counter

from keel.access.register import classes, registered, strangers


def test_every_field_is_classed() -> None:
    unclassed = [f"{one.table}.{one.field}" for one in registered() if one.field_class is None]
    assert not unclassed, f"say in access/fields.toml what these hold and for whom: {unclassed[:20]}"


def test_a_field_that_went_is_taken_out_of_the_register() -> None:
    assert not strangers()


def test_no_class_stands_unused_or_unsaid() -> None:
    used = Counter(one.field_class.name for one in registered() if one.field_class)
    assert set(used) == set(classes())
    for each in classes().values():
        assert all(
            [each.holds, each.audience, each.basis, each.retention, each.subject_access, each.test_data]
        )


def test_where_somebody_can_be_found_is_never_classed_as_less_than_protected() -> None:
    places = ("people.Address", "people.ContactPoint")
    told = {"lines", "postcode", "value"}
    found = {one.field: one.field_class for one in registered() if one.table in places and one.field in told}
    assert found
    assert all(each is not None and each.sensitivity == "protected" for each in found.values())
