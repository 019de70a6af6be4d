"""Questions and the criteria by which their answers are judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Revised, Versioned, of, reason_field
from sluitend.apps.design.models import CriterionVersion, Question, QuestionVersion
from sluitend.apps.design.queries import QuestionLine

WHILE_PREPARING = _("Made to fit this evaluation during preparation.")


class _Explained(forms.Form):
    """A change with its reason; while the evaluation is being prepared, a reason stands ready."""

    def __init__(self, *args: Any, preparing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if preparing:
            self.fields["reason"].initial = WHILE_PREPARING


class _Added(forms.Form):
    """Something new, whose reason is asked once the evaluation is under way."""

    def __init__(self, *args: Any, preparing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not preparing:
            self.fields["reason"] = reason_field()


class AddQuestionForm(_Added):
    """A new question under a parent, or a main question."""

    parent = forms.TypedChoiceField(label=_("Part of"), required=False, empty_value=None)
    text = of(QuestionVersion, "text", rows=3)
    kind = of(Question, "kind")
    why = of(Question, "why", rows=2)

    def __init__(self, *args: Any, questions: Sequence[QuestionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = [(line.label, f"{line.label} {line.text[:80]}") for line in questions if line.depth < 2]
        self.fields["parent"].choices = [*parents, ("", _("nothing: a main question"))]  # type: ignore[attr-defined]


class RewordForm(_Explained, Versioned):
    """Another wording, from a date and with a reason."""

    text = of(QuestionVersion, "text", rows=4)
    date = of(QuestionVersion, "date", label=_("In force from"), initial=timezone.localdate)
    reason = reason_field()


class ExplainForm(Revised):
    """What stands beside the wording."""

    kind = of(Question, "kind")
    why = of(Question, "why", rows=3)
    no_criterion = of(
        Question,
        "no_criterion",
        rows=2,
        help_text=_("Fill this in when no criterion belongs to this question, for example because it only describes."),
    )


class DropForm(forms.Form):
    """Why, and from when."""

    date = of(QuestionVersion, "date", label=_("In force from"), initial=timezone.localdate)
    reason = reason_field()


class _Criterion(forms.Form):
    name = of(CriterionVersion, "name")
    source = of(CriterionVersion, "source", help_text=_("A law, agreement, standard or guideline, with its article."))
    good = of(CriterionVersion, "good", rows=3)
    insufficient = of(CriterionVersion, "insufficient", rows=3)


class AddCriterionForm(_Added, _Criterion):
    """A new criterion for a question."""

    question = forms.ChoiceField(label=_("Question"))
    field_order = ("question",)

    def __init__(self, *args: Any, questions: Sequence[QuestionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(line.label, f"{line.label} {line.text[:80]}") for line in questions]
        self.fields["question"].choices = choices  # type: ignore[attr-defined]


class ChangeCriterionForm(_Explained, _Criterion, Versioned):
    """Other content, with a reason."""

    reason = reason_field()


class RestoreForm(forms.Form):
    """A dropped criterion again; with a reason once the framework is fixed."""

    def __init__(self, *args: Any, locked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if locked:
            self.fields["reason"] = reason_field()
