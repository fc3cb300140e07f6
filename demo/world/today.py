"""Wholly fictive calls, dated from the birth of the world: three open, others at each stage of their life."""

from demo.world.shapes import CallSpec, LotSpec

FICTIVE = "Cet appel est entièrement fictif : l’agence nommée ne l’a pas lancé. Il montre {what}."
SOURCE = "Aucune : appel de démonstration."

O1 = CallSpec(
    key="O1", authority="84", kind="aap", model="csapa-caarud",
    title="Création d’un CSAPA avec antennes rurales (démonstration)", public_name="Appel à projets",
    opens=-68, closes=12,
    lots=(
        LotSpec("Drôme et Ardèche", ("26", "07"), 620_000),
        LotSpec("Rhône", ("69",), 700_000),
    ),
    programme="csapa-caarud-modernisation",
    source=SOURCE, note=FICTIVE.format(what="un appel à projets ouvert, dont les dossiers sont scellés jusqu’à la clôture"),
    questions=(
        ("Un projet peut-il s’appuyer sur un CAARUD existant ?", "Oui, si les activités et les comptes restent distincts et si la convention qui les lie est jointe au dossier."),
        ("La date d’ouverture indiquée engage-t-elle le candidat ?", "Elle est un critère de choix. Un report se motive et se demande avant la décision."),
    ),
)  # fmt: skip

O2 = CallSpec(
    key="O2", authority="11", kind="fir", model="aller-vers",
    title="Aller vers les personnes sans suivi médical (démonstration)", public_name="Appel à projets FIR",
    opens=-30, closes=26, hour="17:00:00",
    lots=(LotSpec("Île-de-France", envelope=900_000, ceiling=150_000, floor=15_000),),
    rules={"budget_years": 2},
    source=SOURCE, note=FICTIVE.format(what="un appel à projets financé par le FIR, ouvert aujourd’hui"),
    questions=(("Peut-on répondre à plusieurs ?", "Oui : un porteur dépose le dossier, ses partenaires y sont nommés avec leur rôle et leur part du budget."),),
)  # fmt: skip

O3 = CallSpec(
    key="O3", authority="04", kind="fir", model="addictions",
    title="Prévention des addictions à La Réunion (démonstration)", public_name="Appel à projets FIR",
    opens=-40, closes=7,
    lots=(LotSpec("La Réunion", envelope=300_000, ceiling=80_000, floor=5_000),),
    source=SOURCE, note=FICTIVE.format(what="un appel ouvert outre-mer, à l’heure de La Réunion"),
)  # fmt: skip

N1 = CallSpec(
    key="N1", authority="84", kind="fir", model="aller-vers",
    title="Accès aux soins dans les territoires ruraux (démonstration)", public_name="Appel à projets FIR",
    opens=-85, closes=-24,
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=700_000, ceiling=140_000, floor=10_000),),
    seats=True, distributed=True,
    source=SOURCE, note=FICTIVE.format(what="un appel clos depuis peu, en cours d’instruction"),
)  # fmt: skip

N2 = CallSpec(
    key="N2", authority="84", kind="ami", model="equipes-mobiles",
    title="Équipes mobiles : renforts d’hiver (démonstration)", public_name="Appel à manifestation d’intérêt",
    opens=-125, closes=-70, decided=-12,
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=390_000, ceiling=100_000),),
    seats=True,
    source=SOURCE, note=FICTIVE.format(what="des décisions récentes : offres à accepter, conventions à signer, liste complémentaire"),
)  # fmt: skip

N3 = CallSpec(
    key="N3", authority="04", kind="fir", model="aller-vers",
    title="Permanences mobiles dans les Hauts (démonstration)", public_name="Appel à projets FIR",
    opens=-210, closes=-150, abandoned=-96,
    abandon_reason="Les crédits prévus pour cet appel ont été affectés à la réponse à une urgence sanitaire ; l’appel est classé sans suite pour ce motif d’intérêt général.",
    lots=(LotSpec("La Réunion", envelope=250_000, ceiling=120_000),),
    source=SOURCE, note=FICTIVE.format(what="un appel classé sans suite"),
)  # fmt: skip

N4 = CallSpec(
    key="N4", authority="84", kind="fir", model="addictions",
    title="Réduction des risques en milieu festif (démonstration)", public_name="Appel à projets FIR",
    opens=-620, closes=-560, decided=-510, reported=-30, evaluated=-9, ends=-165,
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=420_000, ceiling=90_000),),
    source=SOURCE, note=FICTIVE.format(what="des actions financées dont les bilans arrivent"),
)  # fmt: skip

N5 = CallSpec(
    key="N5", authority="84", kind="aac", model="ide-nuit",
    title="Infirmiers de nuit : équité entre départements (démonstration)", public_name="Appel à candidatures",
    opens=-110, closes=-48, decided=32,
    lots=(
        LotSpec(
            "Auvergne-Rhône-Alpes", envelope=420_000, ceiling=120_000,
            minimums={"territory": {"03": 1, "15": 1}}, maximums={"territory": {"42": 1}},
        ),
    ),
    rules={"policy": "equitable", "partial_minimum_percent": 70},
    seats=True, compared=True,
    source=SOURCE, note=FICTIVE.format(what="des dossiers instruits, la comparaison des règles de sélection et une commission convoquée"),
)  # fmt: skip

TODAY = (O1, O2, O3, N1, N2, N3, N4, N5)
