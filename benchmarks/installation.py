"""A large county's record, made once and kept: installations of their own, each with the embedded server."""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import AS_OF, fingerprint, severnshire
from benchmarks.place import KEEL, PYTHON, ROOT, WORK, say, surroundings
from benchmarks.process import FailedRunError, Measured, measure

CHILDREN = 69_000  # on file: two million events, and as many relatives again
PORT = 8177
KEPT = WORK / "keel-data"  # the data folders
LATE = 120  # seconds for the first page to come
OK, FOUND = 0, 1  # exit codes of ``keel load``: done, and done with something at fault in the source
UNSAID = {"KEEL_DEMO", "KEEL_SECRET_KEY", "KEEL_TEST", "DJANGO_SETTINGS_MODULE"}


@dataclass(frozen=True)
class Installation:
    """A data folder and what its processes are told."""

    folder: Path

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of its processes: no other server, and the day that the made-up authority lives on."""
        kept = {
            name: value
            for name, value in surroundings().items()
            if name not in UNSAID and not name.startswith("DATABASE_URL")
        }
        compiled = {"NUMBA_CACHE_DIR": str(self.folder / "compiled")}
        return kept | compiled | {"KEEL_DATA": str(self.folder), "KEEL_TODAY": AS_OF}

    def keel(self, *words: object, runs: int = 1) -> Measured:
        """Measure one of Keel's commands."""
        ends = (OK, FOUND) if words[0] == "load" else (OK,)
        return measure([KEEL, *map(str, words)], runs, within=self.surroundings, ends=ends)

    def inside(self, module: str, *words: object, runs: int = 1) -> Measured:
        """Measure a module of ``benchmarks.inside``."""
        program = [PYTHON, "-m", f"benchmarks.inside.{module}", *map(str, words)]
        return measure(program, runs, within=self.surroundings)

    def brought_up_to_date(self) -> "Installation":
        """With the walls, the view and the triggers of Keel as it is now, as ``keel serve`` would have them."""
        stamp, now = self.folder / "as-of-code", fingerprint("src/keel")
        if not stamp.exists() or stamp.read_text() != now:
            self.keel("migrate")
            stamp.write_text(now)
        return self

    def copy(self, name: str) -> "Installation":
        """The same at another place, where nothing stood or what stood is replaced."""
        other = Installation(KEPT / name)
        other.remove()
        subprocess.run(["cp", "-a", str(self.folder), str(other.folder)], check=True)
        with suppress(FileNotFoundError):
            (other.folder / "socket-folder.txt").unlink()
        return other

    def move(self, name: str) -> "Installation":
        """The same under the name that it is kept by."""
        other = Installation(KEPT / name)
        other.remove()
        self.folder.rename(other.folder)
        with suppress(FileNotFoundError):
            (other.folder / "socket-folder.txt").unlink()
        return other

    def remove(self) -> None:
        """Take it away."""
        if self.folder.exists():
            self.keel("stop")
            shutil.rmtree(self.folder)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its pages, by ``keel serve``; the address while they are there."""
        words = [KEEL, "serve", "--port", str(PORT), "--no-worker"]
        log = KEPT / "serve.log"
        with log.open("w") as out:
            serving = subprocess.Popen(words, stdout=out, stderr=out, env=self.surroundings, cwd=ROOT)
            try:
                _await_first_page(serving, log)
                yield f"http://127.0.0.1:{PORT}"
            finally:
                serving.terminate()
                serving.wait()


def empty() -> Installation:
    """Tables, and nobody in them; whatever is compiled at the first load is compiled."""
    name = f"empty-{_made_by()}"
    if not (KEPT / name).exists():
        _forget("empty")
        say(f"    making {name}")
        KEPT.mkdir(parents=True, exist_ok=True)
        made = Installation(KEPT / "empty-being-made")
        made.remove()
        made.keel("migrate")
        made.keel("load", severnshire("ssd", 100), "--trial")
        made.move(name)
    return Installation(KEPT / name).brought_up_to_date()


def county(people: int) -> Installation:
    """The record of a large county: who its people are, and their histories."""
    name = county_name(people)
    if not (KEPT / name).exists():
        say(f"    making {name}, some minutes")
        made = empty().copy("county-being-made")
        made.keel("load", severnshire("roster", people))
        made.keel("load", severnshire("ssd", people))
        keep_county(made, people)
    return Installation(KEPT / name).brought_up_to_date()


def county_name(people: int) -> str:
    """What the county is kept by; another name where what makes it has changed."""
    return f"county-{people}-{_made_by()}"


def keep_county(made: Installation, people: int) -> Installation:
    """The county that other parts measure, from now on."""
    _forget(f"county-{people}")
    return made.move(county_name(people))


def strangers(people: int) -> Installation:
    """People by the thousand who have nothing to do with each other, under names as common as in England."""
    name = f"strangers-{people}-{_made_by()}"
    if not (KEPT / name).exists():
        _forget(f"strangers-{people}")
        say(f"    making {name}")
        made = empty().copy("strangers-being-made")
        made.inside("fill_strangers", people)
        made.move(name)
    return Installation(KEPT / name).brought_up_to_date()


def _made_by() -> str:
    """Changes with whatever lays the tables or makes the people."""
    return fingerprint(
        "src/keel/invent", *(str(p.relative_to(ROOT)) for p in ROOT.glob("src/keel/*/migrations"))
    )


def _forget(begins: str) -> None:
    """Take away what an older Keel made."""
    for old in KEPT.glob(f"{begins}-*"):
        Installation(old).remove()


def _await_first_page(serving: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + LATE
    while time.monotonic() < until and serving.poll() is None:
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/ready", timeout=5).close()
            return
        time.sleep(0.2)
    raise FailedRunError(f"no page came from port {PORT}\n{log.read_text()[-4000:]}")
