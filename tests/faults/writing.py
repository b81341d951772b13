"""A client in a process of its own: raises alerts until so many were acknowledged, whatever breaks meanwhile.

Each line that it writes is what became of one: ``kept`` when the page said that it is saved, ``unknown`` when no answer
came or the answer was that something failed. What was not acknowledged is not sent again: the next one is another.

    python tests/faults/writing.py {"port": …, "cookie": …, …}
"""

import json
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32
SAVED = 302
PATIENCE = 60.0  # seconds without any answer before it gives up


class Browser:
    """Who is signed in."""

    def __init__(self, port: int, session: tuple[str, str], form: str) -> None:
        self.port = port
        self.headers = {
            "Cookie": f"{session[0]}={session[1]}; {form}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }

    def ask(self, method: str, path: str, **data: str) -> tuple[int, str]:
        """The status and the words of one answer; 0 where none came."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, urlencode(data), self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            return 0, type(error).__name__
        finally:
            connection.close()

    def raise_alert(self, child: str, text: str) -> tuple[int, str]:
        """Write one alert."""
        return self.ask("POST", f"/people/{child}/alerts", kind="Other", text=text, review_on="1/1/2090")


def main(told: dict[str, Any]) -> None:
    """Write until enough is acknowledged."""
    browser = Browser(told["port"], (told["session"], told["cookie"]), told["form"])
    kept, number, heard = 0, 0, time.monotonic()
    while kept < told["many"]:
        number += 1
        text = f"{told['name']}-{number}"
        status, _ = browser.raise_alert(told["children"][number % len(told["children"])], text)
        sys.stdout.write(f"{'kept' if status == SAVED else 'unknown'} {text} {status}\n")
        sys.stdout.flush()
        if status == SAVED:
            kept, heard = kept + 1, time.monotonic()
        elif time.monotonic() - heard > PATIENCE:
            sys.exit("nothing was acknowledged any more")
        else:
            time.sleep(0.05)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
