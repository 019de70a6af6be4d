"""Runs pandoc for reports: sandboxed, with a bounded heap, for a bounded time, in an empty environment."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from sluitend.errors import InputError
from sluitend.formats.documents.pandoc import program

HEAP = "1G"
SECONDS = 120

# Plain writing only: no raw HTML or LaTeX, no citations, no formulas, and nothing that sets an attribute.
_WITHOUT = (
    "citations", "raw_attribute", "raw_html", "raw_tex", "tex_math_dollars", "yaml_metadata_block",
    "pandoc_title_block", "implicit_figures", "header_attributes", "auto_identifiers", "native_spans", "native_divs",
    "bracketed_spans", "fenced_divs", "link_attributes", "fenced_code_attributes", "inline_code_attributes",
)  # fmt: skip
MARKDOWN = "-".join(["markdown", *_WITHOUT])


def run(arguments: Sequence[str], data: bytes) -> bytes:
    """Pandoc's output; in its sandbox it knows neither files nor the time, so the same input gives the same bytes.

    Raises InputError("formats.report_too_large") when memory or time runs out.
    """
    command = [program(), "--sandbox", "--quiet", *arguments, "+RTS", f"-M{HEAP}", "-RTS"]
    environment = {"LANG": "C.UTF-8", "PATH": ""}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired:
        raise InputError("formats.report_too_large") from None
    if done.returncode == 251:  # GHC's heap is exhausted
        raise InputError("formats.report_too_large")
    if done.returncode:  # its message may quote the text, so only the code is passed on
        raise RuntimeError(f"pandoc ended with {done.returncode}")
    return done.stdout
