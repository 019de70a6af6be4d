"""Addresses of the evidence chain and of the coverage map."""

from django.urls import path

from sluitend.apps.reporting.views import chain, coverage

chains = [
    path("rapport/bewijs/", chain.start, name="chain_start"),
    path("rapport/bewijs/<str:label>/", chain.chain, name="chain"),
    path("dekking/", coverage.coverage, name="coverage"),
    path("dekking/kaart/", coverage.card, name="coverage_card"),
    path("dekking/<str:label>/<int:perspective_id>/", coverage.cell, name="coverage_cell"),
]
