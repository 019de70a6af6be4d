from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "sluitend.apps.fieldwork"
    label = "fieldwork"
