"""`sluitend analyse NAAM`: one analysis of the catalogue, of a dataset or of a file without a database.

What an analysis asks is its own: its options are made from its parameters once its name is known.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sluitend import cli_chain
from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.apps.analyses.kit.analysis import Analysis
    from sluitend.apps.analyses.kit.parameters import Asked
    from sluitend.apps.analyses.kit.result import Result, Table
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.people.models import User

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Find = Callable[[argparse.Namespace], "tuple[User, Evaluation]"]
_FEW = 20  # rows of a table in plain text


def add(commands: Commands, find: Find) -> None:
    """The command; `find` tells who acts and on which evaluation."""
    analyse = commands.add_parser(
        "analyse", help="beantwoord een vraag uit de catalogus, over een dataset of een bestand"
    )
    analyse.add_argument("--list", action="store_true", help="druk de analyses af, met de vraag die elk beantwoordt")
    analyse.add_argument("name", nargs="?", metavar="NAAM")
    analyse.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="NAAM --help zegt wat een analyse vraagt")
    analyse.set_defaults(run=lambda options: _run(options, find))


def _run(options: argparse.Namespace, find: Find) -> int:
    from sluitend.apps.analyses import discovery

    if options.list or options.name is None:
        print("\n".join(f"{one.key:22}{one.question}" for one in discovery.analyses().values()))
        return 0
    analysis = discovery.analysis(options.name)
    asked = _parser(analysis).parse_args(options.rest, argparse.Namespace(email=options.email))
    result = _of_file(asked, analysis) if asked.file else _of_dataset(asked, analysis, find)
    print(json.dumps(result.as_json(), indent=2, ensure_ascii=False) if asked.json else "\n".join(_lines(result)))
    return 0


def _parser(analysis: Analysis) -> argparse.ArgumentParser:
    from sluitend.apps.analyses.kit.parameters import asked

    parser = argparse.ArgumentParser(prog=f"sluitend analyse {analysis.key}", description=analysis.question)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--dataset", type=_number, metavar="NUMMER", help="dataset van een evaluatie, zoals D3")
    source.add_argument("--file", type=Path, metavar="BESTAND", help="logboek of opgeslagen map, zonder database")
    parser.add_argument("--evaluation", type=int, metavar="NUMMER", help="anders de laatst begonnen evaluatie")
    parser.add_argument("--json", action="store_true", help="druk de uitkomst af voor een ander programma")
    cli_chain.add_columns(parser.add_argument_group("bij --file"))
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
        case Ask.VALUES:
            group.add_argument(name, action="append", metavar="KENMERK=WAARDE", **told)
        case Ask.CHOICE:
            group.add_argument(name, choices=[value for value, _words in one.choices], **told)
        case _:
            group.add_argument(
                name, metavar={Ask.DAY: "JJJJ-MM-DD", Ask.NUMBER: "GETAL"}.get(one.ask, "KENMERK"), **told
            )


def _given(asked: argparse.Namespace) -> dict[str, Any]:
    """What was said of the parameters, as JSON has it."""
    return {name.removeprefix("ask_"): value for name, value in vars(asked).items() if name.startswith("ask_")}


def _of_file(asked: argparse.Namespace, analysis: Analysis) -> Result:
    from sluitend.apps.analyses.kit.analysis import checked, inputs_of
    from sluitend.apps.analyses.kit.vocabulary import vocabulary_of

    log = cli_chain.log_of(asked)
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis, _given(asked), vocabulary)
    return analysis.run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)


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
