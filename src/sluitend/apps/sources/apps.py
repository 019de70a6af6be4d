from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sluitend.apps.sources"
    label = "sources"

    def ready(self) -> None:
        from sluitend.apps.sources import names_wording, navigation, tasks, wording

        tasks.register()
        wording.register()
        names_wording.register()
        navigation.register()
