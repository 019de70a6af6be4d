"""What was planted in the pilot of the demo, read from its files alone."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sluitend.demo.final_walk import Row
from sluitend.demo.pilot_walk import FOLDER, evidence, read_pilot

WALK = read_pilot()
INTERVIEWS: dict[int, dict[str, Any]] = {
    one["number"]: one for one in yaml.safe_load((FOLDER / "truths.yaml").read_text("utf-8"))["interviews"]
}
DOCUMENTS = sorted((FOLDER / "documents").iterdir())
TEXTS = {number: (FOLDER / "interviews" / one["file"]).read_text("utf-8") for number, one in INTERVIEWS.items()}
TEXTS |= {number: path.read_text("utf-8") for number, path in enumerate(DOCUMENTS, len(INTERVIEWS) + 1)}
_KNOWN = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
_PSEUDONYMS = {
    form: one["pseudonym"]
    for one in (*_KNOWN["names"], *_KNOWN["unlisted"])
    for form in (one["name"], *one.get("forms", []))
}
NAME = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_PSEUDONYMS, key=len, reverse=True)))})\b")
_TEMPLATE = yaml.safe_load((FOLDER.parents[1] / "apps/design/templates_data/pilot.yaml").read_text("utf-8"))
TEMPLATE: dict[str, str] = {one["key"]: one["name"] for one in _TEMPLATE["perspectives"]}


def rows_of(key: str) -> list[Row]:
    """All that a finding rests on."""
    return evidence(WALK["findings"][key])


def without_names(quote: str) -> str:
    """A quote with pseudonyms; a role that is said right before a name is not said twice."""
    replaced = NAME.sub(lambda match: _PSEUDONYMS[match[0]], quote)
    return re.sub(r"\b(\w+) \1 (\d)", r"\1 \2", replaced)


def person_of(number: int, quote: str) -> dict[str, Any]:
    """Who says this in an interview: the speaker before it."""
    before = TEXTS[number][: TEXTS[number].index(quote) + len(quote)]
    label = re.findall(r"^(\w+): ", before, re.MULTILINE)[-1]
    (who,) = [one for one in INTERVIEWS[number]["speakers"] if one["label"] == label]
    return dict(who)
