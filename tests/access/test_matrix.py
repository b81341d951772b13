"""Every address answers everybody as the reviewed matrix says, and no record that is refused can be told from none."""

import tomllib

import pytest
from every_door import FILE, Answered, addresses, ask_everything, written


@pytest.fixture(scope="module")
def _asked() -> dict[str, Answered]:
    return {}


@pytest.fixture
def answered(cast, _asked: dict[str, Answered], request: pytest.FixtureRequest) -> Answered:
    if "once" not in _asked:
        _asked["once"] = ask_everything(cast)
        if request.config.getoption("--write-matrix"):
            FILE.write_text(written(_asked["once"]), encoding="utf-8")
    return _asked["once"]


def test_every_address_is_in_the_matrix() -> None:
    told = {name.split(" ", 1)[1] for name in tomllib.loads(FILE.read_text(encoding="utf-8"))}
    unlisted = [one.route for one in addresses() if one.route not in told]
    assert not unlisted, f"say in matrix.toml who is answered what at: {unlisted}"


def test_nobody_is_answered_with_a_fault(answered: Answered) -> None:
    assert not answered.faults


def test_a_record_that_is_refused_looks_like_one_that_is_not_there(answered: Answered) -> None:
    assert not answered.leaks


def test_everybody_is_answered_as_the_matrix_says(answered: Answered) -> None:
    expected = tomllib.loads(FILE.read_text(encoding="utf-8"))
    differ = [
        f"{address} about {subject or '-'}: expected {expected.get(address, {}).get(subject)}, answered {line}"
        for address, cells in answered.cells.items()
        for subject, line in cells.items()
        if expected.get(address, {}).get(subject) != line
    ]
    assert not differ, "\n".join(differ)
