"""What to tell a person when the database itself refuses a row of a call."""

MESSAGES = {
    ("a_published_call_is_dated",): "Un appel publié doit porter ses dates.",
    ("a_published_call_closes_or_is_permanent",): "Fixez une date de clôture, ou rendez l’appel permanent.",
    ("a_permanent_call_has_no_closing",): "Un appel permanent n’a pas de date de clôture.",
    ("a_call_closes_after_it_opens",): "La clôture doit être postérieure à l’ouverture.",
    ("a_sealed_call_is_opened_after_closing",): "Les dossiers scellés ne s’ouvrent qu’après la clôture.",
    ("a_ceiling_is_above_its_floor",): "Le plafond par dossier doit être supérieur ou égal au plancher.",
    ("a_budget_has_one_to_five_years",): "Un budget porte sur une à cinq années.",
    ("a_reference_cost_has_its_unit",): "Précisez l’unité du coût de référence.",
    ("places_have_a_unit",): "Précisez s’il s’agit de places ou de lits.",
    ("one_lot_per_code", "calls_lot.code"): "Un autre lot porte déjà ce code.",
    ("a_weight_is_positive",): "Le coefficient doit être supérieur à zéro.",
    ("a_maximum_is_positive",): "La note maximale doit être d’au moins un point.",
    ("a_floor_is_within_the_scale",): "La note éliminatoire ne peut pas dépasser la note maximale.",
    ("one_current_appointment", "calls_appointment."): "Cette personne tient déjà ce rôle dans l’appel.",
    ("calls_call.number", "calls_call_number"): "Un autre appel porte déjà ce numéro.",
    ("calls_call.slug", "calls_call_slug"): "Un autre appel a déjà cette adresse.",
}
GENERAL = "L’enregistrement a été refusé : ces informations se contredisent. Rien n’a été modifié."


def message_for(error) -> str:
    """The French message of a violated constraint, from its name or its column in the database's own words."""
    text = str(error)
    return next((message for names, message in MESSAGES.items() if any(n in text for n in names)), GENERAL)
