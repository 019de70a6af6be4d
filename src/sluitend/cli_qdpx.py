"""`sluitend qdpx FILE`: what an exchange file of another tool holds, without a database and without a user."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sluitend.formats.qdpx.losses import Loss

_WORDS: Final = {
    "users": "codeurs",
    "codes": "codes",
    "sources": "bronnen",
    "selections": "passages",
    "codings": "coderingen",
    "cases": "casussen",
    "variables": "kenmerken",
    "sets": "groepen",
    "notes": "notities",
    "links": "koppelingen",
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    qdpx = commands.add_parser("qdpx", help="vertel wat er in een uitwisselbestand zit (REFI-QDA: qdpx, qde, qdc)")
    qdpx.add_argument("file", type=Path, metavar="BESTAND")
    qdpx.add_argument("--json", action="store_true", help="druk de aantallen af voor een ander programma")
    qdpx.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from sluitend.formats import qdpx

    found = qdpx.read(options.file)
    losses = [_sentence(one) for one in found.told]
    if options.json:
        told: dict[str, Any] = {**found.figures, "losses": losses}
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    lines = [f"{count} {_WORDS[name]}" for name, count in found.figures.items()]
    print("\n".join([*lines, *(f"- {one}" for one in losses)]))


def _sentence(loss: Loss) -> str:
    """In the language of who asks."""
    from django.utils.translation import gettext

    from sluitend.formats.qdpx.losses import SENTENCES

    return gettext(SENTENCES[loss.code]) % loss.data
