"""Public policies and allocations, with the figures the documents give and nothing else."""

from demo.world.shapes import ProgrammeSpec

AURA_PAGE = "Page de l’ARS Auvergne-Rhône-Alpes sur l’accès aux soins (pilier 4 du Ségur), datée par ses chiffres de la fin 2022."
NATIONAL_PAGE = "Page nationale du Ségur de la santé consacrée aux 140 millions d’euros contre les inégalités de santé (2020-2021)."
IDF_PAGE = "Page de l’ARS Île-de-France sur l’offre de soins de proximité (2021-2022)."
NETWORK_ARTICLE = (
    "Article d’un réseau d’addictologie sur les 12,7 millions d’euros de la mesure 27 (juillet 2021)."
)
SOLIDARITY_PAGE = "Fédération des acteurs de la solidarité des Hauts-de-France, article du 8 juillet 2021."
UNKNOWN = "inconnue : aucun document public ne la donne"

PROGRAMMES = (
    ProgrammeSpec(
        "segur-inegalites", "Ségur de la santé : lutter contre les inégalités de santé (mesure 27)", "FR", 2020,
        "Renforcer les permanences d’accès aux soins, les lits halte soins santé, les équipes mobiles et les centres"
        " de santé participatifs, et la prise en charge psychologique.",
        NATIONAL_PAGE, 140_000_000, "100 millions pour la précarité et 40 millions pour la santé mentale",
        (("Pour les personnes en situation de précarité", "100 M€"), ("Pour la santé mentale", "40 M€"),
         ("Permanences d’accès aux soins de santé existantes", "400")),
    ),
    ProgrammeSpec(
        "csapa-caarud-modernisation", "Modernisation des CSAPA et des CAARUD", "FR", 2021,
        "Une allocation, pas un appel : les crédits sont répartis par circulaire. Quatre priorités : équipement,"
        " téléconsultation et systèmes d’information ; aller-vers et équipes mobiles ; attractivité et postes"
        " partagés ; expérimentation d’infirmiers en pratique avancée.",
        NETWORK_ARTICLE, 12_700_000, "Montant national. La part de chaque région n’est pas connue.",
        (("Enveloppe nationale", "12,7 M€"), ("Part de chaque région", UNKNOWN), ("Circulaire", "juillet 2021"),
         ("Mise en œuvre", "second semestre 2021"), ("Priorités", "4")),
    ),
    ProgrammeSpec(
        "gouvernance-precarite-aura", "Gouvernance régionale : équipes mobiles santé précarité d’Auvergne-Rhône-Alpes", "84", 2021,
        "Des équipes mobiles santé précarité financées chaque année dans le cadre de la gouvernance régionale. À ne"
        " pas confondre avec les onze équipes retenues par l’appel à manifestation d’intérêt de la fin 2021 : ce sont"
        " deux dispositifs et deux financements.",
        AURA_PAGE, None, "Le montant n’est pas publié.",
        (("Équipes mobiles santé précarité financées par la gouvernance régionale", "10"),
         ("Équipes retenues par l’appel de la fin 2021, à part", "11"), ("Installation de la gouvernance", "juin 2021")),
    ),
    ProgrammeSpec(
        "equipes-mobiles-aura", "Équipes mobiles médico-sociales précarité en Auvergne-Rhône-Alpes", "84", 2021,
        "Un appel à manifestation d’intérêt fin 2021, une année de financement par le FIR, une évaluation ; si elle"
        " est favorable, un appel à projets régional et un financement durable par l’ONDAM au cours de 2023. Avoir été"
        " retenu au premier appel ne donne aucun droit au second.",
        AURA_PAGE, None, "",
        (("Équipes retenues à l’appel de la fin 2021", "11"), ("Financement de départ", "FIR, un an"),
         ("Suite prévue", "appel à projets puis ONDAM en 2023")),
    ),
    ProgrammeSpec(
        "lits-halte-soins-sante", "Lits halte soins santé", "FR", 2020,
        "Créer des lits pour les personnes sans domicile dont l’état de santé demande des soins sans hospitalisation.",
        f"{NATIONAL_PAGE} {AURA_PAGE}", None, "",
        (("Créations annoncées au plan national", "500 lits"), ("Cible nationale en 2022", "2 600 lits"),
         ("Lits ouverts en Auvergne-Rhône-Alpes", "160"), ("À créer dans l’année en Auvergne-Rhône-Alpes", "29")),
    ),
    ProgrammeSpec(
        "pass-aura", "Permanences d’accès aux soins de santé en Auvergne-Rhône-Alpes", "84", 2021,
        "Créations : deux PASS mobiles (Annecy ; centre hospitalier Saint-Joseph Saint-Luc à Lyon), une PASS somatique"
        " (Médipôle), une PASS périnatalité (Hospices civils de Lyon) et des PASS dentaires à Oyonnax, Grenoble,"
        " Chambéry et Annecy.",
        AURA_PAGE, None, "Les montants ne sont pas publiés.",
        (("PASS mobiles créées", "2"), ("PASS dentaires créées", "4"),
         ("Graphie de la source", "« Saint-Luc-Saint-Joseph »")),
    ),
    ProgrammeSpec(
        "centres-participatifs", "Centres et maisons de santé participatifs", "FR", 2021,
        "Une expérimentation « article 51 » : des structures de soins de premier recours qui associent les habitants,"
        " la médiation en santé et l’interprétariat. L’évaluation décide de la généralisation.",
        f"{NATIONAL_PAGE} {AURA_PAGE}", 14_000_000, "Dotation de l’expérimentation",
        (("Structures prévues", "60"), ("Structures retenues", "26 : 6 pilotes en août 2021, 20 en mars 2022"),
         ("Fin prévue au départ", "fin 2023"), ("Prolongation", "30 avril 2025 ; financement maintenu pour 2026")),
    ),
    ProgrammeSpec(
        "ide-nuit-aura", "Infirmiers de nuit en EHPAD en Auvergne-Rhône-Alpes", "84", 2018,
        "Des infirmiers de nuit partagés entre plusieurs EHPAD. Appels en 2018, 2019 et 2020, puis une nouvelle vague"
        " sur les crédits restants, avec un souci d’équité entre départements.",
        AURA_PAGE, None, "",
        (("Dispositifs", "38"), ("EHPAD couverts", "306"), ("Places", "environ 25 000"), ("Part des places", "environ 32 %")),
    ),
    ProgrammeSpec(
        "hopitaux-proximite-idf", "Hôpitaux de proximité en Île-de-France", "11", 2021,
        "Le label est volontaire ; le directeur général de l’agence fixe la liste par arrêté. Il ouvre droit à la"
        " dotation forfaitaire garantie et à la dotation de responsabilité territoriale.",
        IDF_PAGE, None, "",
        (("Labels au 1er janvier 2022", "8"), ("Seconde campagne", "de mars à septembre 2022")),
    ),
    ProgrammeSpec(
        "service-acces-soins-idf", "Service d’accès aux soins en Île-de-France", "11", 2021,
        "Expérimentations du service d’accès aux soins : Yvelines en service le 22 novembre 2021, Paris et petite"
        " couronne, puis Seine-et-Marne et Val-d’Oise.",
        IDF_PAGE, None, "",
        (("Crédits de janvier 2021", "2,6 M€"), ("Fonctionnement de la première année", "6,1 M€")),
    ),
    ProgrammeSpec(
        "exercice-coordonne", "Communautés et maisons de santé, centres de santé", "84", 2022,
        "L’exercice coordonné : communautés professionnelles territoriales de santé (CPTS), maisons de santé"
        " pluriprofessionnelles et centres de santé, accompagnés au fil de l’eau, sans appel.",
        f"{AURA_PAGE} {IDF_PAGE}", None, "",
        (("CPTS en Auvergne-Rhône-Alpes", "57 % de la population, 55 % du territoire"),
         ("CPTS en Île-de-France", "44 en fonctionnement et 63 projets"),
         ("Maisons de santé en Auvergne-Rhône-Alpes", "343"),
         ("Centres de santé en Auvergne-Rhône-Alpes", "318, dont 80 polyvalents")),
    ),
    ProgrammeSpec(
        "sante-mentale-segur", "Santé mentale : mesures du Ségur", "FR", 2021,
        "Numéro national de prévention du suicide, postes de psychologues en centres médico-psychologiques,"
        " renforcement des cellules d’urgence médico-psychologique, consultations en maisons de santé.",
        NATIONAL_PAGE, 40_000_000, "Part des 140 millions d’euros",
        (("Numéro national de prévention du suicide", "31 14, depuis octobre 2021"),
         ("Postes de psychologues en CMP", "160"), ("CUMP renforcées", "39")),
    ),
    ProgrammeSpec(
        "addictions-regional", "Fonds de lutte contre les addictions en région", "27", 2023,
        "Le fonds est délégué aux agences régionales par le FIR. Les appels régionaux financent des actions d’un à"
        " trois ans, sur trois ou quatre axes.",
        "Page de l’ARS Bourgogne-Franche-Comté sur le fonds de lutte contre les addictions 2023.", None, "Le montant régional n’est pas publié.",
        (("Clôture de l’appel", "26 mai 2023 à minuit"), ("Résultats", "8 septembre 2023")),
    ),
)  # fmt: skip
