from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "sluitend.apps.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from sluitend.apps.people import navigation, wording

        wording.register()
        navigation.register()
