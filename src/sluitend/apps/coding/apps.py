from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "sluitend.apps.coding"
    label = "coding"

    def ready(self) -> None:
        from sluitend.apps.coding import navigation, wording

        wording.register()
        navigation.register()
