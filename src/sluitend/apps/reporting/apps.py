from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sluitend.apps.reporting"
    label = "reporting"

    def ready(self) -> None:
        from sluitend.apps.reporting import (
            navigation,
            tasks,
            tasks_archive,
            tasks_exchange,
            tasks_living,
            wording,
            wording_living,
        )
        from sluitend.apps.reporting.actions.archive import wording as archive_wording
        from sluitend.apps.reporting.checker import offering as checker_offering
        from sluitend.apps.reporting.exchange import wording as exchange_wording

        wording.register()
        wording_living.register()
        navigation.register()
        tasks.register()
        tasks_living.register()
        tasks_archive.register()
        checker_offering.register()
        archive_wording.register()
        tasks_exchange.register()
        exchange_wording.register()
