"""Addresses of searching by meaning and of what the computer suggests."""

from django.urls import path

from sluitend.apps.coding.views import meaning, suggestions

urlpatterns = [
    path("zoeken/lijkt-op/", meaning.similar, name="similar"),
    path("zoeken/betekenis/beginnen/", meaning.start_meaning, name="start_meaning"),
    path("zoeken/betekenis/stoppen/", meaning.stop_meaning, name="stop_meaning"),
    path("suggesties/", suggestions.suggestions, name="suggestions"),
    path("suggesties/leren/", suggestions.learn_suggestions, name="learn_suggestions"),
    path("suggesties/<int:suggestion_id>/overnemen/", suggestions.accept_suggestion, name="accept_suggestion"),
    path("suggesties/<int:suggestion_id>/afwijzen/", suggestions.reject_suggestion, name="reject_suggestion"),
]
