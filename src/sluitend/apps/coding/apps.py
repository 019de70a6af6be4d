from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "sluitend.apps.coding"
    label = "coding"

    def ready(self) -> None:
        from sluitend.apps.coding import navigation, tasks, wording

        tasks.register()
        wording.register()
        navigation.register()
