"""The form of an analysis, made from its parameters and from what the dataset has to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.parameters import Ask, Asked, Vocabulary, asked, in_words, offered, shared
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.forms.base import LinesField
from sluitend.web.forms import DateField


class DatasetForm(forms.Form):
    """Which dataset, asked first: what can be chosen depends on it."""

    dataset = forms.ChoiceField(label=_("Dataset"))

    def __init__(self, datasets: list[Dataset], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.number), f"{one}: {one.title}") for one in datasets]
        self.fields["dataset"].choices = choices  # type: ignore[attr-defined]


class AnalysisForm(forms.Form):
    """A field for every parameter; `parameters` gives them as JSON has them."""

    def __init__(self, analysis: Analysis, vocabulary: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = list(asked(analysis.parameters))
        self._shared = shared(analysis.parameters)
        self.fields.update({one.name: _field(one, vocabulary) for one in self._asked})

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields of this analysis."""
        return [self[one.name] for one in self._asked if one.name not in self._shared]

    @property
    def shared(self) -> list[forms.BoundField]:
        """The fields of every analysis: which cases. What cannot be chosen is left out."""
        found = [self[one.name] for one in self._asked if one.name in self._shared]
        return [one for one in found if not isinstance(one.field, forms.MultipleChoiceField) or one.field.choices]

    def parameters(self) -> dict[str, Any]:
        """What was filled in; a number that was left empty has its default."""
        return {one.name: _plain(value) for one in self._asked if (value := self._given(one)) is not None}

    def _given(self, one: Asked) -> Any:
        return self.cleaned_data.get(one.name)


def _field(one: Asked, vocabulary: Vocabulary) -> forms.Field:
    told: dict[str, Any] = {"label": one.label, "help_text": one.help, "required": one.required}
    match one.ask:
        case Ask.ACTIVITIES | Ask.VALUES | Ask.RESOURCES | Ask.CODES | Ask.TOPICS:
            return _some(told, _offered(one.ask, vocabulary))
        case Ask.CODE | Ask.ATTRIBUTE:
            return forms.ChoiceField(choices=[*_none(one), *_offered(one.ask, vocabulary)], **told)
        case Ask.DAY:
            return DateField(**told)
        case Ask.EXPRESSION:
            return forms.CharField(**told, widget=forms.Textarea({"rows": 2, "spellcheck": "false"}))
        case Ask.LINES:
            return LinesField(**told, widget=forms.Textarea({"rows": 3}))
        case Ask.NORM | Ask.DATASET:
            known = vocabulary.norms if one.ask is Ask.NORM else vocabulary.datasets
            return forms.ChoiceField(choices=list(known.items()), **told)
        case Ask.NUMBER:
            return forms.FloatField(**told, initial=one.initial, localize=False)
        case Ask.CHOICE:
            return forms.ChoiceField(choices=one.choices, initial=one.initial, **told)
    return forms.BooleanField(**told | {"required": False}, initial=one.initial)


def _none(one: Asked) -> list[tuple[str, Any]]:
    """What choosing nothing is called, where that can be."""
    usual = _("No comparison") if one.ask is Ask.ATTRIBUTE else _("No code")
    return [] if one.required else [("", one.none or usual)]


def _offered(ask: Ask, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [(name, in_words(ask, name, vocabulary)) for name in offered(ask, vocabulary)]


def _some(told: Mapping[str, Any], choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
