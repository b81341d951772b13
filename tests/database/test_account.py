"""The account that the embedded server runs as, made once however many ask."""

import pwd
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import sleep
from types import SimpleNamespace

import pytest

from keel.database import account


def test_of_two_who_find_it_missing_one_makes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two makers leave one account without its folder: whoever read the number first runs as nobody."""
    there, both = [], Barrier(2)

    def missing_at_first(name: str) -> SimpleNamespace:
        if not there:
            both.wait(timeout=10)  # both have looked before either makes it
            raise KeyError(name)
        return there[-1]

    def slowly_made() -> None:
        number = 990 + len(there)
        sleep(0.2)
        there.append(SimpleNamespace(pw_name=account.SYSTEM_ACCOUNT, pw_uid=number, pw_gid=number))

    accounts = tmp_path / "passwd"
    accounts.touch()
    monkeypatch.setattr(account, "_ACCOUNTS", accounts)
    monkeypatch.setattr(account, "_make_system_account", slowly_made)
    monkeypatch.setattr(pwd, "getpwnam", missing_at_first)
    monkeypatch.setattr(pwd, "getpwall", lambda: there)
    with ThreadPoolExecutor(2) as two:
        found = list(two.map(lambda _: account.system_account(), range(2)))
    assert len(there) == 1
    assert found[0] == found[1]
