"""What parties agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.actions import Agreed
from sluitend.apps.design.forms.base import LinesField, Revised, of
from sluitend.apps.design.models import Agreement, Place

ARTICLE_LENGTH = 300
PARTIES_HELP = _("For example: the municipalities and the certified institution.")


class _About(forms.Form):
    """Between whom, when and where: what agreements of one document have in common."""

    parties = of(Agreement, "parties", help_text=PARTIES_HELP)
    agreed_on = of(Agreement, "agreed_on")
    due_on = of(Agreement, "due_on")
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False, empty_label=_("everywhere")
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class AddAgreementsForm(_About):
    """Agreements, pasted line by line from the document."""

    agreed = LinesField(
        label=_("Agreements"),
        help_text=_(
            "One on each line. Pasted from a spreadsheet with two columns: the first says where it stands, "
            "the second is the agreement."
        ),
        widget=forms.Textarea({"rows": 8}),
    )
    article = of(
        Agreement,
        "article",
        help_text=_("The document, and where in it; for lines that do not say it themselves."),
    )
    field_order = ("agreed", "article")

    def clean_agreed(self) -> list[Agreed]:
        return [_line(number, line) for number, line in enumerate(self.cleaned_data["agreed"], start=1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        article = data.pop("article", "")
        if "agreed" in data:
            data["agreed"] = [Agreed(one.text, one.article or article) for one in data["agreed"]]
        return data


def _line(number: int, line: str) -> Agreed:
    """A line of one or two columns. Raises ValidationError with the number of the line."""
    article, _tab, text = (part.strip() for part in line.rpartition("\t"))
    if len(article) > ARTICLE_LENGTH:
        raise forms.ValidationError(
            _("Line %(number)d: where it stands may have %(most)d characters at most.")
            % {"number": number, "most": ARTICLE_LENGTH}
        )
    return Agreed(text, article)


class ChangeAgreementForm(_About, Revised):
    """An agreement that stands already."""

    text = of(Agreement, "text", rows=3)
    article = of(Agreement, "article")
    field_order = ("text", "article")
