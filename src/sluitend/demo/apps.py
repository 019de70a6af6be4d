from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sluitend.demo"
    label = "demo"

    def ready(self) -> None:
        from sluitend.demo import tasks  # noqa: F401 - registers what the worker does
