"""Writes to a running installation over HTTP until told to stop, and notes every write that was answered 2xx.

python -m tests.crash.writer codings|uploads CONNECTION.json NOTES STOP
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

CSRF = "a" * 32
BOUNDARY = "grens"


class Writer:
    """One user with one connection at a time."""

    def __init__(self, where: dict[str, Any], notes: Path) -> None:
        self.where, self.notes = where, notes
        self.cookie = f"sessionid={where['session']}; csrftoken={CSRF}"

    def post(self, path: str, body: bytes, content_type: str) -> Any:
        """The answer when it was 2xx; None when the server was gone or refused."""
        connection = http.client.HTTPConnection("127.0.0.1", self.where["port"], timeout=20)
        headers = {
            "Cookie": self.cookie,
            "X-CSRFToken": CSRF,
            "Content-Type": content_type,
            "Accept": "application/json",
        }
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            return json.loads(content) if 200 <= answer.status < 300 else None
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.05)
            return None
        finally:
            connection.close()

    def note(self, *words: object) -> None:
        with self.notes.open("a") as file:
            file.write(json.dumps(words) + "\n")

    def codings(self, chance: random.Random) -> None:
        start = chance.randrange(self.where["length"] - 60)
        body = {"start": start, "end": start + chance.randint(20, 60), "code": chance.choice(self.where["codes"])}
        answer = self.post(self.where["codings"], json.dumps(body).encode(), "application/json")
        if answer is not None:
            self.note(body["start"], body["end"], body["code"])

    def uploads(self, chance: random.Random) -> None:
        text = f"Fictief verslag {chance.random()}\n\nHet wijkteam belt het gezin binnen drie dagen terug.\n"
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndocument\r\n',
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="documents"; filename="verslag.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{text}\r\n--{BOUNDARY}--\r\n",
        ]
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        answer = self.post(self.where["uploads"], "".join(parts).encode(), kind)
        for upload in answer["uploads"] if answer is not None else ():
            self.note(upload["id"])
        time.sleep(0.2)  # reading takes a process each; the queue must drain afterwards


def main(what: str, connection: str, notes: str, stop: str) -> None:
    writer = Writer(json.loads(Path(connection).read_text()), Path(notes))
    chance = random.Random(what)
    deadline = time.monotonic() + 600
    while not Path(stop).exists() and time.monotonic() < deadline:
        getattr(writer, what)(chance)


if __name__ == "__main__":
    main(*sys.argv[1:])
