"""A browser that connects ahead of need, and says nothing yet, keeps nobody else waiting."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress

import pytest

SOON = 5  # seconds; a process that waits for the first word waits much longer


@pytest.mark.skipif(
    sys.platform != "linux", reason="the system leaves silent connections alone on Linux only"
)
def test_who_says_nothing_keeps_nobody_waiting() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app", "--workers", "1"]
    words += ["--bind", f"127.0.0.1:{port}", "--config", "python:keel.web.listening", "--no-control-socket"]
    with ExitStack() as leaving:
        server = leaving.enter_context(subprocess.Popen([*words, "--log-level", "error"]))
        leaving.callback(server.terminate)
        _until_it_answers(port)
        first, *_ = [leaving.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(3)]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SOON) as answer:
            assert answer.status == 200
        first.sendall(b"GET / HTTP/1.0\r\n\r\n")
        first.settimeout(SOON)
        assert b" 200 OK" in first.recv(100), "it is answered once it asks"


def _until_it_answers(port: int) -> None:
    for _ in range(200):
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SOON).close()
            return
        time.sleep(0.05)
