from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "sluitend.apps.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from sluitend.apps.people import audit_words, navigation, second_factor, wording

        wording.register()
        navigation.register()
        audit_words.register(audit_words.OURS)
        second_factor.listen()
