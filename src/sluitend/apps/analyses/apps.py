from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    name = "sluitend.apps.analyses"
    label = "analyses"

    def ready(self) -> None:
        from sluitend.apps.analyses import navigation, tasks, wording

        assert tasks  # its handlers are known by now
        wording.register()
        navigation.register()
