"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models import Conclusion
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.comments import LONGEST_ANCHOR, LONGEST_COMMENT
from sluitend.apps.reporting.actions.reports import LONGEST_TITLE
from sluitend.apps.reporting.actions.returned import LONGEST_SENDER
from sluitend.apps.reporting.actions.sections import LONGEST_TITLE as LONGEST_SECTION_TITLE
from sluitend.apps.reporting.models import Outcome, RemarkKind, Section


class ReportForm(forms.Form):
    """Title and subtitle, with the revision that their author saw."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=LONGEST_TITLE, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class NewSectionForm(forms.Form):
    title = forms.CharField(label=_("Title of the chapter"), max_length=LONGEST_SECTION_TITLE)


class SectionForm(forms.Form):
    """A chapter: its title and its text in Markdown, with the revision that its author saw."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_SECTION_TITLE)
    markdown = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 24, "spellcheck": "true"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class StatementForm(forms.Form):
    """One part of the account of the method, with the revision that its author saw."""

    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea({"rows": 10, "spellcheck": "true"}))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """A comment on a chapter."""

    anchor = forms.CharField(
        label=_("About which words"),
        required=False,
        max_length=LONGEST_ANCHOR,
        help_text=_("Copy the words from the text. Leave it empty for the whole chapter."),
    )
    text = forms.CharField(label=_("Comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 2}))


class WriterForm(forms.Form):
    """Who will write a chapter."""

    writer = forms.ChoiceField(label=_("Who writes"), required=False)

    def __init__(self, data: Any, *, team: Iterable[User], initial: User | None) -> None:
        super().__init__(data, initial={"writer": str(initial.pk) if initial else ""})
        chosen = cast("forms.ChoiceField", self.fields["writer"])
        chosen.choices = [("", _("nobody yet")), *((str(one.pk), str(one)) for one in team)]


class ReturnedForm(forms.Form):
    """A Word document that came back."""

    file = forms.FileField(label=_("Word document (.docx)"), widget=forms.FileInput({"accept": ".docx"}))
    sender = forms.CharField(
        label=_("From whom"),
        max_length=LONGEST_SENDER,
        help_text=_("An organisation or a body, not a person: this stands in the report."),
    )


class HouseStyleForm(forms.Form):
    """The bureau's own Word document."""

    file = forms.FileField(
        label=_("Word document or template (.docx, .dotx)"), widget=forms.FileInput({"accept": ".docx,.dotx"})
    )


class RemarkForm(forms.Form):
    """A comment that came otherwise than in the document."""

    by = forms.CharField(
        label=_("From whom"),
        max_length=LONGEST_SENDER,
        help_text=_("An organisation or a body, not a person: this stands in the report."),
    )
    passage = forms.CharField(label=_("Passage"), required=False, widget=forms.Textarea({"rows": 3}))
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea({"rows": 4}))


class DecisionForm(forms.Form):
    """What was done with a comment."""

    kind = forms.ChoiceField(label=_("Fact or opinion"), required=False)
    outcome = forms.ChoiceField(label=_("What was done"), choices=Outcome.choices)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea({"rows": 3}))
    changed_text = forms.CharField(label=_("Changed text"), required=False, widget=forms.Textarea({"rows": 3}))
    section = forms.ChoiceField(label=_("Chapter"), required=False)
    conclusions = forms.MultipleChoiceField(
        label=_("Conclusions that changed because of it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, initial: Any, sections: Iterable[Section], conclusions: Iterable[Conclusion]):
        super().__init__(data, initial=initial)
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [("", _("not judged yet")), *RemarkKind.choices],
            "section": [("", _("not one chapter")), *((str(one.pk), one.title) for one in sections)],
            "conclusions": [(str(one.pk), f"C{one.number}") for one in conclusions],
        }
        for name, known in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = known
