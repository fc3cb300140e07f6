"""The calls that the founding documents describe. Each says its source, and what no document states."""

from demo.world.programmes import AURA_PAGE, IDF_PAGE, NATIONAL_PAGE, SOLIDARITY_PAGE
from demo.world.shapes import CallSpec, LotSpec

INVENTED = "Aucun document public ne donne les candidats, les notes, les montants, ni le texte des dossiers : tout cela est fictif."
DATES = "Le calendrier précis, l’enveloppe, les lots et les coefficients le sont aussi."

C1 = CallSpec(
    key="C1", authority="84", kind="ami", model="equipes-mobiles",
    title="Équipes mobiles médico-sociales précarité 2021", public_name="Appel à manifestation d’intérêt",
    summary="Onze équipes mobiles retenues fin 2021 pour un an de financement par le FIR, suivi d’une évaluation.",
    opens="2021-10-18", closes="2021-11-26", decided="2021-12-17", reported="2023-01-23", evaluated="2023-02-24", ends="2022-12-31",
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=1_300_000, ceiling=150_000),),
    programme="equipes-mobiles-aura", funding_line="FIR – équipes mobiles médico-sociales précarité",
    facts=(("Équipes retenues", "11"), ("Financement", "FIR, un an"),
           ("Suite", "évaluation, puis appel à projets et ONDAM en 2023"),
           ("À ne pas confondre", "avec les 10 équipes mobiles santé précarité financées par la gouvernance régionale")),
    source=AURA_PAGE,
    note=f"Le document dit « fin 2021 » et « 11 équipes », sans les nommer : les onze lauréats affichés ici sont fictifs. {INVENTED} {DATES}",
    questions=(
        ("Un centre d’accueil déjà financé par l’agence peut-il répondre ?", "Oui, pour une activité nouvelle ou renforcée, distincte de celle qui est déjà financée."),
        ("Le financement couvre-t-il l’achat d’un véhicule ?", "Un véhicule peut être loué ou amorti sur la durée du projet ; l’investissement seul n’est pas financé."),
    ),
)  # fmt: skip

C2 = CallSpec(
    key="C2", authority="84", kind="aap", model="equipes-mobiles",
    title="Création d’équipes mobiles médico-sociales précarité 2023", public_name="Appel à projets",
    summary="L’appel qui suit l’expérimentation de 2021 : autorisation et financement durable par l’ONDAM.",
    opens="2023-03-15", closes="2023-05-31", decided="2023-09-22", reported="2025-01-20", evaluated="2025-03-14", ends="2026-12-31",
    lots=(
        LotSpec("Rhône, Loire et Ain", ("69", "42", "01"), 1_000_000),
        LotSpec("Isère, Savoie, Haute-Savoie, Drôme et Ardèche", ("38", "73", "74", "26", "07"), 900_000),
        LotSpec("Allier, Cantal, Haute-Loire et Puy-de-Dôme", ("03", "15", "43", "63"), 500_000),
    ),
    programme="equipes-mobiles-aura", predecessor="C1", funding_line="ONDAM médico-social spécifique",
    facts=(("Fait suite à", "l’appel à manifestation d’intérêt de la fin 2021"), ("Financement", "ONDAM, au cours de 2023")),
    source=AURA_PAGE,
    note=f"Le document annonce cet appel pour 2023 ; son avis n’a pas été lu. Il reste ouvert aux nouveaux candidats : avoir été lauréat en 2021 ne donne aucun droit. {INVENTED} {DATES}",
    questions=(("Faut-il avoir été retenu en 2021 ?", "Non. L’appel est ouvert à tous les candidats, dans les mêmes conditions."),),
)  # fmt: skip

C3 = CallSpec(
    key="C3", authority="84", kind="aap", model="lhss-lam",
    title="Création de 29 lits halte soins santé", public_name="Appel à projets",
    summary="Vingt-neuf lits halte soins santé à créer dans l’année en Auvergne-Rhône-Alpes.",
    opens="2022-05-09", closes="2022-07-29", hour="16:00:00", decided="2022-11-18", ends="2026-12-31",
    lots=(
        LotSpec("Rhône et Loire", ("69", "42"), 540_000, 12, "beds"),
        LotSpec("Isère et Drôme", ("38", "26"), 405_000, 9, "beds"),
        LotSpec("Savoie et Haute-Savoie", ("73", "74"), 360_000, 8, "beds"),
    ),
    programme="lits-halte-soins-sante", funding_line="ONDAM médico-social spécifique",
    facts=(("Lits à créer", "29"), ("Lits déjà ouverts dans la région", "160")),
    source=AURA_PAGE, note=f"Le document ne donne que le nombre de lits. {INVENTED} {DATES}",
)  # fmt: skip

C4 = CallSpec(
    key="C4", authority="FR", kind="art51", model="centres-participatifs",
    title="Centres et maisons de santé participatifs", public_name="Expérimentation « article 51 »",
    summary="Soixante structures prévues, vingt-six retenues, dont cinq en Auvergne-Rhône-Alpes.",
    opens="2021-10-04", closes="2021-12-10", decided="2022-03-18", ends="2026-12-31",
    lots=(LotSpec("France entière", (), 14_000_000, ceiling=600_000),),
    programme="centres-participatifs",
    facts=(("Structures prévues", "60"), ("Structures retenues", "26"),
           ("Dont en Auvergne-Rhône-Alpes, affichées ici", "5"),
           ("Autres structures retenues, non nommées par nos sources", "21"),
           ("Vagues", "6 pilotes en août 2021, 20 en mars 2022")),
    source=f"{NATIONAL_PAGE} {AURA_PAGE}",
    note="Les cinq lauréats d’Auvergne-Rhône-Alpes sont réels, avec leur orthographe dans la source. Leurs dates, leurs montants, leurs notes et le texte de leurs dossiers ne sont pas publiés : ils sont fictifs. Aucun dossier n’est inventé pour les vingt et une autres structures, ni pour les candidats non retenus.",
)  # fmt: skip

C5 = CallSpec(
    key="C5", authority="84", kind="aac", model="ide-nuit",
    title="Infirmiers de nuit mutualisés entre EHPAD, nouvelle vague", public_name="Appel à candidatures",
    summary="Une nouvelle vague sur les crédits restants, avec un souci d’équité entre départements.",
    opens="2022-03-07", closes="2022-05-06", hour="17:00:00", decided="2022-07-08", reported="2023-12-11", evaluated="2024-02-16", ends="2023-11-30",
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=420_000, ceiling=120_000),),
    programme="ide-nuit-aura", funding_line="Crédits restants de l’ONDAM médico-social",
    facts=(("Dispositifs existants", "38"), ("EHPAD couverts", "306"), ("Places", "environ 25 000, soit environ 32 %"),
           ("Crédits", "crédits restants"), ("Principe", "équité entre départements")),
    source=AURA_PAGE, note=f"{INVENTED} {DATES}",
)  # fmt: skip

C6 = CallSpec(
    key="C6", authority="11", kind="label", model="hopital-proximite",
    title="Hôpitaux de proximité d’Île-de-France : labels au 1er janvier 2022", public_name="Labellisation",
    summary="Huit établissements labellisés au 1er janvier 2022.",
    opens="2021-09-01", closes="2021-10-29", decided="2021-12-17",
    lots=(LotSpec("Île-de-France"),),
    programme="hopitaux-proximite-idf",
    facts=(("Établissements labellisés au 1er janvier 2022", "8"), ("Graphie de la source", "« Maison-Lafitte »"),
           ("Seconde campagne", "de mars à septembre 2022")),
    source=IDF_PAGE,
    note="Les huit établissements sont réels, avec le statut que donne la source. Le calendrier de la campagne et le texte des dossiers sont fictifs. Aucun candidat non retenu n’est inventé.",
)  # fmt: skip

C6B = CallSpec(
    key="C6B", authority="11", kind="label", model="hopital-proximite",
    title="Hôpitaux de proximité d’Île-de-France : seconde campagne 2022", public_name="Labellisation",
    summary="La seconde campagne, de mars à septembre 2022.",
    opens="2022-03-01", closes="2022-05-31", decided="2022-09-15", reported="2024-06-10", evaluated="2024-09-16",
    lots=(LotSpec("Île-de-France"),),
    programme="hopitaux-proximite-idf", predecessor="C6",
    facts=(("Campagne", "de mars à septembre 2022"),),
    source=IDF_PAGE, note=f"Seuls les mois de la campagne sont publiés. {INVENTED}",
)  # fmt: skip

C7 = CallSpec(
    key="C7", authority="32", kind="fir", model="aller-vers",
    title="Aller-vers : accès aux soins des personnes en précarité 2021", public_name="Appel à projets FIR",
    summary="Un appel préparé par les contributions des acteurs du territoire.",
    opens="2021-07-15", closes="2021-09-17", decided="2021-11-12", reported="2023-01-16", evaluated="2023-03-10", ends="2022-12-31",
    lots=(LotSpec("Hauts-de-France", envelope=600_000, ceiling=180_000, floor=20_000),),
    rules={"tie_rule": [], "minimum_points": 50},
    facts=(("Contributions reçues avant l’appel", "47"), ("Idées", "plus de 30"), ("Axes", "6"),
           ("Gouvernance régionale", "9 juin 2021")),
    source=SOLIDARITY_PAGE, note=f"Le document annonce cet appel pour juillet 2021 ; son avis n’a pas été lu. {INVENTED} {DATES}",
)  # fmt: skip

C8 = CallSpec(
    key="C8", authority="27", kind="fir", model="addictions",
    title="Fonds de lutte contre les addictions 2023", public_name="Appel à projets régional",
    summary="Actions d’un à trois ans contre les addictions, sur trois ou quatre axes régionaux.",
    opens="2023-04-03", closes="2023-05-26", hour="23:59:59", decided="2023-09-08", reported="2024-11-18", evaluated="2025-01-24", ends="2026-12-31",
    lots=(LotSpec("Bourgogne-Franche-Comté", envelope=350_000, ceiling=90_000, floor=5_000),),
    programme="addictions-regional",
    facts=(("Clôture", "26 mai 2023 à minuit"), ("Résultats", "8 septembre 2023, soit 105 jours après la clôture"), ("Axes", "3 ou 4")),
    source="Page de l’ARS Bourgogne-Franche-Comté sur le fonds de lutte contre les addictions 2023.",
    note=f"La clôture et la date des résultats sont vraies ; l’ouverture, l’enveloppe et les coefficients sont fictifs. {INVENTED}",
)  # fmt: skip

C10 = CallSpec(
    key="C10", authority="11", kind="aap", model="equipes-mobiles",
    title="Équipe mobile santé précarité, périnatalité, dans le Val-d’Oise", public_name="Appel à projets",
    summary="Une équipe mobile médico-sociale précarité spécialisée en périnatalité dans le Val-d’Oise.",
    opens="2024-08-08", closes="2024-10-31", decided="2025-03-14", ends="2026-12-31",
    lots=(LotSpec("Val-d’Oise", ("95",), 350_000),),
    funding_line="ONDAM médico-social spécifique",
    facts=(("Acte publié au recueil", "IDF-2024-08-08-00009, du 8 août 2024"), ("Territoire", "Val-d’Oise (95)"),
           ("Publiés le même jour", "un appel LAM « personnes âgées » (93) et un appel ESSIP (75, 77, 94)")),
    source="Recueil des actes administratifs d’Île-de-France du 8 août 2024, acte IDF-2024-08-08-00009.",
    note=f"La publication du 8 août 2024 est vraie ; la clôture, l’enveloppe et les coefficients sont fictifs. {INVENTED}",
)  # fmt: skip

FOUNDING = (C1, C2, C3, C4, C5, C6, C6B, C7, C8, C10)
