"""Forms for correcting a text, and for destroying an older one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.sources.models import TextDestroyReason, VersionKind
from sluitend.formats.documents import KINDS


class CorrectTextForm(forms.Form):
    """The whole text, to be changed on screen."""

    text = forms.CharField(
        label=_("The text"),
        strip=False,
        help_text=_("Change what is wrong and leave the rest as it is. Blank lines keep paragraphs apart."),
        widget=forms.Textarea({"rows": 24, "class": "s-correct__text", "spellcheck": "true"}),
    )


class CorrectFileForm(forms.Form):
    """The text in a file."""

    document = forms.FileField(
        label=_("Corrected file"),
        allow_empty_file=True,  # the reader says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=_("The file that you added, corrected; or the text that you downloaded here."),
    )


class PublishCorrectionForm(forms.Form):
    """What is corrected, and why."""

    kind = forms.ChoiceField(
        label=_("What do you correct?"),
        choices=[
            (VersionKind.CORRECTED, _("a mistake in the text")),
            (VersionKind.PSEUDONYMISED, _("a name or another personal detail that could still be read")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("One sentence. Name nobody: it stays with the version."),
        widget=forms.Textarea({"rows": 2}),
    )


class DestroyTextForm(forms.Form):
    """Why the text of a version is destroyed."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(one, one.label) for one in (TextDestroyReason.NAME_LEFT, TextDestroyReason.CORRECTED)],
        widget=forms.RadioSelect,
    )
