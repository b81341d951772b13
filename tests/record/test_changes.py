"""Whoever follows the record is told once of all that one recording changed."""

from uuid import UUID, uuid4

import pytest

from keel.record import changes

ONE, OTHER = uuid4(), uuid4()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, ...]]:
    heard: list[tuple[UUID, ...]] = []
    monkeypatch.setattr(changes, "_followers", [lambda *children: heard.append(children)])
    return heard


def test_each_change_is_told_at_once(told: list[tuple[UUID, ...]]) -> None:
    changes.changed(ONE)
    changes.changed(ONE, OTHER)
    changes.changed()
    assert told == [(ONE,), (ONE, OTHER)]


def test_what_changes_together_is_told_together_at_the_end(told: list[tuple[UUID, ...]]) -> None:
    with changes.all_at_once():
        changes.changed(ONE, OTHER)
        with changes.all_at_once():
            changes.changed(ONE)
        assert told == []
    assert told == [(ONE, OTHER)]


def test_nothing_is_told_of_what_failed(told: list[tuple[UUID, ...]]) -> None:
    with pytest.raises(ValueError, match="no"):
        _fail_in_the_middle()
    changes.changed(OTHER)
    assert told == [(OTHER,)]


def _fail_in_the_middle() -> None:
    with changes.all_at_once():
        changes.changed(ONE)
        raise ValueError("no")
