"""What was planted in the interviews of the demo, for the tests that look for it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sluitend.demo.final_walk import read_final
from sluitend.demo.hearing import FOLDER

WALK = read_final()
UNDECIDED = WALK["undecided"]["interview"]
CORRECTED = WALK["correction"]["interview"]
INTERVIEWS = {one["number"]: one for one in yaml.safe_load((FOLDER / "truths.yaml").read_text("utf-8"))["interviews"]}
NAMES: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
CODED: dict[int, dict[str, list[dict[str, Any]]]] = {
    number: coders
    for file in sorted(FOLDER.glob("codings*.yaml"))
    for number, coders in yaml.safe_load(file.read_text("utf-8"))["interviews"].items()
    if number != UNDECIDED
}
OF_CODER = {"A": "onderzoeker@waterrijk.invalid", "B": "tweede.onderzoeker@waterrijk.invalid"}
GOES = {
    form: "" if entry["kind"] in {"address", "phone", "birth_date"} else entry["pseudonym"]
    for entry in NAMES["names"] + NAMES["unlisted"]
    for form in (entry["name"], *entry.get("forms", []))
}
NAME = re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in sorted(GOES, key=len, reverse=True))})\b")


def without_names(quote: str) -> str:
    """A quote with pseudonyms; a role that is said right before a name is not said twice."""
    fixed = {"address": "[adres]", "phone": "[telefoonnummer]", "birth_date": "[geboortedatum]"}
    kinds = {form: entry["kind"] for entry in NAMES["names"] + NAMES["unlisted"] for form in [entry["name"]]}
    return NAME.sub(lambda match: GOES[match[0]] or fixed[kinds[match[0]]], quote)
