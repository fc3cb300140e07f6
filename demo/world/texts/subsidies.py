SUBSIDIES: dict[str, dict[str, tuple[str, ...]]] = {
    "ide-nuit": {
        "title": ("Une infirmière la nuit pour les EHPAD autour de {town}", "Nuits partagées {area}", "Astreinte infirmière de nuit mutualisée"),
        "summary": (
            "Une astreinte infirmière de nuit partagée entre plusieurs EHPAD autour de {town}, tous les jours de l’année.",
            "Une présence infirmière de nuit itinérante entre EHPAD voisins {area}, en lien avec le SAMU et l’hospitalisation à domicile.",
        ),
        "governance": (
            "L’établissement porteur emploie les infirmiers et tient le planning. Une convention lie tous les EHPAD associés : elle fixe la clé de répartition, au nombre de places, et la façon d’en sortir. Un comité des directions se réunit chaque trimestre, un comité des soins chaque mois. Les médecins coordonnateurs ont validé l’organisation. Un EHPAD nouveau peut entrer au premier janvier.",
            "Le groupement réunit les directeurs et les cadres de santé. Les décisions se prennent à la majorité, chaque EHPAD comptant pour une voix. Le porteur présente les comptes chaque semestre. Un cadre référent répond des plannings et des remplacements, un médecin coordonnateur répond des protocoles.",
        ),
        "protocols": (
            "Douze protocoles sont écrits : chute, douleur, détresse respiratoire, fin de vie, agitation, sonde, glycémie, fièvre, anticoagulants, transfert, décès, appel du SAMU. Chacun tient sur une page et dit quand appeler, qui, et ce que fait l’aide-soignant en attendant. Ils sont relus chaque année avec le SAMU. Une fiche de liaison est remise au jour chaque matin.",
            "Les aides-soignants appellent selon un arbre simple en cinq questions. L’infirmier évalue par téléphone, puis se déplace si l’état le demande, en moins de trente minutes. Les prescriptions anticipées sont prévues avec les médecins traitants. Chaque appel est noté et relu en réunion mensuelle.",
        ),
        "continuity": (
            "L’astreinte couvre 365 nuits, de 20 h à 7 h. Six infirmiers se relaient, volontaires, indemnisés et remplacés par un pool de vacataires connus. Les congés sont posés à trois mois. Un double est d’astreinte les soirs de grand froid. Le véhicule et le téléphone sont fournis. Aucune nuit n’est restée découverte pendant la phase d’essai.",
            "Le planning est établi au semestre. Deux infirmiers sont présents chaque nuit sur le territoire, l’un au nord, l’autre au sud. Une absence est remplacée par la réserve, sinon par l’hospitalisation à domicile avec laquelle une convention est signée.",
        ),
    },
    "addictions": {
        "title": (
            "Parler des écrans et du cannabis au lycée, {area}", "Mois sans tabac toute l’année à {town}", "Réduire les risques en milieu festif, {area}",
            "Prévention par les pairs à {town}", "Premiers gestes contre les addictions, {area}",
        ),
        "summary": (
            "Un programme de prévention fondé sur les compétences psychosociales, mené avec douze établissements {area}.",
            "Interventions de réduction des risques dans les lieux de fête autour de {town}, avec des pairs formés.",
            "Repérage précoce et accompagnement des jeunes consommateurs {area}, avec les professionnels de premier recours.",
        ),
        "priority": (
            "Le projet répond au premier axe de l’appel : éviter ou retarder les premières consommations. Trois objectifs : renforcer les compétences psychosociales de mille deux cents jeunes, former soixante adultes qui les entourent, ouvrir une consultation jeunes consommateurs à {town}. Les établissements choisis sont ceux où l’enquête régionale relève les consommations les plus précoces.",
            "Nous nous inscrivons dans l’axe de la réduction des risques. L’objectif est que chaque grande fête {area} dispose d’une équipe formée, d’un espace de repos et d’un message commun. Le projet vise aussi les employeurs saisonniers, jusqu’ici oubliés. Il ne double aucune action financée : il relie celles qui existent.",
        ),
        "evidence": (
            "L’action reprend un programme de compétences psychosociales évalué en France par un essai comparatif, avec des effets mesurés à deux ans sur le tabac. Nous en respectons les conditions : douze séances, deux animateurs formés, implication des familles. L’équipe a suivi la formation de formateurs. Un registre de fidélité vérifie à chaque séance ce qui a été fait.",
            "Les recommandations nationales retiennent trois leviers efficaces : l’intervention brève, la formation des professionnels de premier recours et la réduction des risques par les pairs. Le projet combine les trois. Deux revues de littérature, citées en annexe, étayent les choix. L’affichage seul, dont l’effet n’est pas démontré, a été écarté.",
        ),
        "actions": (
            "Action 1 : douze séances en classe, dans douze établissements. Action 2 : trois soirées pour les parents, animées avec eux. Action 3 : deux jours de formation pour les adultes référents. Action 4 : une consultation avancée chaque mercredi. Chaque action a un responsable, un coût et un indicateur.",
            "Action 1 : quinze sorties en milieu festif, avec matériel et espace de repos. Action 2 : formation de vingt pairs. Action 3 : charte avec les organisateurs et les communes. Action 4 : permanence en ligne le soir. Action 5 : retour d’expérience public à la fin de la saison.",
        ),
        "spread": (
            "Les outils sont sous licence libre et le déroulé tient en un guide de trente pages. Deux structures voisines ont demandé à être formées dès la deuxième année.",
            "Le coût par jeune est connu, les conditions de réussite aussi. Le réseau régional publiera le retour d’expérience et proposera une journée de transfert.",
        ),
    },
}  # fmt: skip
