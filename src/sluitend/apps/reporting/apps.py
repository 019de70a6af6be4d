from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sluitend.apps.reporting"
    label = "reporting"

    def ready(self) -> None:
        from sluitend.apps.reporting import navigation, tasks, wording, wording_living

        wording.register()
        wording_living.register()
        navigation.register()
        tasks.register()
