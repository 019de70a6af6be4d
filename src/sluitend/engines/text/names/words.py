"""Small word lists of our own, from ``words.yaml``: what the dictionaries lack or have wrong for spoken Dutch."""

from __future__ import annotations

from pathlib import Path

import yaml

_LISTS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def _set(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


PARTICLES = _set("particles")
STARTERS = _set("starters")
TITLES = _set("titles")
ROLES = _set("roles")
NAMING = _set("naming")
VERBS = _set("verbs")
POSSESSIVES = _set("possessives")
WEEKDAYS_AND_MONTHS = _set("weekdays_and_months")
CAPITALISED = _set("capitalised")
ORDINARY = _set("ordinary")
SUFFIXES = _set("suffixes")
SCHOOL_WORDS = _set("school_words")
SCHOOL_TAILS = _set("school_tails")
ORGANISATION_WORDS = _set("organisation_words")
PLACE_WORDS = _set("place_words")
PLACE_PREPOSITIONS = _set("place_prepositions")
MASS = _set("mass")
OFFICIAL = _set("official")
MISTAKEN = _set("mistaken")
BEFORE_PEOPLE = _set("before_people")
ARTICLES = _set("articles")
SAYING = _set("saying")
ASKED = _set("asked")
