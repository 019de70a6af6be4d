"""Addresses of agreement, comparing and deciding: below those of a round."""

from django.urls import path

from sluitend.apps.coding.views import agreement, comparing, reopening

urlpatterns = [
    path("rondes/<int:number>/overeenstemming/", agreement.agreement, name="agreement"),
    path(
        "rondes/<int:number>/overeenstemming/code/<int:code_id>/",
        agreement.agreement_of_code,
        name="agreement_of_code",
    ),
    path("rondes/<int:number>/overeenstemming.<str:kind>", agreement.take_agreement, name="take_agreement"),
    path("rondes/<int:number>/verschillen/", comparing.comparing, name="comparing"),
    path("rondes/<int:number>/verschillen/overnemen/", comparing.take_over, name="take_over"),
    path("rondes/<int:number>/verschillen/voltooien/", comparing.adjudicate, name="adjudicate"),
    path("rondes/<int:number>/verschillen/heropenen/", reopening.reopen, name="reopen"),
    path("rondes/<int:number>/verschillen/besluit/<int:decision_id>/", comparing.take_back, name="take_back"),
    path("rondes/<int:number>/verschillen/<int:source_number>/", comparing.compare, name="compare"),
    path("rondes/<int:number>/verschillen/<int:source_number>/besluit/", comparing.decide, name="decide"),
]
