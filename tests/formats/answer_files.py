"""Small spreadsheets, made by hand: a reader is not tested with its own writer."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from sluitend.formats.answers.model import letters

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Rows = Sequence[Sequence[object]]


def write_xlsx(path: Path, *sheets: tuple[str, Rows], merged: str = "") -> Path:
    """A workbook with these sheets; `merged` are cells of the first one that are merged, such as A2:B2."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _types(len(sheets)))
        package.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        package.writestr("xl/workbook.xml", _book([name for name, _rows in sheets]))
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        package.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        for number, (_name, rows) in enumerate(sheets, start=1):
            package.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows, merged if number == 1 else ""))
    return path


def write_csv(path: Path, rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main+xml")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet+xml") for number in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_BOOK}.{kind}"/>' for name, kind in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{overrides}</Types>'


def _relations(targets: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _book(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _sheet(rows: Rows, merged: str) -> str:
    lines = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    ranges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>{ranges}</worksheet>'


def _row(number: int, row: Sequence[object]) -> str:
    cells = "".join(_cell(f"{letters(column)}{number}", value) for column, value in enumerate(row) if value != "")
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
