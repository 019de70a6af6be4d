"""`sluitend` on the command line: acts as a user and is audited like one."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sluitend import cli_analyse, cli_archive, cli_bounded, cli_chain, cli_events, cli_prepare, cli_qdpx
from sluitend.errors import InputError, SluitendError

if TYPE_CHECKING:
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.people.models import User
    from sluitend.work.starting import Start

TEMPLATES = ("pilot", "samenwerking", "actieonderzoek", "budget", "keten")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what the user can mend ends in one sentence on stderr and exit code 1."""
    options = _parser().parse_args(arguments)
    if arguments is None and getattr(options, "bounded", False) and (ended := cli_bounded.divided()) is not None:
        return ended
    try:
        return _main(options)
    except Exception as error:
        if cli_bounded.is_memory(error):
            return cli_bounded.too_much()
        raise


def _main(options: argparse.Namespace) -> int:
    if getattr(options, "without_django", False):
        return int(options.run(options))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    if first := getattr(options, "first", None):
        options.began = first(options)
    import django

    django.setup()
    from django.utils import translation

    from sluitend.web.wording import sentence

    with translation.override(os.environ.get("SLUITEND_LANGUAGE", "nl")):
        try:
            return int(options.run(options) or 0)
        except SluitendError as error:
            print(sentence(error), file=sys.stderr)
            return 1
        except BrokenPipeError:
            return 1
        except OSError as error:
            if error.filename is None:
                raise
            print(sentence(InputError("cli.no_access", name=str(error.filename))), file=sys.stderr)
            return 1


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sluitend", description="Evaluaties van samenwerking in de jeugdhulp.")
    parser.add_argument("--as", dest="email", metavar="E-MAIL", help="handel als deze gebruiker (anders de beheerder)")
    commands = parser.add_subparsers(title="opdrachten", required=True, metavar="OPDRACHT")
    for add in (_add_serve, _add_new, _add_import, _add_report, _add_check, _add_login, _add_demo, cli_chain.add):
        add(commands)
    cli_prepare.add(commands)
    cli_qdpx.add(commands)
    cli_archive.add(commands)
    cli_analyse.add(commands, _found)
    return parser


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="start de webserver en de werker")
    serve.add_argument("--host", default="127.0.0.1")
    # A text, so that a wrong value in the environment is refused in the same words as a wrong option.
    serve.add_argument("--port", type=_port, default=os.environ.get("SLUITEND_PORT", "8000"))
    serve.set_defaults(run=_serve, first=_begin)


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"een poort is een getal van 1 tot en met 65535, niet {text!r}")
    return int(text)


def _add_new(commands: Commands) -> None:
    new = commands.add_parser("new", help="begin een evaluatie; het nummer ervan wordt afgedrukt")
    new.add_argument(
        "--template",
        required=True,
        metavar="SJABLOON",
        help=f"{', '.join(TEMPLATES)}, of de sleutel van een eigen sjabloon",
    )
    new.add_argument("title", metavar="TITEL")
    new.set_defaults(run=_new)


def _add_import(commands: Commands) -> None:
    bring_in = commands.add_parser("import", help="breng bestanden in")
    kinds = bring_in.add_subparsers(required=True, metavar="SOORT")
    documents = kinds.add_parser("documents", help="openbare documenten: bestanden en mappen")
    documents.add_argument("paths", nargs="+", type=Path, metavar="PAD")
    documents.add_argument("--not-public", action="store_true", help="niet openbaar: pas na vrijgave te coderen")
    _add_evaluation(documents)
    documents.set_defaults(run=_import_documents)
    answers = kinds.add_parser("answers", help="open antwoorden uit een vragenlijst: xlsx, ods, csv of tsv")
    answers.add_argument("path", type=Path, metavar="BESTAND")
    answers.add_argument(
        "--map", nargs=2, action="append", default=[], metavar=("KOLOM", "INHOUD"), help="wat een kolom bevat"
    )
    answers.add_argument("--sheet", type=int, default=1, metavar="NUMMER", help="blad van het rekenblad (anders 1)")
    answers.add_argument("--leave-empty", action="store_true", help="laat onbekende waarden leeg")
    _add_evaluation(answers)
    answers.set_defaults(run=_import_answers)
    cli_events.add(kinds, _found, _add_evaluation)


def _add_report(commands: Commands) -> None:
    report = commands.add_parser("report", help="bouw het rapport")
    report.add_argument("--format", choices=("inside", "public", "docx", "pdf", "summary", "plan"), default="docx")
    report.add_argument("--out", type=Path, help="bestand om te schrijven (anders rapport-NUMMER.html, .docx of .pdf)")
    _add_evaluation(report)
    report.set_defaults(run=_report)


def _add_check(commands: Commands) -> None:
    check = commands.add_parser("check", help="zoek gaten in de bewijsketen (code 1 als er fouten zijn)")
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    _add_evaluation(check)
    check.set_defaults(run=_check)


def _add_login(commands: Commands) -> None:
    link = commands.add_parser("login", help="druk een eenmalige inloglink af")
    link.add_argument("--address", default="http://127.0.0.1:8000/")
    link.set_defaults(run=_login, first=_require_begun)


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="zet de fictieve voorbeeldevaluaties klaar")
    demo.add_argument("--later", action="store_true", help="laat de gebeurtenissen en de pilot aan de werker over")
    demo.set_defaults(run=_demo)


def _add_evaluation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--evaluation", type=int, metavar="NUMMER", help="anders de laatst begonnen evaluatie")


def _actor(options: argparse.Namespace) -> User:
    """The user to act as: --as, else the owner, who is made on a new installation."""
    from sluitend.apps.people import actions, queries
    from sluitend.work import prepare

    prepare.database()
    if options.email:
        if (user := queries.user_by_email(options.email)) is None:
            raise InputError("cli.no_user", email=options.email)
        return user
    return queries.owner() or actions.create_owner(email="beheerder@localhost", name="Beheerder")


def _evaluation(options: argparse.Namespace, actor: User) -> Evaluation:
    """The chosen evaluation, or the last made of those the user sees."""
    from sluitend.apps.design import queries

    if options.evaluation is not None:
        return queries.evaluation_for(actor, options.evaluation)
    last = max(queries.evaluations_for(actor), key=lambda evaluation: evaluation.pk, default=None)
    if last is None:
        raise InputError("cli.no_evaluation")
    return last


def _found(options: argparse.Namespace) -> tuple[User, Evaluation]:
    """Who acts, and the evaluation that it is about."""
    actor = _actor(options)
    return actor, _evaluation(options, actor)


def _begin(options: argparse.Namespace) -> Start | None:
    """What of `serve` needs no Django and so need not wait for it."""
    from sluitend.work.starting import begin

    return begin(options.host, options.port)


def _require_begun(_options: argparse.Namespace) -> None:
    """A link to what does not run yet would be of no use, and settings make a data folder where there is none."""
    from sluitend.config.keys import NOTHING_HERE, data_folder, is_begun

    if not is_begun(data_folder()):
        raise SystemExit(NOTHING_HERE.format(data=data_folder()))


def _serve(options: argparse.Namespace) -> int:
    from sluitend.work.supervisor import serve

    def on_ready(address: str) -> None:
        print(f"\nSluitend staat klaar op {address}", flush=True)
        print(f"Inloggen (eenmalige link): {_login_address(address, options)}", flush=True)
        print("Stoppen: Ctrl-C", flush=True)

    return serve(host=options.host, port=options.port, on_ready=on_ready, start=options.began)


def _login(options: argparse.Namespace) -> None:
    print(_login_address(options.address, options))


def _login_address(address: str, options: argparse.Namespace) -> str:
    from django.urls import reverse

    from sluitend.apps.people.actions import make_login_link

    token = make_login_link(user=_actor(options))
    return address.rstrip("/") + reverse("people:login_link", args=[token])


def _new(options: argparse.Namespace) -> None:
    from sluitend.apps.design.actions import create_evaluation

    evaluation = create_evaluation(actor=_actor(options), template_key=options.template, title=options.title)
    print(evaluation.pk)


def _import_documents(options: argparse.Namespace) -> int:
    from sluitend.apps.sources.actions import import_paths

    actor = _actor(options)
    outcomes = import_paths(
        actor=actor,
        evaluation=_evaluation(options, actor),
        paths=options.paths,
        attributes={"kind": "document", "is_public": not options.not_public},
    )
    refused = 0
    for outcome in outcomes:
        print(outcome.line, flush=True)
        refused += outcome.refused
    return 1 if refused else 0


def _import_answers(options: argparse.Namespace) -> int:
    from sluitend.apps.sources.actions.importing_answers import import_answers
    from sluitend.apps.sources.answers.plan import Role
    from sluitend.apps.sources.refusals import refusal_of

    unknown = [content for _column, content in options.map if content not in [*Role]]
    if unknown:
        raise InputError("cli.no_such_content", name=unknown[0], known=", ".join(Role))
    actor = _actor(options)
    upload = import_answers(
        actor=actor,
        evaluation=_evaluation(options, actor),
        path=options.path,
        columns={column: Role(content) for column, content in options.map},
        sheet=options.sheet - 1,
        leave_empty=options.leave_empty,
    )
    print(f"S{upload.source.number} {options.path.name}" if upload.source else refusal_of(upload), flush=True)
    return 0 if upload.source else 1


def _report(options: argparse.Namespace) -> None:
    from sluitend.apps.reporting.actions import build_now

    actor = _actor(options)
    evaluation = _evaluation(options, actor)
    content = build_now(actor=actor, evaluation=evaluation, kind=options.format)
    suffix = {"docx": "docx", "plan": "docx", "pdf": "pdf", "summary": "pdf"}.get(options.format, "html")
    target = options.out or Path(f"rapport-{evaluation.pk}.{suffix}")
    target.write_bytes(content)
    print(target)


def _check(options: argparse.Namespace) -> int:
    from sluitend.apps.reporting import checker

    actor = _actor(options)
    outcome = checker.check(actor, _evaluation(options, actor))
    write = {"text": checker.as_text, "json": checker.as_json, "sarif": checker.as_sarif}[options.format]
    print(write(outcome))
    return 1 if outcome.has_errors else 0


def _demo(options: argparse.Namespace) -> None:
    from sluitend.demo.build import build_demo

    print(build_demo(owner=_actor(options), later=options.later))


if __name__ == "__main__":
    sys.exit(main())
