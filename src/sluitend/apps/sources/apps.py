from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sluitend.apps.sources"
    label = "sources"

    def ready(self) -> None:
        from sluitend.apps.sources import navigation, wording

        wording.register()
        navigation.register()
