"""What the marks from 0 to 5 mean for the criteria met most often: models to adapt, no authority's own.

A criterion of a model that is not here takes the general scale (calls/scales.py).
"""

ANCHORS: dict[str, tuple[str, str, str, str, str, str]] = {
    "needs": (
        "Le besoin n’est pas décrit, ou ne concerne pas le territoire de l’appel.",
        "Le besoin est affirmé sans chiffre ni source.",
        "Quelques données, sans lien clair avec ce que le projet propose.",
        "Le besoin est chiffré et le projet y répond pour l’essentiel.",
        "Diagnostic précis et daté, partagé avec des acteurs du territoire.",
        "Diagnostic complet, manques de l’offre démontrés, réponse ajustée et mesurable.",
    ),
    "territory": (
        "Le territoire n’est pas celui de l’appel, ou n’est pas décrit.",
        "Le territoire est nommé, sans rien dire de ses besoins.",
        "Quelques données sur le territoire, lieux d’intervention incertains.",
        "Territoire décrit et justifié, lieux d’intervention identifiés.",
        "Zones sans réponse démontrées, présence régulière prévue dans chacune.",
        "Zones les plus démunies couvertes, calendrier et accès des habitants démontrés.",
    ),
    "partnerships": (
        "Aucun partenaire, ou des partenaires sans lien avec le projet.",
        "Des partenaires cités, sans contact établi.",
        "Contacts pris, rôle de chacun encore vague.",
        "Rôle de chaque partenaire décrit, accords de principe écrits.",
        "Conventions ou lettres d’engagement jointes pour les partenaires essentiels.",
        "Conventions signées avec tous les partenaires essentiels, suivi commun organisé.",
    ),
    "team": (
        "L’équipe n’est pas décrite.",
        "Des métiers cités, sans temps de travail.",
        "Temps de travail insuffisant ou métiers essentiels absents.",
        "Métiers et temps de travail adaptés, recrutements à faire.",
        "Équipe complète, fiches de poste et encadrement décrits.",
        "Équipe complète et en partie déjà en place, formation, remplacements et soutien prévus.",
    ),
    "experience": (
        "Aucune expérience utile au projet.",
        "Expérience éloignée du public ou de l’activité.",
        "Expérience récente ou limitée, appui extérieur non prévu.",
        "Expérience du public ou de l’activité, attestée.",
        "Expérience du public et de l’activité, résultats présentés.",
        "Expérience reconnue et évaluée, gestion saine, engagements passés tenus.",
    ),
    "cost": (
        "Budget absent ou qui n’est pas équilibré.",
        "Budget équilibré, dépenses sans explication.",
        "Dépenses expliquées en partie, coût élevé sans justification.",
        "Budget clair et réaliste, coût comparable à celui de projets semblables.",
        "Budget détaillé et justifié, autres financements engagés.",
        "Budget justifié ligne à ligne, coût maîtrisé, financements acquis et durables.",
    ),
    "schedule": (
        "Aucun calendrier.",
        "Une date annoncée, sans étapes.",
        "Étapes citées, délais peu réalistes ou incompatibles avec l’appel.",
        "Étapes datées et réalistes.",
        "Étapes datées, préalables identifiés (locaux, recrutements, autorisations).",
        "Préalables déjà levés, ouverture assurée à la date annoncée, solutions de repli prévues.",
    ),
    "participation": (
        "La participation des personnes n’est pas prévue.",
        "Un principe affirmé, sans moyen.",
        "Une information des personnes, sans possibilité d’agir sur le projet.",
        "Des instances ou des temps réguliers de participation.",
        "Les personnes ont contribué au projet et suivent sa mise en œuvre.",
        "Les personnes décident avec l’équipe, des pairs sont formés et rémunérés.",
    ),
    "evaluation": (
        "Aucune évaluation prévue.",
        "Une évaluation annoncée, sans indicateur.",
        "Des indicateurs d’activité seulement.",
        "Indicateurs d’activité et de résultat, mode de recueil décrit.",
        "Situation de départ mesurée, cibles chiffrées, responsables désignés.",
        "Méthode solide et financée, regard extérieur, usage des résultats prévu.",
    ),
    "rights": (
        "Les droits des personnes ne sont pas évoqués.",
        "Les textes sont cités, sans mise en œuvre.",
        "Une partie des documents obligatoires est prévue.",
        "Les documents et instances obligatoires sont prévus et décrits.",
        "Documents joints, adaptés au public et traduits si besoin.",
        "Droits effectifs à chaque étape du parcours, recours et plaintes organisés.",
    ),
    "premises": (
        "Aucun local identifié.",
        "Recherche de locaux à peine commencée.",
        "Local pressenti, inadapté ou sans accord du propriétaire.",
        "Local identifié et adapté, accord de principe du propriétaire.",
        "Local disponible, accessible, plans et devis joints.",
        "Local acquis ou loué, accessible, conforme, desservi et accepté par le voisinage.",
    ),
}


def anchors_of(key: str, maximum: int) -> dict[str, str]:
    """The words of a model's criterion as a row keeps them; empty where the general scale says it."""
    texts = ANCHORS.get(key, ())
    return {str(mark): text for mark, text in enumerate(texts)} if len(texts) == maximum + 1 else {}
