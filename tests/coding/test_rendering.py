"""The text of the workbench says when somebody begins to speak, once and outside the words."""

from __future__ import annotations

import re

from sluitend.apps.coding.rendering import text_html
from sluitend.apps.sources.models import SourceVersion
from sluitend.formats import transcripts

TIMES = re.compile(r'<span class="w-page w-time">([^<]*)</span><p [^>]*>([^<]*)</p>')


def test_the_time_of_a_turn_stands_beside_its_words() -> None:
    text = "Els: Eén.\n\nen twee.\n\nJan: Drie om 10:30.\n\nEls: Vier."
    blocks = [[0, 9], [11, 19], [21, 40], [42, 52]]
    version = SourceVersion(
        blocks=[[*span, "paragraph", None, None] for span in blocks],
        turns=[[5, 19, 0, 3.5], [26, 40, 1, 61.0], [47, 52, 0, 3723.0]],
    )

    html = text_html(version, text)

    assert [int(one) for one in re.findall(r'data-label="(\d+)"', html)] == [5, 5, 5]
    assert TIMES.findall(html) == [("0:03", "Els: Eén."), ("1:01", "Jan: Drie om 10:30."), ("1:02:03", "Els: Vier.")]


def test_a_label_is_measured_as_the_browser_counts() -> None:
    version = SourceVersion(blocks=[[0, 10, "paragraph", None, None]], turns=[[6, 10, 0, None]])

    assert 'data-label="7"' in text_html(version, "Els😀: Dag.")


def test_a_time_that_stands_in_the_text_is_not_told_twice() -> None:
    for lines in (
        "[00:12:03] Els: Ja.\n[00:12:09] Jan: Nee.\n[00:12:12] Els: Toch.",
        "Els 0:12\nJa\nJan 0:15\nNee\nEls 0:19\nToch",
    ):
        found = transcripts.read(lines)
        assert found is not None
        version = SourceVersion(
            blocks=[block.to_json() for block in found.blocks], turns=[turn.to_json() for turn in found.turns]
        )

        assert "w-time" not in text_html(version, found.text)
