"""What the fictitious union writes: arguments for its members, remarks in the margin of a draft. All invented."""

# theme, title, text, sources [(name, address)], codes of categories (none: all)
ARGUMENTS = (
    (
        "need",
        "Aller vers les personnes que l’accueil n’atteint pas (démonstration)",
        "Une partie du public ne franchit jamais la porte d’un lieu d’accueil : personnes hébergées à l’hôtel, saisonniers, personnes sortant de détention, habitants des communes sans transport. Le projet va à leur rencontre, à jour et à heure fixes, sur des lieux choisis avec elles.",
        (("Texte de démonstration, sans chiffre établi", ""),),
        ("178", "197"),
    ),
    (
        "people",
        "La participation des personnes (démonstration)",
        "Les personnes accompagnées sont associées avant l’ouverture : un groupe de six à huit d’entre elles choisit les lieux et les horaires, puis se réunit chaque trimestre. Le défraiement est prévu au budget. Ce qui a été changé à leur demande figure dans le bilan.",
        (("Code de l’action sociale et des familles, article L. 311-6 (à vérifier)", ""),),
        (),
    ),
    (
        "evaluation",
        "Des indicateurs que l’on sait tenir (démonstration)",
        "Nous retenons peu d’indicateurs, relevés chaque mois dans notre outil habituel : personnes différentes rencontrées, accompagnements ouverts, orientations suivies d’effet. Chacun est défini dans une fiche d’une page, partagée avec l’agence dès le démarrage.",
        (),
        (),
    ),
)
REMARK = "Le besoin est bien décrit, mais rien ne dit sur quelle partie du territoire. Deux lieux nommés suffiraient."
ANSWER = "Merci. Nous ajoutons les deux premiers lieux dès que la mairie confirme."
