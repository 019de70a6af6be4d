"""A drawing that comes from elsewhere runs nothing and fetches nothing."""

from __future__ import annotations

import pytest

from sluitend.formats.drawn_chart import draw
from sluitend.formats.still_svg import is_still

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
WEB = "xmlns='http://www.w3.org/1999/xhtml'"
BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "Wachten", "b": 3}]},
    "mark": "bar",
    "encoding": {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}},
}


def test_our_own_drawings_are_still() -> None:
    assert is_still(draw(BARS).svg)


@pytest.mark.parametrize(
    "within",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="https://voorbeeld.invalid/">x</a>',
        '<image xlink:href="https://voorbeeld.invalid/x.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="https://voorbeeld.invalid/x.svg#a"/>',
        "<style>@import 'https://voorbeeld.invalid/x.css';</style>",
        '<rect style="fill:url(https://voorbeeld.invalid/x)"/>',
        "<rect fill=\"url( 'https://voorbeeld.invalid/x' )\"/>",
        '<set attributeName="href" to="https://voorbeeld.invalid/"/>',
        "<?xml-stylesheet href='https://voorbeeld.invalid/x.css'?>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<ForeignObject/>",
        f"<title><img {WEB} src='https://voorbeeld.invalid/x.png'/></title>",
        f"<desc><form {WEB} action='https://voorbeeld.invalid/'/></desc>",
        f"<desc><base {WEB} href='#x'/></desc>",
        '<x:rect xmlns:x="urn:x" width="1"/>',
        "<style>g{}<!-- x -->@import 'https://voorbeeld.invalid/x.css';</style>",
        r'<rect style="fill:\75rl(https://voorbeeld.invalid/x)"/>',
        "<rect style=\"fill:image-set('https://voorbeeld.invalid/x' 1x)\"/>",
        "<rect style=\"cursor:url(#a), url('https://voorbeeld.invalid/x')\"/>",
        '<rect style="fill:src(&quot;https://voorbeeld.invalid/x&quot;)"/>',
        '<rect fill="url/**/(https://voorbeeld.invalid/x)"/>',
        '<rect src="https://voorbeeld.invalid/x"/>',
        '<rect xml:base="https://voorbeeld.invalid/"/>',
    ],
)
def test_what_acts_or_fetches_is_not(within: str) -> None:
    assert not is_still(f"{HEAD}{within}</svg>")


@pytest.mark.parametrize(
    "whole",
    [
        "",
        "geen tekening",
        "<html/>",
        f"<?xml-stylesheet href='https://voorbeeld.invalid/x.css'?>{HEAD}</svg>",
        f'<!DOCTYPE svg [<!ENTITY x "y">]>{HEAD}&x;</svg>',
        HEAD,
    ],
)
def test_what_is_no_drawing_is_not(whole: str) -> None:
    assert not is_still(whole)


def test_what_points_within_the_drawing_is_still() -> None:
    inside = '<defs><clipPath id="a"/></defs><g clip-path="url(#a)"/><use href="#a"/><!-- een opmerking -->'
    assert is_still(f"{HEAD}{inside}</svg>")
    assert is_still(f'{HEAD}<image href="data:image/png;base64,AAAA"/></svg>')
