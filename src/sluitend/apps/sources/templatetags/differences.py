"""What changed between two wordings, on one line of HTML: a line end of a template would be seen in the text."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sluitend.apps.design.differences import Piece

register = template.Library()


@register.simple_tag
def difference(pieces: Iterable[Piece]) -> SafeString:
    """``{% difference pieces %}``: what came in and went out is said, not only coloured."""
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


def _shown(piece: Piece) -> str | SafeString:
    if piece.kind == "same":
        return piece.text
    tag, said = ("ins", _("[added]")) if piece.kind == "in" else ("del", _("[removed]"))
    return format_html('<{0}><span class="s-visually-hidden">{1} </span>{2}</{0}>', tag, said, piece.text)
