"""One person with a workbench open: codes, takes off, writes, undoes, and asks every three seconds what is new.

It keeps what a browser keeps (the fragments as the server told them) and what was acknowledged, to compare afterwards.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

CSRF = "a" * 32
PATIENCE = 120.0  # seconds until there is no answer
POLL_EVERY = 3.0  # seconds, as frontend/src/coding/live.js
DATA = re.compile(rb'<script id="workbench-data" type="application/json">(.*?)</script>', re.S)
STEPS = {"code": 66, "take off": 10, "memo": 12, "undo": 4, "redo": 2, "page of a fragment": 3, "workbench": 3}

Data = dict[str, Any]
Place = tuple[int, int]


@dataclass(slots=True)
class Timing:
    """One request: what it was for, when it ended on the clock, how long it took, and its status; 0 for no answer.

    `why` tells what kind of failure kept the answer away.
    """

    kind: str
    at: float
    seconds: float
    status: int
    why: str = ""


@dataclass(slots=True)
class Screen:
    """What the browser of this person shows, by number of the fragment."""

    cursor: str
    version: int
    fragments: dict[int, Data]

    def take(self, answer: Data) -> None:
        """As frontend/src/coding/store.js and live.js do."""
        if answer.get("everything"):
            self.fragments.clear()
        for number in answer.get("removed", ()):
            self.fragments.pop(number, None)
        for fragment in answer.get("changed", ()):
            self.fragments[fragment["number"]] = fragment
        self.cursor = answer.get("cursor", self.cursor)


@dataclass(slots=True)
class Visitor:
    """`text` is the number of the text that they are in; `spans` the passages that everybody chooses from."""

    user: int
    session: str
    port: int
    evaluation: int
    codes: list[int]
    spans: list[Place]
    text: int
    think: float
    chance: random.Random
    timings: list[Timing] = field(default_factory=list)
    # What the server said it stored: (start, end, code) of this person's codings, memos' texts, ids of codings.
    own: set[tuple[int, int, int]] = field(default_factory=set)
    memos: set[tuple[int, int, str]] = field(default_factory=set)
    acknowledged: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    screen: Screen = field(default_factory=lambda: Screen("0.0", 1, {}))
    connection: http.client.HTTPConnection | None = None

    def stay(self, done: threading.Event) -> None:
        """Work until it is done; people do not begin at once."""
        time.sleep(self.chance.uniform(0, self.think))
        self.open_workbench()
        step, poll = self._after(self.think), time.monotonic() + POLL_EVERY
        while not done.is_set():
            now = time.monotonic()
            if step <= poll:
                time.sleep(max(0.0, step - now))
                self.act()
                step = self._after(self.think)
            else:
                time.sleep(max(0.0, poll - now))
                self.poll()
                poll = time.monotonic() + POLL_EVERY
        self.close()

    def close(self) -> None:
        if self.connection:
            self.connection.close()

    def _after(self, think: float) -> float:
        return time.monotonic() + think * self.chance.uniform(0.5, 1.5)

    def act(self) -> None:
        """One step of what people do here."""
        kind = self.chance.choices(list(STEPS), list(STEPS.values()))[0]
        {
            "code": self.code,
            "take off": self.take_off,
            "memo": self.memo,
            "undo": lambda: self.step("undo", "ongedaan/"),
            "redo": lambda: self.step("redo", "opnieuw/"),
            "page of a fragment": self.open_fragment,
            "workbench": self.open_workbench,
        }[kind]()

    def open_workbench(self) -> None:
        page = self.ask("workbench", "GET", "")
        found = DATA.search(page or b"")
        if found:
            data = json.loads(found[1])
            self.screen = Screen(data["cursor"], data["source"]["version"], {})
            self.screen.take({"changed": data["fragments"]})

    def poll(self) -> None:
        place = f"live/?after={self.screen.cursor}&version={self.screen.version}"
        self.answered("poll", "GET", place)

    def code(self) -> None:
        (start, end), code = self.chance.choice(self.spans), self.chance.choice(self.codes)
        answer = self.answered("code", "POST", "coderingen/", {"start": start, "end": end, "code": code})
        if answer is None:
            return
        mine = [one["id"] for one in answer["changed"][0]["codings"] if one["mine"] and one["code"] == code]
        if (start, end, code) not in self.own:
            self.acknowledged += mine
        self.keep_own(answer)

    def take_off(self) -> None:
        mine = [one["id"] for fragment in self.screen.fragments.values() for one in fragment["codings"] if one["mine"]]
        if mine:
            self.keep_own(self.answered("take off", "DELETE", f"coderingen/{self.chance.choice(mine)}/"))

    def memo(self) -> None:
        start, end = self.chance.choice(self.spans)
        text = f"Gedachte {self.chance.random()} (fictief)"
        self.keep_own(self.answered("memo", "POST", "memos/", {"start": start, "end": end, "text": text}))

    def step(self, kind: str, place: str) -> None:
        self.keep_own(self.answered(kind, "POST", place, {}))

    def keep_own(self, answer: Data | None) -> None:
        """Nobody else changes what is this person's: the answers alone tell what must be there in the end."""
        if answer is None:
            return
        places = self.places
        for number in answer["removed"]:
            self._forget(places.get(number))
        for fragment in answer["changed"]:
            place = fragment["start"], fragment["end"]
            self._forget(place)
            self.own |= {(*place, one["code"]) for one in fragment["codings"] if one["mine"]}
            self.memos |= {(*place, one["text"]) for one in fragment["memos"] if one["mine"]}
        self.places |= {one["number"]: (one["start"], one["end"]) for one in answer["changed"]}

    places: dict[int, Place] = field(default_factory=dict)

    def _forget(self, place: Place | None) -> None:
        self.own = {one for one in self.own if one[:2] != place}
        self.memos = {one for one in self.memos if one[:2] != place}

    def open_fragment(self) -> None:
        if self.screen.fragments:
            number = self.chance.choice(list(self.screen.fragments))
            self.ask("page of a fragment", "GET", f"../fragment/{number}/")

    def answered(self, kind: str, method: str, place: str, body: Data | None = None) -> Data | None:
        """What the server answered, taken over on the screen; None when it refused."""
        content = self.ask(kind, method, place, body)
        if content is None:
            return None
        answer: Data = json.loads(content)
        self.screen.take(answer)
        return answer

    def ask(self, kind: str, method: str, place: str, body: Data | None = None) -> bytes | None:
        """The content of a good answer; what is refused with a sentence is kept with that sentence."""
        begin = time.perf_counter()
        status, content, why = self._send(method, place, body)
        self.timings.append(Timing(kind, time.time(), time.perf_counter() - begin, status, why))
        if 200 <= status < 300:
            return content
        if 400 <= status < 500 and content.startswith(b"{"):
            self.refusals.append(json.loads(content)["error"])
        return None

    def _send(self, method: str, place: str, body: Data | None) -> tuple[int, bytes, str]:
        base = f"/evaluaties/{self.evaluation}/coderen/"
        path = base + (place.removeprefix("../") if place.startswith("../") else f"{self.text}/{place}")
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/json",
            "Accept": "application/json" if body is not None else "*/*",
        }
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            self.connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read(), ""
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self.connection = None
            return 0, b"", type(error).__name__
