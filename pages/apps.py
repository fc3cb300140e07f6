from django.apps import AppConfig
from django.core.validators import MaxLengthValidator
from django.forms import fields, models

CHOOSE, CHOOSE_SOME = "Choisissez une réponse.", "Choisissez au moins une réponse."
TOO_LONG = "Ce texte est trop long : %(show_value)d caractères, %(limit_value)d au plus."
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
        MaxLengthValidator.message = TOO_LONG
        for kind, words in REQUIRED.items():
            own = vars(kind).get("default_error_messages", {})
            kind.default_error_messages = {**own, "required": words}
