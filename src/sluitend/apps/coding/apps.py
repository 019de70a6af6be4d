from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "sluitend.apps.coding"
    label = "coding"

    def ready(self) -> None:
        from sluitend.apps.coding import agreement_offers, navigation, opaque_ids, tasks, wording
        from sluitend.apps.coding.meaning import offers as meaning_offers
        from sluitend.apps.coding.search import offers

        tasks.register()
        wording.register()
        navigation.register()
        agreement_offers.register()
        opaque_ids.register()
        offers.register()
        meaning_offers.register()
