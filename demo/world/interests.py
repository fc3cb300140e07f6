"""What the experts read best, the ties they declared, and the tie that was set aside."""

# expert → (categories of structures, départements, languages)
EXPERTISE = {
    "expert-1": (("608", "180", "165"), ("69", "42", "01", "38"), ("ar", "ro")),
    "expert-2": (("197", "178"), ("63", "03", "43", "38"), ("en",)),
    "expert-3": (("500", "355"), ("15", "26", "73", "74"), ("lsf",)),
}

# (expert, nature of the tie, structure, detail): found again on each of its files
INTERESTS = (
    ("expert-2", "employer", "limagne", "Animation bénévole de deux soirées de prévention par an"),
    ("expert-3", "past", "ehpad-loire", "Médecin coordonnateur d’un des établissements du groupement"),
)

# (call, structure) → (expert, reason of the manager)
WAIVERS = {
    ("N1", "limagne"): (
        "expert-2",
        "Bénévolat de deux soirées par an, non rémunéré, étranger à l’action présentée ; aucun autre expert de l’addictologie n’est disponible. Le lien est porté à la connaissance de la commission.",
    ),
}  # fmt: skip

DECLINED = "Je serai en congé jusqu’à la date de remise ; un autre lecteur pourra lire ce dossier à temps."
OPINION_ASKED = "Le besoin décrit est-il celui que vous constatez dans le département ? Le partenariat avec l’hôpital est-il effectif ?"
OPINION_GIVEN = "Le besoin est réel : aucune équipe n’intervient aujourd’hui hors de l’agglomération. L’hôpital confirme la convention et met un bureau à disposition. Avis favorable, sous réserve du calendrier de recrutement."
