"""A text in which it is known who says what."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.formats.documents.model import Block, Turn


@dataclass(frozen=True, slots=True)
class Transcript:
    """Text (NFC, LF) with its blocks, and the turns of its speakers.

    Turns are ordered and do not overlap. ``speakers`` are the labels as they stand in the text, in order of appearance.
    """

    text: str
    blocks: tuple[Block, ...]
    turns: tuple[Turn, ...]
    speakers: tuple[str, ...]
