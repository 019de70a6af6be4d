"""The shell around the rooms: templates, components, navigation, wording, middleware. Imports no room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the sentences that belong to no room."""

    name = "sluitend.web"
    label = "web"

    def ready(self) -> None:
        from sluitend.web import sentences, wording
        from sluitend.work import wording as work_sentences

        wording.register(sentences.SENTENCES)
        wording.register(work_sentences.SENTENCES)
