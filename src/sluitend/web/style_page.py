"""What the style page (/stijl/) shows: a form with every kind of field, and invented figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.web.forms import DateField, MultipleFileField

ROLES = [("", "Kies een functie"), ("jb", "Jeugdbeschermer"), ("wt", "Wijkteammedewerker")]
LEVELS = [
    ("ambtelijk", "Ambtelijk"),
    ("leidinggevend", "Ambtelijk leidinggevend"),
    ("bestuurlijk", "Bestuurlijk"),
]


class StyleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Naam")
    mail = forms.EmailField(label="E-mailadres", help_text="Wij gebruiken dit alleen voor de uitnodiging.")
    role = forms.ChoiceField(label="Functie", choices=ROLES)
    day = DateField(label="Datum", required=False)
    notes = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.ChoiceField(label="Niveau", choices=LEVELS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Onderwerpen",
        choices=[("geld", "Geld"), ("proces", "Proces"), ("regie", "Regie")],
        widget=forms.CheckboxSelectMultiple,
        help_text="U kunt er meer kiezen.",
    )
    reports = MultipleFileField(label="Bestanden", required=False)
    released = forms.BooleanField(label="Deze bron bevat geen persoonsgegevens")


class FilterForm(forms.Form):
    """A short GET form."""

    q = forms.CharField(label="Zoek", required=False)
    level = forms.ChoiceField(label="Niveau", choices=[("", "Alle niveaus"), *LEVELS], required=False)


LINKS = [
    ("Toegang wijkteam (fictief)", "312", "21", "14 – 30", "op norm (30)", "safe"),
    ("Gecertificeerde instelling (fictief)", "188", "64", "48 – 83", "boven norm (42)", "danger"),
    ("Jeugd-ggz, specialistisch (fictief)", "274", "91", "70 – 118", "boven norm (63)", "danger"),
    ("Ambulant, basis (fictief)", "402", "35", "27 – 44", "rond norm (35)", "warning"),
    ("Pleegzorg (fictief)", "108", "52", "39 – 71", "geen norm", "neutral"),
]

CODES = (
    *("Regie", "Overdracht", "Wachttijd", "Geld", "Vertrouwen", "Rollen"),
    *("Veiligheid", "Toegang", "Informatie", "Mandaat", "Leren", "Overig"),
)

CONTEXT: dict[str, Any] = {
    "links": LINKS,
    "filter_form": FilterForm(),
    "crumbs": [(_("Evaluations"), "/"), ("Samenwerking GI en wijkteams (fictief)", "")],
    "tabs": [
        ("Alle", "?tab=alle", True),
        ("Vrijgegeven", "?tab=vrij", False),
        ("In bewerking", "?tab=bewerk", False),
    ],
    "definitions": [("Soort", "Gespreksverslag"), ("Datum", "12 maart 2026"), ("Niveau", "Bestuurlijk")],
    "codes": list(enumerate(CODES, start=1)),
}
