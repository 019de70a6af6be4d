"""Figures of a large round are kept for a day, by a hash of everything that they are of: ten coders take seconds.

What is kept are numbers and ids. When somebody codes, finishes or withdraws something, the hash is another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from django.core.cache import cache

from sluitend.apps.coding.agreement.figures import Overview, overview
from sluitend.apps.coding.agreement.ratings import Code, Sample
from sluitend.apps.coding.queries.agreement import Compared

QUICK = 500  # pairs × codes × texts that take less than a second or so
KEPT = 24 * 60 * 60  # seconds
_NOBODY = Sample((), ())
_METHOD = 7  # goes up when the figures of the same codings change


def overview_of(compared: Compared, codes: Sequence[Code]) -> Overview:
    """All figures of a round, or of some of its codes."""
    sample = compared.sample
    if len(sample.pairs) * len(codes) * len(sample.compared) < QUICK:
        return overview(sample, codes, unit=compared.kind)
    key = f"coding.agreement.{_hash(compared, codes)}"
    found: Overview | None = cache.get(key)
    if found is None:
        found = overview(sample, codes, unit=compared.kind)
        cache.set(key, replace(found, sample=_NOBODY), KEPT)
    return replace(found, sample=sample)


def _hash(compared: Compared, codes: Sequence[Code]) -> str:
    texts = [
        [one.version.pk, one.version.text_sha256, one.version.blocks, one.version.turns, one.finished]
        for one in compared.present
    ]
    marked = {
        str(version): [[one.coder, one.code, one.start, one.end] for one in compared.in_time(version)]
        for version in compared.marked
    }
    told = [_METHOD, compared.kind, list(codes), list(compared.people), texts, marked]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
