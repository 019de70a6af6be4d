"""Addresses of quotes in context."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.coding.views.quotes import quotes, take_quotes

urlpatterns: list[URLPattern | URLResolver] = [
    path("citaten/", quotes, name="quotes"),
    path("citaten/citaten.<str:kind>", take_quotes, name="take_quotes"),
]
