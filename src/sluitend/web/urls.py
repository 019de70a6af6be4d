"""Addresses that belong to no room."""

from django.urls import path
from django.views.i18n import set_language

from sluitend.web import views

app_name = "web"

urlpatterns = [
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("taal/", set_language, name="language"),
    path("gezondheid/", views.health, name="health"),
    path("stijl/", views.style, name="style"),
]
