from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "sluitend.apps.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        from sluitend.apps.fieldwork import navigation, tasks, wording

        wording.register()
        navigation.register()
        tasks.register()
