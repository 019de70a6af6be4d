"""How Django's forms draw their widgets, without a template for each control and for each option of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"
TEXTAREA = "django/forms/widgets/textarea.html"
INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("text", "number", "email", "hidden", "password", "date")}


class Renderer(DjangoTemplates):
    """As Django's own; what pages have many of is written in Python: a list of five hundred cost as much as a page."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The widget's HTML, the same as its template gives."""
        widget = context.get("widget", {})
        if template_name == SELECT and all(one["template_name"] == OPTION for one in _options(widget)):
            return _select(widget)
        if template_name == TEXTAREA:
            return _textarea(widget)
        if template_name in INPUTS:
            return _input(widget)
        return str(super().render(template_name, context, request))


def _options(widget: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for _name, group, _index in widget["optgroups"] for one in group)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    start = format_html('<select name="{}"{}>', widget["name"], _attributes(widget["attrs"]))
    return mark_safe(f"{start}{groups}\n</select>")  # noqa: S308 - its parts are escaped below


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    inside = "".join(map(_option, options))
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>' if name else inside


def _option(one: Mapping[str, Any]) -> str:
    value, label = escape(str(one["value"])), one["label"]
    label = label if isinstance(label, SafeData) else escape(str(label))
    return f'\n  <option value="{value}"{_attributes(one["attrs"])}>{label}</option>\n'


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    words = (widget["name"], _attributes(widget["attrs"]), widget["value"] or "")
    return format_html('<textarea name="{}"{}>\n{}</textarea>', *words)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    words = (widget["type"], widget["name"], value, _attributes(widget["attrs"]))
    return format_html('<input type="{}" name="{}"{}{}>', *words)


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """As ``attrs.html`` writes them: True is a name alone, False is left out."""
    if not given:  # most options
        return SafeString()
    kept = ((name, value) for name, value in given.items() if value is not False)
    shown = (f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"' for name, value in kept)
    return mark_safe("".join(shown))  # noqa: S308 - the values are escaped, the names are those of our code
