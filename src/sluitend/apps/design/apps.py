from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "sluitend.apps.design"
    label = "design"
    verbose_name = _("Design of the evaluation")

    def ready(self) -> None:
        from sluitend.apps.design import navigation, wording

        wording.register()
        navigation.register()
