from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "sluitend.apps.datasets"
    label = "datasets"

    def ready(self) -> None:
        from sluitend.apps.datasets import navigation, tasks, wording

        tasks.register()
        wording.register()
        navigation.register()
