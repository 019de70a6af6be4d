"""The text of the information letter: a default in plain Dutch, and the letter with its fields filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluitend.apps.design.models import Evaluation
from sluitend.formats import report
from sluitend.web.registry import Text

# Fields as they stand in the text, with what they hold. Dutch, since people write them.
FIELDS: dict[str, Text] = {
    "onderzoek": gettext_lazy("What the evaluation is called"),
    "doel": gettext_lazy("What you want to know, in one or two sentences"),
    "opdrachtgever": gettext_lazy("Who asked for the evaluation"),
    "bureau": gettext_lazy("Who carries it out"),
    "contact": gettext_lazy("Whom people can reach, with telephone or e-mail"),
    "intrekken_tot": gettext_lazy("Until when somebody can withdraw"),
    "bewaren_tot": gettext_lazy("Until when you keep what was said"),
    "fg": gettext_lazy("Data protection officer, with e-mail"),
}
_FIELD = re.compile(r"\{([a-z_]+)\}")


@cache
def _defaults() -> dict[str, Any]:
    path = Path(__file__).parent / "templates_data" / "letter.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def default_text() -> str:
    """The letter to begin with, for every kind of evaluation."""
    return str(_defaults()["text"]).strip()


def default_fields(evaluation: Evaluation) -> dict[str, str]:
    """What is known beforehand; the rest is empty."""
    known = {
        "onderzoek": evaluation.title,
        "doel": str(_defaults()["doel"].get(evaluation.template_key, "")).strip(),
        "opdrachtgever": str(evaluation.commissioner or ""),
    }
    return {name: known.get(name, "") for name in FIELDS}


def filled(text: str, fields: Mapping[str, str]) -> str:
    """The letter as it is handed out; an empty field says what is still to be filled in."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in FIELDS:
            return found[0]
        return fields.get(name) or _("[fill in: %(field)s]") % {"field": FIELDS[name]}

    return _FIELD.sub(value, text)


def missing(text: str, fields: Mapping[str, str]) -> list[Text]:
    """What is still to be filled in, in words and in the order of the text."""
    used = dict.fromkeys(_FIELD.findall(text))
    return [FIELDS[name] for name in used if name in FIELDS and not fields.get(name)]


def to_html(markdown: str) -> str:
    """Markdown as a part of a page. Raises InputError("formats.report_too_large")."""
    return report.to_html(report.nested_headings(report.parse(markdown), 2), section_headings_from=1)
