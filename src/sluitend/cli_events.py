"""`sluitend import events PAD`: a dataset of any size, up to the decision of a person."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.apps.datasets.actions.changing import About
    from sluitend.apps.datasets.models import Dataset, DatasetVersion
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.people.models import User

Find = Callable[[argparse.Namespace], "tuple[User, Evaluation]"]
_KINDS = {"log": "event_log", "relations": "relations", "series": "series"}
_MESSAGES = ("ijw", "ijw-retour", "corv", "cbs")
_OBJECTS = {"case": "de casus is", "family": "het gezin is", "resource": "het deed"}
_ABOUT = ("title", "origin", "licence", "until")


def add(kinds: Any, find: Find, add_evaluation: Callable[[argparse.ArgumentParser], None]) -> None:
    """The command; `find` tells who acts and on which evaluation."""
    events = kinds.add_parser("events", help="een dataset: logboek, vragenlijst, reeks of berichten, ook boven 100 MB")
    events.add_argument("path", type=Path, metavar="BESTAND")
    events.add_argument("--kind", choices=(*_KINDS, *_MESSAGES), default="log", help="soort (anders log)")
    events.add_argument("--dataset", metavar="NUMMER", help="nieuwe levering van deze dataset, zoals D3")
    for name, meaning in zip(_ABOUT, ("titel", "herkomst", "op grond waarvan", "bewaren tot"), strict=True):
        kind = {"type": _day, "metavar": "JJJJ-MM-DD"} if name == "until" else {"metavar": "TEKST"}
        events.add_argument(f"--{name}", help=f"{meaning} (bij een nieuwe dataset)", **kind)
    events.add_argument(
        "--map", nargs=2, action="append", default=[], metavar=("KOLOM", "INHOUD"), help="wat een kolom bevat"
    )
    events.add_argument("--missing", action="append", default=[], metavar="WAARDE", help="waarde voor 'onbekend'")
    for name, meaning in _OBJECTS.items():
        events.add_argument(f"--{name}", metavar="SOORT", help=f"bij ocel: soort object dat {meaning}")
    events.add_argument("--layout", type=Path, metavar="CSV", help="bij cbs met vaste breedte: waar wat staat")
    named = "bij corv: organisatie die met naam mag; bij cbs: die de records leverde"
    events.add_argument("--organisation", action="append", default=[], metavar="NAAM", help=named)
    events.add_argument("--accept", action="store_true", help="neem in gebruik als het verslag geen fouten heeft")
    add_evaluation(events)
    events.set_defaults(run=lambda options: _run(options, find))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("schrijf een datum als 2027-01-31") from None


def _run(options: argparse.Namespace, find: Find) -> int:
    from sluitend.apps.datasets import actions
    from sluitend.apps.datasets.models import VersionState
    from sluitend.apps.datasets.report import lines_of

    actor, evaluation = find(options)
    version = _taken_in(options, actor, evaluation)
    lines = list(_report(version))
    waits = any(line.blocks for line in lines_of(version))
    if options.accept and version.state == VersionState.REPORTED and not waits:
        version = actions.accept(actor=actor, version=version)
    lines[0] = f"{version}: {version.get_state_display()}"
    print("\n".join(lines))
    return 0 if version.state in (VersionState.ACCEPTED, VersionState.REPORTED) and not waits else 1


def _taken_in(options: argparse.Namespace, actor: User, evaluation: Evaluation) -> DatasetVersion:
    from sluitend.apps.datasets import actions
    from sluitend.apps.datasets.models import DatasetKind

    if options.kind in _MESSAGES:
        return _messages(options, actor, evaluation)
    dataset = _dataset(options, actor, evaluation)
    return actions.import_events(
        actor=actor,
        evaluation=evaluation,
        path=options.path,
        dataset=dataset,
        about=None if dataset else _about(options),
        kind=DatasetKind(_KINDS[options.kind]),
        columns=dict(options.map),
        missing=tuple(options.missing),
        objects={name: chosen for name in _OBJECTS if (chosen := getattr(options, name))},
    )


def _messages(options: argparse.Namespace, actor: User, evaluation: Evaluation) -> DatasetVersion:
    """Keyed at once; what its columns hold is known. Raises InputError("cli.messages_new")."""
    from contextlib import ExitStack

    from sluitend.apps.datasets import actions
    from sluitend.apps.datasets.actions.importing import checked_now

    if options.dataset is not None:
        raise InputError("cli.messages_new")
    with ExitStack() as stack:
        version = actions.take_in_messages(
            actor=actor,
            evaluation=evaluation,
            kind=options.kind,
            file=stack.enter_context(options.path.open("rb")),
            filename=options.path.name,
            about=_about(options),
            organisations=options.organisation,
            layout=stack.enter_context(options.layout.open("rb")) if options.layout else None,
        )
    return checked_now(actor=actor, version=version, columns=dict(options.map), missing=tuple(options.missing))


def _dataset(options: argparse.Namespace, actor: User, evaluation: Evaluation) -> Dataset | None:
    from sluitend.apps.datasets.queries import dataset_for
    from sluitend.errors import NotFound

    if options.dataset is None:
        return None
    number = options.dataset.removeprefix("D")
    try:
        return dataset_for(actor, evaluation, int(number) if number.isdecimal() else 0)
    except NotFound:
        raise InputError("cli.no_dataset", number=number) from None


def _about(options: argparse.Namespace) -> About:
    """Raises InputError("datasets.field_needed"): all of it has to be said."""
    from sluitend.apps.datasets.actions.changing import About

    if not all(getattr(options, name) for name in _ABOUT):
        raise InputError("cli.about_needed", options=", ".join(f"--{name}" for name in _ABOUT))
    return About(options.title, options.origin, options.licence, options.until)


def _report(version: DatasetVersion) -> Iterator[str]:
    """What the page of the delivery says, a line for every remark."""
    from sluitend.apps.datasets.kinds import kind_of
    from sluitend.apps.datasets.report import lines_of
    from sluitend.apps.datasets.views.showing import shown_lines
    from sluitend.apps.datasets.wording import refusal_of

    yield ""
    if refusal := refusal_of(version):
        yield refusal
    if version.data_hash:
        kind = kind_of(version.dataset.kind)
        yield f"{kind.cases}: {version.cases}; {kind.events}: {version.events}"
    for line in shown_lines(version, lines_of(version)):
        rows = f" ({', '.join(map(str, line.rows))})" if line.rows else ""
        yield f"{line.level_words}: {line.column_name}: {line.what}, {line.count}×{rows}"
