"""`sluitend analyse NAAM`: one analysis of the catalogue, of a dataset or of a file without a database.

What an analysis asks is its own: its options are made from its parameters once its name is known.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from sluitend import cli_chain
from sluitend.cli_quality import Waivers, today
from sluitend.errors import InputError
from sluitend.formats import stored_table

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.apps.analyses.kit.analysis import Analysis
    from sluitend.apps.analyses.kit.parameters import Asked
    from sluitend.apps.analyses.kit.result import Result, Table
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.people.models import User

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Find = Callable[[argparse.Namespace], "tuple[User, Evaluation]"]
_FEW = 20  # rows of a table in plain text
_METAVARS = {"day": "JJJJ-MM-DD", "number": "GETAL", "norm": "SLEUTEL", "code": "CODE", "expression": "UITDRUKKING"}


def add(commands: Commands, find: Find) -> None:
    """The command; `find` tells who acts and on which evaluation."""
    analyse = commands.add_parser(
        "analyse", help="beantwoord een vraag uit de catalogus, over een dataset of een bestand"
    )
    analyse.add_argument("--list", action="store_true", help="druk de analyses af, met de vraag die elk beantwoordt")
    analyse.add_argument("name", nargs="?", metavar="NAAM")
    analyse.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="NAAM --help zegt wat een analyse vraagt")
    analyse.set_defaults(run=lambda options: _run(options, find), bounded=True)


def _run(options: argparse.Namespace, find: Find) -> int:
    from sluitend.apps.analyses import discovery

    if options.list or options.name is None:
        print("\n".join(f"{one.key:22}{one.question}" for one in discovery.analyses().values()))
        return 0
    analysis = discovery.analysis(options.name)
    parser = _parser(analysis)
    asked = parser.parse_args(options.rest, argparse.Namespace(email=options.email))
    if getattr(asked, "norms", None) and asked.dataset:
        parser.error("--norms hoort bij --file: een dataset heeft de normentabel van haar evaluatie")
    result = _answer(asked, analysis, find)
    print(json.dumps(result.as_json(), indent=2, ensure_ascii=False) if asked.json else "\n".join(_lines(result)))
    return 0


def _answer(asked: argparse.Namespace, analysis: Analysis, find: Find) -> Result:
    if analysis.asks_codings:
        return _of_codings(asked, analysis, find)
    return _of_file(asked, analysis) if asked.file else _of_dataset(asked, analysis, find)


def _parser(analysis: Analysis) -> argparse.ArgumentParser:
    from sluitend.apps.analyses.kit.parameters import asked, names_norm

    parser = argparse.ArgumentParser(prog=f"sluitend analyse {analysis.key}", description=analysis.question)
    parser.set_defaults(dataset=None, file=None)
    if not analysis.asks_codings:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--dataset", type=_number, metavar="NUMMER", help="dataset van een evaluatie, zoals D3")
        source.add_argument("--file", type=Path, metavar="BESTAND", help="logboek of opgeslagen map, zonder database")
    parser.add_argument("--evaluation", type=int, metavar="NUMMER", help="anders de laatst begonnen evaluatie")
    parser.add_argument("--json", action="store_true", help="druk de uitkomst af voor een ander programma")
    if not analysis.asks_codings:
        with_file = parser.add_argument_group("bij --file")
        cli_chain.add_columns(with_file)
    if names_norm(analysis.parameters):
        with_file.add_argument(
            "--norms", type=Path, metavar="BESTAND", help="normentabel (csv, xlsx) zoals het scherm die geeft"
        )
    own = parser.add_argument_group("wat deze analyse vraagt")
    for one in asked(analysis.parameters):
        _add(own, one)
    return parser


def _number(text: str) -> int:
    if not text.removeprefix("D").isdecimal():
        raise argparse.ArgumentTypeError(f"een dataset heeft een nummer, zoals D3, niet {text!r}")
    return int(text.removeprefix("D"))


def _add(group: Any, one: Asked) -> None:
    """An option of one parameter; what was not given stays away, so that its default counts."""
    from sluitend.apps.analyses.kit.parameters import Ask

    told: dict[str, Any] = {"dest": f"ask_{one.name}", "default": argparse.SUPPRESS, "required": one.required}
    told["help"] = f"{one.label}. {one.help}".strip().replace("%", "%%")
    name = f"--{one.name.replace('_', '-')}"
    match one.ask:
        case Ask.FLAG:
            group.add_argument(name, action=argparse.BooleanOptionalAction, **told)
        case Ask.ACTIVITIES:
            group.add_argument(name, action="append", metavar="ACTIVITEIT", **told)
        case Ask.RESOURCES:
            group.add_argument(name, action="append", metavar="ORGANISATIE", **told)
        case Ask.LINES:
            group.add_argument(name, action="append", metavar="TEKST", **told)
        case Ask.VALUES:
            group.add_argument(name, action="append", metavar="KENMERK=WAARDE", **told)
        case Ask.CODES:
            group.add_argument(name, action="append", metavar="CODE", **told)
        case Ask.TOPICS:
            group.add_argument(name, action="append", metavar="ONDERWERP", **told)
        case Ask.DATASET:
            group.add_argument(name, metavar="NUMMER", **told | {"help": f"{told['help']} Bij --file: een bestand."})
        case Ask.CHOICE:
            group.add_argument(name, choices=[value for value, _words in one.choices], **told)
        case _:
            group.add_argument(name, metavar=_METAVARS.get(one.ask, "KENMERK"), **told)


def _given(asked: argparse.Namespace) -> dict[str, Any]:
    """What was said of the parameters, as JSON has it."""
    return {name.removeprefix("ask_"): value for name, value in vars(asked).items() if name.startswith("ask_")}


def _of_file(asked: argparse.Namespace, analysis: Analysis) -> Result:
    from sluitend.apps.analyses.kit.analysis import checked, inputs_of, table_inputs_of
    from sluitend.apps.analyses.kit.vocabulary import vocabulary_of, vocabulary_of_series

    given, waivers = _with_norm(asked), Waivers(asked.waive)
    if analysis.data != "event_log":
        table = _table(asked.file, analysis.data, waivers)
        known = vocabulary_of_series(table)
        parameters = checked(analysis, given, known)
        return _run_with(analysis, table_inputs_of(table, known, parameters), parameters, waivers)
    beside = _beside(analysis, given, waivers)
    log = cli_chain.log_of(asked, waivers)
    known = vocabulary_of(log)
    parameters = checked(analysis, given, known)
    return _run_with(analysis, inputs_of(log, known, parameters, beside), parameters, waivers)


def _run_with(analysis: Analysis, inputs: Any, parameters: Any, waivers: Waivers) -> Result:
    """The result says which errors in the rows a person let pass."""
    found = analysis.run(inputs, parameters, lambda percent: None)
    return replace(found, caveats=(*waivers.passed, *found.caveats))


def _beside(analysis: Analysis, given: dict[str, Any], waivers: Waivers) -> pa.Table | None:
    """The file that stands where the number of another dataset would; what is left of its name is a number."""
    from sluitend.apps.analyses.kit.parameters import beside

    name, kind = beside(analysis.parameters)
    if not name:
        return None
    table = _table(Path(str(given.get(name, ""))), kind, waivers)
    given[name] = "0"
    return table


def _table(path: Path, kind: str, waivers: Waivers) -> pa.Table:
    """A file of another kind than a log, its columns as they are guessed. Raises InputError of the room of datasets, or
    of the rows."""
    from sluitend.apps.datasets import report
    from sluitend.apps.datasets.kinds import kind_of
    from sluitend.apps.datasets.mapping import checked, guessed
    from sluitend.work import events_process

    columns = events_process.columns(path)["columns"]
    roles = checked(guessed(columns, kind_of(kind)), columns, kind_of(kind))
    wanted = {"kind": kind, "columns": roles.named, "missing": [], "known": {}, "today": today().isoformat()}
    with TemporaryDirectory() as folder:
        made = events_process.prepare(path, wanted, Path(folder) / "table")
        waivers.check(path.name, (report.remark_of(one) for one in report.from_answer(made["remarks"])))
        return stored_table.read(Path(folder) / "table", kind)


def _with_norm(asked: argparse.Namespace) -> dict[str, Any]:
    """With what the given table says of the norm; without a table the parameters know where to look."""
    if getattr(asked, "norms", None) is None:
        return _given(asked)
    from sluitend.apps.analyses import norm_file
    from sluitend.apps.analyses.kit.norms import filled_in

    return filled_in(norm_file.read(asked.norms), _given(asked))


def _of_dataset(asked: argparse.Namespace, analysis: Analysis, find: Find) -> Result:
    """As on screen: the result is kept, with its number."""
    from sluitend.apps.analyses import actions, seals
    from sluitend.apps.datasets.queries import dataset_for
    from sluitend.errors import NotFound

    actor, evaluation = find(asked)
    try:
        dataset = dataset_for(actor, evaluation, asked.dataset)
    except NotFound:
        raise InputError("cli.no_dataset", number=asked.dataset) from None
    row = actions.ask_now(actor=actor, dataset=dataset, key=analysis.key, parameters=_given(asked))
    return seals.opened(row).result


def _of_codings(asked: argparse.Namespace, analysis: Analysis, find: Find) -> Result:
    """As on screen: the result is kept, with its number."""
    from sluitend.apps.analyses import actions, seals

    actor, evaluation = find(asked)
    row = actions.ask_codings_now(actor=actor, evaluation=evaluation, key=analysis.key, parameters=_given(asked))
    return seals.opened(row).result


def _lines(result: Result) -> Iterator[str]:
    yield from result.sentences
    yield from (f"Let op: {sentence}" for sentence in result.caveats)
    for table in result.tables:
        yield from ("", table.title, *_rows(table))


def _rows(table: Table) -> Iterator[str]:
    from sluitend.apps.analyses.kit.words import cell

    rows = [[column.title for column in table.columns]]
    rows += [[cell(*pair) for pair in zip(table.columns, row, strict=True)] for row in table.rows[:_FEW]]
    yield from ("  ".join(row) for row in rows)
    if len(table.rows) > _FEW:
        yield f"… en nog {len(table.rows) - _FEW} rijen (alle met --json)"
