"""What somebody asks, and to what it is narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding import queries
from sluitend.apps.coding.models import Code
from sluitend.apps.coding.search.asking import LONGEST, Question, question_of
from sluitend.apps.coding.search.choosing import Choice
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.design.queries import perspectives_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceKind
from sluitend.errors import InputError
from sluitend.web.wording import sentence


class SearchForm(forms.Form):
    """A GET form: nothing in it is wrong but the question itself."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": str(LONGEST), "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict, perspectives: Iterable[Perspective], codes: Iterable[tuple[Code, str]]) -> None:
        super().__init__(data)
        self._perspectives = {str(one.pk): one for one in perspectives}
        named = list(codes)
        self._codes = {str(code.pk): code for code, _path in named}
        self.fields["soort"] = _select(_("Kind of source"), SourceKind.choices)
        if self._perspectives:
            chosen = [(pk, one.name) for pk, one in self._perspectives.items()]
            self.fields["perspectief"] = _select(_("Perspective of who speaks"), chosen)
        if named:
            self.fields["code"] = _select(_("With this code"), [(str(code.pk), path) for code, path in named])

    def clean_q(self) -> Question | None:
        try:
            return question_of(self.cleaned_data["q"])
        except InputError as error:
            raise forms.ValidationError(sentence(error)) from None

    @property
    def choice(self) -> Choice:
        found = self.cleaned_data
        return Choice(
            kind=found.get("soort", ""),
            perspective=self._perspectives.get(found.get("perspectief", "")),
            code=self._codes.get(found.get("code", "")),
        )

    @property
    def told(self) -> Iterator[tuple[str, str]]:
        """What was asked, by the names of the fields and in words; what was left open is left out."""
        yield "q", self.data["q"]
        for name in ("soort", "perspectief", "code"):
            if value := self.cleaned_data.get(name):
                choices: Any = self.fields[name].choices  # type: ignore[attr-defined]
                yield name, str(dict(choices)[value])


def form_for(asked: QueryDict, user: User, evaluation: Evaluation) -> SearchForm:
    """With the perspectives, and with the codes for who may see what was coded. Raises NotFound, NotAllowed."""
    may_see = may(user, evaluation, Action.VIEW_CODING)
    nodes = queries.flat(queries.codebook_for(user, evaluation)) if may_see else []
    return SearchForm(asked, perspectives_for(user, evaluation), [(node.code, node.path) for node in nodes])


def _select(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("all")), *choices])
