COMMON: dict[str, tuple[str, ...]] = {
    "summary": (
        "Un établissement ancré {area}, ouvert sur la médecine de ville, avec médecine, consultations de spécialistes et actions de prévention.",
        "À {town}, un hôpital de premier recours qui travaille avec les médecins, les infirmiers et les communes du secteur.",
    ),
    "partners": (
        "La convention avec le SIAO est signée : il oriente vers l’équipe et reçoit chaque semaine la liste des situations sans solution. Le centre hospitalier ouvre deux créneaux de consultation par semaine et reçoit nos appels sur une ligne directe. La commune prête un local le mardi et le jeudi. Deux associations de maraude nous signalent les personnes qu’elles ne parviennent plus à joindre. Le comité des partenaires se réunit tous les deux mois et tient un relevé des décisions.",
        "Cinq partenaires participent au projet. La PASS assure le relais des soins et l’ouverture des droits. Le CSAPA du secteur reçoit sans délai les personnes qui le demandent. Le conseil départemental met à disposition une assistante sociale un jour par semaine. Un bailleur social réserve trois logements pour les sorties de rue. Une association d’habitants relit nos supports et siège au comité de suivi.",
        "Nous avons réuni trois fois les acteurs de {town} avant d’écrire ce dossier. Le centre de santé prend les rendez-vous de médecine générale sous dix jours. La pharmacie du quartier délivre les traitements dont l’équipe assure le suivi. L’équipe mobile psychiatrie-précarité fait une sortie commune par semaine. Les engagements des deux premiers sont signés ; les autres ont donné leur accord de principe.",
    ),
    "schedule": (
        "Premier mois : recrutement de la coordination et signature des conventions. Deuxième et troisième mois : recrutement de l’équipe, équipement du véhicule, formation commune de cinq jours. Quatrième mois : premières sorties sur deux lieux. Sixième mois : régime complet, six lieux par semaine. Neuvième mois : premier point avec l’agence sur les indicateurs. Douzième mois : bilan et réunion publique.",
        "Le projet démarre dans les six semaines qui suivent la notification, car le local et la coordination sont déjà en place. Les recrutements infirmiers sont ouverts dès la réponse. Une phase d’essai de deux mois sur un seul secteur précède l’extension à tout le territoire. Un point d’étape est prévu à six mois avec les partenaires, un bilan à douze mois.",
        "Trimestre 1 : mise en place de l’équipe et du comité de suivi. Trimestre 2 : ouverture de deux permanences hebdomadaires. Trimestre 3 : sorties du soir et extension aux communes voisines. Trimestre 4 : évaluation, restitution aux personnes concernées et décisions pour la suite.",
    ),
    "evaluation": (
        "Trois questions guident l’évaluation : touchons-nous des personnes que personne ne suivait, ces personnes accèdent-elles au droit commun, y restent-elles six mois après ? Nous suivons la file active, le nombre de personnes nouvelles, les droits ouverts et les orientations abouties. Un questionnaire court est proposé trois fois par an, sans nom. Un évaluateur extérieur relit la méthode au départ et les résultats à la fin.",
        "Chaque intervention est notée le jour même dans une grille simple : lieu, durée, métier, suite donnée. Aucune donnée qui identifie une personne n’en sort. Un tableau mensuel est présenté à l’équipe et tous les trois mois aux partenaires. Nous tenons pour réussi un projet où deux personnes sur trois, parmi celles rencontrées trois fois, ont un médecin traitant au bout d’un an.",
        "Les indicateurs de l’appel seront renseignés chaque mois. Nous y ajoutons deux mesures : le délai entre le premier contact et la première consultation, et le nombre de rendez-vous manqués. Un groupe de personnes accompagnées donne son avis deux fois par an sur ce qui marche et ce qui ne marche pas. Les résultats, bons ou mauvais, seront publiés sur notre site.",
    ),
    "activity": (
        "L’organisme gère quatre services médico-sociaux et soixante-deux salariés, soit cinquante et un équivalents temps plein. Ses comptes sont certifiés chaque année. Le dernier exercice est à l’équilibre ; les fonds propres couvrent quatre mois d’activité. Le conseil d’administration compte douze membres, dont deux personnes concernées. Le rapport d’activité est public.",
        "Créé il y a vingt ans par des soignants bénévoles, l’organisme gère aujourd’hui un accueil de jour, un service d’accompagnement et une équipe de rue. Le budget est de trois millions d’euros, dont huit sur dix de financements publics. La dernière évaluation externe relève la qualité du travail de rue et recommande de mieux formaliser les procédures, ce qui est fait depuis.",
    ),
    "cooperation": (
        "Une convention lie les organismes pour la durée de l’autorisation. Le porteur emploie l’équipe et répond seul du budget ; les partenaires mettent à disposition du temps de travail, valorisé et facturé au coût réel. Un comité de pilotage trimestriel décide des priorités.",
    ),
    "path": (
        "Le dernier critère sera satisfait dans les neuf mois : la convention avec la communauté professionnelle du territoire est en cours de signature, et la consultation avancée qui manque ouvre au printemps.",
    ),
    "territory_links": (
        "L’établissement accueille chaque trimestre les médecins du secteur et partage un agenda de consultations de spécialistes. Trois actions de prévention sont menées avec les communes. La sortie d’hospitalisation est préparée avec les infirmiers libéraux.",
    ),
}
