"""What to tell a person when the database itself refuses a row."""

MESSAGES = {
    "one_file_per_lot_and_structure": "Votre structure a déjà un dossier pour ce lot.",
    "a_state_is_known": "Cet état n’existe pas.",
    "a_deposit_is_dated_and_signed": "Un dépôt doit porter sa date et son auteur.",
    "a_complement_has_a_term": "Une demande de compléments doit porter sa date limite.",
    "an_admission_is_dated_and_signed": "La recevabilité doit porter sa date et son auteur.",
    "a_review_is_concluded_and_signed": "La fin de l’instruction doit porter sa date et son auteur.",
    "a_decision_is_dated_and_signed": "Une décision doit porter sa date et son auteur.",
    "an_award_has_its_amount": "Un dossier retenu doit porter le montant attribué.",
    "no_amount_without_money": "Cette procédure n’attribue pas de financement : retirez le montant.",
    "a_waiting_file_has_its_rank": "Un dossier en liste complémentaire doit porter son rang.",
    "a_funding_is_dated_and_signed": "Un conventionnement doit porter sa date et son auteur.",
    "money_comes_before_its_evaluation": "Un dossier financé est conventionné avant d’être évalué.",
    "an_evaluation_has_its_outcome": "Une évaluation doit porter son résultat, sa date et son auteur.",
    "a_refusal_has_its_ground": "Une irrecevabilité doit porter son motif.",
    "an_exit_is_dated": "Cette sortie doit porter sa date.",
    "one_open_complement": "Une demande de compléments est déjà en cours.",
    "one_current_consent": "Un accord est déjà donné à cette union pour ce dossier.",
    "one_handover_per_edit": "Vous avez déjà demandé la signature de ce dossier.",
    "one_presence_per_open_page": "Cette page est déjà ouverte.",
    "a_message_has_its_side": "Un message vient de la structure ou de l’autorité.",
    "one_line_per_account_and_year": "Ce compte a déjà une ligne pour cette année.",
    "a_post_has_no_negative_etp": "Un nombre d’ETP ne peut pas être négatif.",
    "a_post_lasts_one_to_twelve_months": "Un poste dure de 1 à 12 mois par an.",
    "a_post_is_funded_once": "La part financée par l’appel va de 0 à 100 %.",
    "a_scan_is_dated": "Une analyse antivirus doit porter sa date.",
    "an_infection_has_its_name": "Un fichier fermé par l’antivirus doit dire pourquoi.",
    "one_fault_per_path_and_reading": "Ce fichier est déjà signalé par cette relecture.",
    "no_more_arrives_than_was_announced": "Le fichier reçu dépasse la taille annoncée.",
    "one_sending_per_file": "Ce fichier est déjà en cours d’envoi.",
    "one_current_version_per_piece": "Quelqu’un d’autre vient de mettre à jour cette pièce : rechargez la page.",
    "one_number_per_version": "Quelqu’un d’autre vient de mettre à jour cette pièce : rechargez la page.",
    "a_piece_ends_after_its_date": "La date de fin vient après la date de la pièce.",
    "one_prompt_a_day": "Ce dossier a déjà été relancé aujourd’hui : attendez demain.",
    "one_alert_per_call_and_member": "Cet adhérent est déjà prévenu de cet appel.",
    "a_settled_thread_is_signed": "Un commentaire réglé doit porter sa date et son auteur.",
    "one_argument_version_per_number": "Quelqu’un vient de modifier cet argument : rechargez la page.",
}
GENERAL = "L’enregistrement a été refusé : ces informations se contredisent. Rien n’a été modifié."


def message_for(error) -> str:
    """The French message of a violated constraint, from its name in the database's own words."""
    text = str(error)
    return next((message for name, message in MESSAGES.items() if name in text), GENERAL)
