"""Write the events of the demo region, and the questionnaire beside them, as Parquet."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from sluitend.demo.events.questionnaire import answers
from sluitend.demo.events.table import events


def main(given: Sequence[str] | None = None) -> None:
    """Nothing is written over, and nothing when one of the two places is no good."""
    options = _parser().parse_args(given)
    wanted = [(options.to, events)] + ([(options.network, answers)] if options.network else [])
    for path, _made in wanted:
        if path.exists() or not path.parent.is_dir():
            raise SystemExit(f"“{path}” bestaat al, of staat in een map die er niet is. Kies een andere plaats.")
    if options.network and options.network.resolve() == options.to.resolve():
        raise SystemExit("Kies voor de vragenlijst een ander bestand dan voor de gebeurtenissen.")
    for path, made in wanted:
        pq.write_table(made(), path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sluitend.demo.events", description="schrijf de gebeurtenissen van de fictieve regio Waterrijk"
    )
    parser.add_argument("--to", type=Path, required=True, metavar="BESTAND", help="Parquet met de gebeurtenissen")
    parser.add_argument("--network", type=Path, metavar="BESTAND", help="Parquet met de vragenlijst over samenwerken")
    return parser


if __name__ == "__main__":
    main()
