"""What `sluitend prepare` writes: events or counts, and a report of them."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluitend import cli_chain

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.disclosure.preparing import Prepared


def results(
    found: Prepared, reading: Mapping[str, int], options: argparse.Namespace
) -> tuple[dict[str, pa.Table], dict[str, bytes]]:
    """The files to write, by their names. Tables of counts are opened in a spreadsheet; events are for programs."""
    from sluitend.engines.disclosure import wording
    from sluitend.engines.disclosure.aggregating import aggregated
    from sluitend.formats.spreadsheet import csv_of

    if options.aggregate:
        made = aggregated(found.events).items()
        counts = {f"{name}.csv": csv_of(one.column_names, _rows(one)) for name, one in made}
        return {}, {**counts, "rapport.txt": wording.of_tables(found.report).encode()}
    linked = options.key is not None and options.context is not None
    report = {"pseudonymised": True, "linkable": linked, "reading": reading, **dataclasses.asdict(found.report)}
    text = wording.of_report(found.report, linked=linked) + left_out(reading)
    texts = {"rapport.txt": text, "rapport.json": json.dumps(report, ensure_ascii=False, indent=1) + "\n"}
    named = {f"gebeurtenissen.{options.format}": _dated(found.events)}
    return named, {name: text.encode() for name, text in texts.items()}


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*table.to_pydict().values(), strict=True)


def left_out(reading: Mapping[str, int]) -> str:
    """What the reader of messages or records met and did not count; empty when there was no such thing."""
    told = [f"* {count} {words}." for count, words in cli_chain.left_out(reading)]
    return "\n".join(["", "Bij het lezen van de berichten of records:", *told, ""]) if told else ""


def _dated(events: pa.Table) -> pa.Table:
    """With dates in place of moments at midnight, so that they are read as days again."""
    import pyarrow as pa

    fields = [field.with_type(pa.date32()) if pa.types.is_timestamp(field.type) else field for field in events.schema]
    return events.cast(pa.schema(fields))


def write(folder: Path, tables: dict[str, pa.Table], texts: dict[str, bytes]) -> None:
    """All of them into a folder, Parquet or csv by their names."""
    import pyarrow.csv as csv
    import pyarrow.parquet as parquet

    for name, table in tables.items():
        (csv.write_csv if name.endswith(".csv") else parquet.write_table)(table, folder / name)
    for name, text in texts.items():
        (folder / name).write_bytes(text)
