from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "sluitend.apps.findings"
    label = "findings"

    def ready(self) -> None:
        from sluitend.apps.findings import navigation, wording

        wording.register()
        navigation.register()
