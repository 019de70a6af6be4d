"""Forms of this room. Choices come from the evaluation itself, so that nothing of another one can be chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.sources.attributes import LINKS, candidates
from sluitend.apps.sources.models import ApprovalState, DestroyReason, Source, SourceKind, VersionKind
from sluitend.apps.sources.wording import SENTENCES
from sluitend.formats.answers import KINDS as ANSWER_KINDS
from sluitend.formats.documents import KINDS
from sluitend.web.forms import DateField, MultipleFileField, MultipleFileInput

_LABELS = {
    "perspective": _("Perspective"),
    "place": _("Place"),
    "phase": _("Phase"),
    "method": _("Method"),
    "organisation": _("Organisation"),
    "object_version": _("Version of the evaluated object"),
}


def _with_empty(choices: list[tuple[str, Any]], empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *choices]


class AttributesForm(forms.Form):
    """What is known of a source, or of a whole batch."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.DOCUMENT)
    is_public = forms.BooleanField(
        label=_("Public document"),
        required=False,
        help_text=_("Anyone may read it, on a website for instance. Its text may be coded at once."),
    )
    date = DateField(label=_("Date"), required=False, help_text=_("Of the document or the conversation."))
    level = forms.ChoiceField(label=_("Level"), required=False, choices=_with_empty(list(Level.choices), "–"))
    origin = forms.CharField(
        label=_("Origin"), required=False, max_length=300, help_text=_("Publisher or web address. No names of people.")
    )
    retain_until = DateField(
        label=_("Keep the original until"),
        required=False,
        help_text=_("After this date the file is destroyed. The text stays."),
    )

    links_shown = ("perspective", "place", "phase", "method", "organisation", "object_version")

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.links_shown:
            rows = candidates(evaluation, name)
            self.fields[name] = forms.ModelChoiceField(rows, label=_LABELS[name], required=False, empty_label="–")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_public") and cleaned.get("kind") not in (None, SourceKind.DOCUMENT):
            self.add_error("is_public", str(SENTENCES["sources.only_documents_are_public"]))
        return cleaned

    def attributes(self) -> dict[str, Any]:
        """What the actions take."""
        names = {"kind", "is_public", "date", "level", "origin", "retain_until", *LINKS}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


# Open answers come in as a table, on a page of their own.
_KINDS_OF_FILES = [choice for choice in SourceKind.choices if choice[0] != SourceKind.SURVEY_ANSWERS]


class BatchForm(AttributesForm):
    """Files, with what they have in common."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS_OF_FILES, initial=SourceKind.DOCUMENT)

    documents = MultipleFileField(
        label=_("Files"),
        allow_empty_file=True,  # the reader says what is wrong with it, and the other files go on
        widget=MultipleFileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=_(
            "txt, md, docx, odt, rtf, pdf with text, html; transcripts as vtt or srt too; at most 100 MB each."
        ),
    )


class AnswersForm(forms.Form):
    """A table with open answers."""

    table = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the reader says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ",".join(ANSWER_KINDS)}),
        help_text=_("xlsx, ods, csv or tsv: the questions in the first row, a row for each respondent. At most 20 MB."),
    )


class SourceForm(AttributesForm):
    """One source."""

    title = forms.CharField(label=_("Title"), max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    public_reason = forms.CharField(
        label=_("Why this conversation is public"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when speakers were found in a public document: a council meeting, for instance."),
    )

    field_order = ("title", "kind", "is_public", "public_reason", "date", *AttributesForm.links_shown)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, evaluation=evaluation, **kwargs)
        self.order_fields(self.field_order)


def initial_of(source: Source, title: str) -> dict[str, Any]:
    """A source as SourceForm shows it."""
    names = ("kind", "is_public", "public_reason", "date", "level", "origin", "retain_until", "revision", *LINKS)
    return {"title": title, **{name: getattr(source, name) for name in names}}


class FilterForm(forms.Form):
    """Narrows the list."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=_with_empty(list(SourceKind.choices), _("All kinds"))
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("released", _("released")),
            ("sealed", _("not released")),
            ("unapproved", _("report not approved yet")),
        ],
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=_with_empty(list(Level.choices), _("All levels"))
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("perspective", "place", "phase"):
            rows = candidates(evaluation, name)
            self.fields[name] = forms.ModelChoiceField(rows, label=_LABELS[name], required=False, empty_label=_("All"))


class ReleaseForm(forms.Form):
    """A person's statement, never ticked beforehand."""

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("Becomes readable too: leave names of people out.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    stated = forms.BooleanField(
        label=_("This text contains no personal data"),
        error_messages={"required": SENTENCES["sources.not_stated"]},  # type: ignore[dict-item]  # lazy,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == VersionKind.PSEUDONYMISED:
            self.fields["stated"].label = _("I have read this text: names and other personal data were taken out")


class ApprovalForm(forms.Form):
    """How far the respondent's approval is."""

    approval = forms.ChoiceField(
        label=_("Approval by the respondent"),
        choices=[choice for choice in ApprovalState.choices if choice[0] != ApprovalState.NOT_NEEDED],
    )
    seen = forms.CharField(widget=forms.HiddenInput)


_GIVEN = (DestroyReason.RETENTION, DestroyReason.REMOVED)  # by the product, not by somebody


class DestroyForm(forms.Form):
    """Why something is destroyed."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[choice for choice in DestroyReason.choices if choice[0] not in _GIVEN],
        widget=forms.RadioSelect,
    )
