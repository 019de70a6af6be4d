from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sluitend.apps.sources"
    label = "sources"

    def ready(self) -> None:
        from sluitend.apps.sources import navigation, tasks, wording  # noqa: F401 - tasks: the worker knows its handlers

        wording.register()
        navigation.register()
