from django.apps import AppConfig
from django.forms import fields, models

CHOOSE, CHOOSE_SOME = "Choisissez une réponse.", "Choisissez au moins une réponse."
# What an empty required field says, where one does not write but chooses, ticks or sends.
REQUIRED = {
    fields.ChoiceField: CHOOSE,
    models.ModelChoiceField: CHOOSE,
    fields.MultipleChoiceField: CHOOSE_SOME,
    models.ModelMultipleChoiceField: CHOOSE_SOME,
    fields.BooleanField: "Cochez cette case.",
    fields.FileField: "Choisissez un fichier.",
}


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self):
        for kind, words in REQUIRED.items():
            own = vars(kind).get("default_error_messages", {})
            kind.default_error_messages = {**own, "required": words}
