"""The forms of exchange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.actions.exchange.receiving import SUFFIXES
from sluitend.apps.reporting.actions.exchange.variables import Became
from sluitend.apps.reporting.exchange.queries import Coder, Variable


class ExportForm(forms.Form):
    """What a file for another tool holds."""

    with_names = forms.BooleanField(
        label=_("Coders by their own names"),
        required=False,
        help_text=_("Otherwise they are called “Codeur 1”, “Codeur 2” and so on."),
    )

    with_originals = forms.BooleanField(
        label=_("With the Word and PDF files of the sources"),
        required=False,
        help_text=_(
            "They may hold names that the text does not: in headers, remarks and properties. Only files whose text was "
            "released as it came in go along, and each is recorded as opened by you."
        ),
    )


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Exchange file"),
        help_text=_("A project (.qdpx, .qde) or a codebook (.qdc), at most 100 MB."),
        widget=forms.FileInput({"accept": ",".join(SUFFIXES)}),
    )


class Texts:
    """What is known of the texts of a file."""

    SEALED, PUBLIC, CLEAN = "sealed", "public", "clean"


class ImportForm(forms.Form):
    """Who is who, and how the texts come in."""

    texts = forms.ChoiceField(
        label=_("The texts of this file"),
        choices=(
            (Texts.SEALED, _("are looked at first: a person takes names out and releases each")),
            (Texts.CLEAN, _("hold no personal data, or names were replaced: I state that, and release them")),
            (Texts.PUBLIC, _("are public documents")),
        ),
        initial=Texts.SEALED,
        widget=forms.RadioSelect,
        help_text=_("Codes and memos wait with their text until it is released."),
    )
    with_cases = forms.BooleanField(
        label=_("Cases become respondents"),
        required=False,
        help_text=_("Choose this when the cases are people. Their names are sealed; the team sees a number."),
    )

    with_sets = forms.BooleanField(
        label=_("Keep groups of codes and sources, and links"),
        required=False,
        initial=True,
        help_text=_(
            "They go along again when you export. The team can read their names: do not choose this when names of "
            "people stand in them."
        ),
    )
    with_new_values = forms.BooleanField(
        label=_("Add values that are not in the lists of this evaluation"),
        required=False,
        help_text=_(
            "New perspectives, places and phases come in the lists of this evaluation; organisations only when you may "
            "keep the register. Otherwise such values stay behind, one by one in the list."
        ),
    )

    def __init__(
        self,
        *given: Any,
        coders: Sequence[Coder],
        has_cases: bool,
        has_texts: bool,
        has_sets: bool,
        variables: Sequence[Variable] = (),
    ) -> None:
        super().__init__(*given)
        self._coders, self._variables = coders, variables
        if not variables:
            del self.fields["with_new_values"]
        if not has_cases:
            del self.fields["with_cases"]
        if not has_sets:
            del self.fields["with_sets"]
        if not has_texts:
            del self.fields["texts"]
        for place, one in enumerate(coders):
            self.fields[f"coder-{place}"] = forms.TypedChoiceField(
                label=_("Coder “%(name)s” is") % {"name": one.name or one.guid},
                choices=[(0, _("somebody without an account here")), *one.members],
                coerce=int,
                initial=one.member,
            )

        for place, variable in enumerate(variables):
            told: dict[str, str | int] = {"name": variable.name, "kind": variable.kind}
            told |= {"values": variable.values, "different": variable.different}
            self.fields[f"variable-{place}"] = forms.ChoiceField(
                label=_("Variable “%(name)s” (%(kind)s; %(values)s values, %(different)s different) becomes") % told,
                choices=Became.choices,
                initial=variable.became,
            )

    @property
    def chosen(self) -> dict[str, Any]:
        """What `start_import` wants to know."""
        data = self.cleaned_data
        users = {one.guid: data[f"coder-{place}"] for place, one in enumerate(self._coders)}
        became = {one.guid: data[f"variable-{place}"] for place, one in enumerate(self._variables)}
        texts = data.get("texts", Texts.SEALED)
        return {
            "users": users,
            "is_public": texts == Texts.PUBLIC,
            "is_clean": texts == Texts.CLEAN,
            "with_cases": data.get("with_cases", False),
            "variables": became,
            "with_sets": data.get("with_sets", False),
            "with_new_values": data.get("with_new_values", False),
        }
