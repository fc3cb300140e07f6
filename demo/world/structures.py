"""The organisations. Those that a public document names keep their true name; all the others say that they are fictive.

No SIRET, FINESS nor RNA number is written: one made up with a valid key could be that of a real body.
"""

from demo.world.shapes import Structure

PRECARITY_AURA = (
    # key, name, short, town, département, legal form, FINESS category
    ("passerelles", "Association Les Passerelles (fictive)", "Les Passerelles (fictive)", "Lyon", "69", "association", "608"),
    ("ariane", "Fondation Le Fil d’Ariane (fictive)", "Le Fil d’Ariane (fictive)", "Grenoble", "38", "foundation", "197"),
    ("estuaire", "Association L’Estuaire (fictive)", "L’Estuaire (fictive)", "Saint-Étienne", "42", "association", "178"),
    ("cairn", "Association Le Cairn (fictive)", "Le Cairn (fictive)", "Chambéry", "73", "association", "180"),
    ("belvedere", "Association Le Belvédère (fictive)", "Le Belvédère (fictive)", "Annecy", "74", "association", "165"),
    ("volcans", "Association Les Volcans solidaires (fictive)", "Volcans solidaires (fictive)", "Clermont-Ferrand", "63", "association", "197"),
    ("halte", "Association La Halte claire (fictive)", "La Halte claire (fictive)", "Valence", "26", "association", "180"),
    ("genet", "Association Le Genêt (fictive)", "Le Genêt (fictive)", "Aurillac", "15", "association", "165"),
    ("dombes", "Association Dombes santé (fictive)", "Dombes santé (fictive)", "Bourg-en-Bresse", "01", "association", "608"),
    ("ardeche", "Association Rives d’Ardèche (fictive)", "Rives d’Ardèche (fictive)", "Privas", "07", "association", "178"),
    ("bocage", "Association Bocage et soins (fictive)", "Bocage et soins (fictive)", "Moulins", "03", "association", "197"),
    ("velay", "Association Le Velay accueille (fictive)", "Le Velay accueille (fictive)", "Le Puy-en-Velay", "43", "association", "165"),
    ("confluent", "Fondation du Confluent (fictive)", "Fondation du Confluent (fictive)", "Vénissieux", "69", "foundation", "213"),
    ("chanterelle", "Association La Chanterelle (fictive)", "La Chanterelle (fictive)", "Vienne", "38", "association", "608"),
    ("escale", "Association L’Escale de nuit (fictive)", "L’Escale de nuit (fictive)", "Villeurbanne", "69", "association", "180"),
    ("boussole", "Association La Boussole des soins (fictive)", "La Boussole des soins (fictive)", "Voiron", "38", "association", "178"),
    ("tarentaise", "Mutuelle de Tarentaise (fictive)", "Mutuelle de Tarentaise (fictive)", "Albertville", "73", "mutual", "197"),
    ("leman", "GCSMS Rives du Léman (fictif)", "Rives du Léman (fictif)", "Thonon-les-Bains", "74", "gcsms", "165"),
    ("forez", "Association Forez entraide (fictive)", "Forez entraide (fictive)", "Montbrison", "42", "association", "180"),
    ("vercors", "Association Les Marches du Vercors (fictive)", "Marches du Vercors (fictive)", "Romans-sur-Isère", "26", "association", "608"),
    ("canut", "Association Le Canut solidaire (fictive)", "Le Canut solidaire (fictive)", "Lyon", "69", "association", "213"),
    ("allier", "CCAS du Val d’Allier (fictif)", "CCAS du Val d’Allier (fictif)", "Vichy", "03", "ccas", "608"),
    ("limagne", "Association Limagne réduction des risques (fictive)", "Limagne RdR (fictive)", "Riom", "63", "association", "178"),
    ("oisans", "Association Oisans partage (fictive)", "Oisans partage (fictive)", "Bourgoin-Jallieu", "38", "association", "165"),
)  # fmt: skip

ELDERLY_AURA = (
    ("ehpad-ain", "EHPAD public Les Étangs (fictif)", "Les Étangs (fictif)", "Bourg-en-Bresse", "01", "public_social", "500"),
    ("ehpad-loire", "Groupement des EHPAD du Gier (fictif)", "EHPAD du Gier (fictif)", "Saint-Chamond", "42", "gcsms", "500"),
    ("ehpad-drome", "EHPAD Les Lavandes (fictif)", "Les Lavandes (fictif)", "Montélimar", "26", "association", "500"),
    ("ehpad-isere", "Groupement Belledonne des EHPAD (fictif)", "EHPAD de Belledonne (fictif)", "Crolles", "38", "gcsms", "500"),
    ("ehpad-cantal", "EHPAD du Plomb (fictif)", "EHPAD du Plomb (fictif)", "Saint-Flour", "15", "public_social", "500"),
    ("ehpad-savoie", "EHPAD La Dent (fictif)", "La Dent (fictif)", "Ugine", "73", "public_social", "500"),
    ("ehpad-rhone", "Fondation Les Grands Ormes (fictive)", "Les Grands Ormes (fictive)", "Tarare", "69", "foundation", "500"),
    ("ehpad-allier", "Groupement des EHPAD de Sologne bourbonnaise (fictif)", "EHPAD de Sologne (fictif)", "Dompierre-sur-Besbre", "03", "gcsms", "500"),
    ("ehpad-loire2", "EHPAD Les Monts (fictif)", "EHPAD Les Monts (fictif)", "Feurs", "42", "association", "500"),
)  # fmt: skip

NORTH = (
    ("beffroi", "Association Le Beffroi santé (fictive)", "Le Beffroi santé (fictive)", "Lille", "59", "association", "608"),
    ("terril", "Association Les Terrils solidaires (fictive)", "Terrils solidaires (fictive)", "Lens", "62", "association", "197"),
    ("baie", "Association Baie et bitume (fictive)", "Baie et bitume (fictive)", "Abbeville", "80", "association", "178"),
    ("thierache", "Centre hospitalier de la Haute-Thiérache (fictif)", "CH de Haute-Thiérache (fictif)", "Hirson", "02", "eps", "355"),
    ("ourcq", "Association Sources de l’Ourcq (fictive)", "Sources de l’Ourcq (fictive)", "Château-Thierry", "02", "association", "180"),
    ("ecluse", "Association L’Écluse (fictive)", "L’Écluse (fictive)", "Douai", "59", "association", "608"),
    ("opale", "Fondation Opale (fictive)", "Fondation Opale (fictive)", "Calais", "62", "foundation", "355"),
    ("clermontois", "Association Clermontois soins (fictive)", "Clermontois soins (fictive)", "Clermont", "60", "association", "608"),
)  # fmt: skip

BURGUNDY = (
    ("morvan", "Association Morvan prévention (fictive)", "Morvan prévention (fictive)", "Château-Chinon", "58", "association", "197"),
    ("ouche", "Association Vallée de l’Ouche (fictive)", "Vallée de l’Ouche (fictive)", "Dijon", "21", "association", "178"),
    ("lion", "Centre hospitalier du Lion (fictif)", "CH du Lion (fictif)", "Belfort", "90", "eps", "355"),
    ("comte", "Association Comtoise d’addictologie (fictive)", "Comtoise d’addictologie (fictive)", "Besançon", "25", "association", "197"),
    ("jura", "Association Reculées (fictive)", "Reculées (fictive)", "Lons-le-Saunier", "39", "association", "197"),
    ("bresse", "Association Bresse sans tabac (fictive)", "Bresse sans tabac (fictive)", "Louhans", "71", "association", ""),
    ("saone", "Mutuelle des Deux Rives (fictive)", "Mutuelle des Deux Rives (fictive)", "Vesoul", "70", "mutual", ""),
    ("yonne", "Association Yonne jeunesse (fictive)", "Yonne jeunesse (fictive)", "Auxerre", "89", "association", ""),
    ("creusot", "CCAS du Bassin minier (fictif)", "CCAS du Bassin minier (fictif)", "Le Creusot", "71", "ccas", ""),
)  # fmt: skip

PARIS = (
    ("oise", "Association Val d’Oise périnatalité (fictive)", "VO périnatalité (fictive)", "Cergy", "95", "association", "608"),
    ("berceau", "Fondation Le Berceau (fictive)", "Le Berceau (fictive)", "Argenteuil", "95", "foundation", "608"),
    ("sarcelles", "Association Mères en chemin (fictive)", "Mères en chemin (fictive)", "Sarcelles", "95", "association", "608"),
    ("vexin", "Association Le Vexin solidaire (fictive)", "Le Vexin solidaire (fictive)", "Pontoise", "95", "association", "180"),
    ("canal", "Association Le Canal santé (fictive)", "Le Canal santé (fictive)", "Pantin", "93", "association", "608"),
    ("marne", "Association Boucles de Marne (fictive)", "Boucles de Marne (fictive)", "Créteil", "94", "association", "197"),
    ("butte", "Fondation La Butte (fictive)", "Fondation La Butte (fictive)", "Paris", "75", "foundation", "178"),
    ("essonne", "Association Essonne aller-vers (fictive)", "Essonne aller-vers (fictive)", "Évry-Courcouronnes", "91", "association", "608"),
    ("gatinais", "Hôpital du Gâtinais (fictif)", "Hôpital du Gâtinais (fictif)", "Montereau", "77", "eps", "355"),
    ("mantois", "Hôpital du Mantois rural (fictif)", "Hôpital du Mantois rural (fictif)", "Bonnières-sur-Seine", "78", "eps", "355"),
    ("hurepoix", "Hôpital du Hurepoix (fictif)", "Hôpital du Hurepoix (fictif)", "Arpajon", "91", "eps", "355"),
    ("plaine", "Clinique de la Plaine (fictive)", "Clinique de la Plaine (fictive)", "Saint-Denis", "93", "company", "355"),
)  # fmt: skip

REUNION = (
    ("lagon", "Association Le Lagon (fictive)", "Le Lagon (fictive)", "Saint-Paul", "974", "association", "197"),
    ("piton", "Association Piton prévention (fictive)", "Piton prévention (fictive)", "Le Tampon", "974", "association", "178"),
    ("filaos", "Association Les Filaos (fictive)", "Les Filaos (fictive)", "Saint-Pierre", "974", "association", "197"),
    ("mafate", "Association Sentiers de Mafate (fictive)", "Sentiers de Mafate (fictive)", "La Possession", "974", "association", ""),
    ("vanille", "CCAS de la Côte vanille (fictif)", "CCAS de la Côte vanille (fictif)", "Sainte-Suzanne", "974", "ccas", ""),
)  # fmt: skip

# Named by the regional agency's page on precarity (DOMAIN §8, line 5).
PARTICIPATORY = (
    ("secpa-valence", "Diaconat protestant (Valence)", "Diaconat protestant", "Valence", "26", "", "124", "Valence – Diaconat protestant"),
    ("secpa-chambery", "Pôle santé publique (Chambéry)", "Pôle santé publique de Chambéry", "Chambéry", "73", "", "124", "Chambéry – pôle santé publique"),
    ("secpa-heres", "Maison de santé pluriprofessionnelle (Saint-Martin-d’Hères)", "MSP de Saint-Martin-d’Hères", "Saint-Martin-d’Hères", "38", "", "603", "Saint-Martin-d’Hères – MSP"),
    ("secpa-echirolles", "Village 2 Santé (Échirolles)", "Village 2 Santé", "Échirolles", "38", "", "124", "Échirolles – Village 2 Santé"),
    ("secpa-vaulx", "Santé Commune (Vaulx-en-Velin)", "Santé Commune", "Vaulx-en-Velin", "69", "", "124", "Vaulx-en-Velin – Santé Commune"),
)  # fmt: skip

# Named by the agency's page on local hospitals (DOMAIN §8, line 10), with the status it gives.
HOSPITALS = (
    ("hp-forcilles", "Hôpital de Forcilles", "Forcilles", "Forcilles", "77", "", "355", "Forcilles (ESPIC)"),
    ("hp-nemours", "Hôpital de Nemours", "Nemours", "Nemours", "77", "eps", "355", "Nemours (EPS)"),
    ("hp-maisons", "Hôpital de Maisons-Laffitte", "Maisons-Laffitte", "Maisons-Laffitte", "78", "company", "355", "Maison-Lafitte (EBL)"),
    ("hp-houdan", "Hôpital de Houdan", "Houdan", "Houdan", "78", "eps", "355", "Houdan (EPS)"),
    ("hp-bligny", "Hôpital de Bligny", "Bligny", "Bligny", "91", "", "355", "Bligny (ESPIC)"),
    ("hp-dourdan", "Hôpital de Dourdan", "Dourdan", "Dourdan", "91", "eps", "355", "Dourdan (EPS)"),
    ("hp-suisse", "Hôpital suisse", "Hôpital suisse", "Hauts-de-Seine", "92", "", "355", "Hôpital suisse (ESPIC)"),
    ("hp-magny", "Hôpital de Magny-en-Vexin (NOVO)", "Magny-en-Vexin (NOVO)", "Magny-en-Vexin", "95", "eps", "355", "Magny-en-Vexin NOVO (EPS)"),
)  # fmt: skip

FICTIVE = (*PRECARITY_AURA, *ELDERLY_AURA, *NORTH, *BURGUNDY, *PARIS, *REUNION)
REAL = (*PARTICIPATORY, *HOSPITALS)
STRUCTURES: dict[str, Structure] = {
    row.key: row
    for row in (
        *(Structure(*fields) for fields in FICTIVE),
        *(Structure(*fields[:7], is_real=True, alias=fields[7]) for fields in REAL),
    )
}

# Members of the regional union, with the year they joined it; one left.
ADHERENTS = {key: 2016 + rank % 5 for rank, (key, *_) in enumerate(PRECARITY_AURA) if rank % 4 != 3}
LEFT_THE_UNION = {"bocage": "2024-12-31"}

# How one says where: « dans le Rhône », « en Isère ».
AREAS = {
    "01": "dans l’Ain", "02": "dans l’Aisne", "03": "dans l’Allier", "07": "en Ardèche", "15": "dans le Cantal",
    "21": "en Côte-d’Or", "25": "dans le Doubs", "26": "dans la Drôme", "38": "en Isère", "39": "dans le Jura",
    "42": "dans la Loire", "43": "en Haute-Loire", "58": "dans la Nièvre", "59": "dans le Nord", "60": "dans l’Oise",
    "62": "dans le Pas-de-Calais", "63": "dans le Puy-de-Dôme", "69": "dans le Rhône", "70": "en Haute-Saône",
    "71": "en Saône-et-Loire", "73": "en Savoie", "74": "en Haute-Savoie", "75": "à Paris", "77": "en Seine-et-Marne",
    "78": "dans les Yvelines", "80": "dans la Somme", "89": "dans l’Yonne", "90": "dans le Territoire de Belfort",
    "91": "dans l’Essonne", "92": "dans les Hauts-de-Seine", "93": "en Seine-Saint-Denis", "94": "dans le Val-de-Marne",
    "95": "dans le Val-d’Oise", "974": "à La Réunion",
}  # fmt: skip
