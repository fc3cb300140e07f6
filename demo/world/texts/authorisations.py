AUTHORISATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "lhss-lam": {
        "title": ("Lits halte soins santé à {town}", "Un lieu pour se soigner quand on n’a pas de toit, {area}", "Extension de l’offre de lits halte soins santé {area}"),
        "summary": (
            "Création de lits halte soins santé à {town}, adossés à un centre d’hébergement, avec présence infirmière chaque jour.",
            "Des lits pour les personnes sans domicile qui sortent d’hospitalisation {area}, avec un projet de soins et de sortie.",
        ),
        "care": (
            "L’admission est décidée par le médecin sous quarante-huit heures, sur demande d’un hôpital, d’une maraude ou de la PASS. Un projet de soins est écrit avec la personne dans la semaine. Le médecin passe trois demi-journées, l’infirmier chaque jour, l’aide-soignant matin et soir. La sortie se prépare dès l’entrée avec le travailleur social : logement, hébergement, famille. Une douleur est évaluée chaque jour. Les soins palliatifs sont possibles avec l’équipe mobile.",
            "Le parcours compte quatre temps : évaluation, soins, consolidation, sortie. Un staff hebdomadaire réunit soignants et travailleurs sociaux. Les traitements sont préparés par la pharmacie conventionnée. La psychiatrie intervient le mardi. Les addictions ne sont pas un motif de refus ; la réduction des risques est pratiquée sur place.",
        ),
        "rights": (
            "Le livret d’accueil est écrit en mots simples et traduit en six langues. Un conseil de la vie sociale se réunit tous les deux mois. Une personne accueillie siège au comité des menus et à celui du règlement. Les animaux sont admis. Les réclamations sont traitées sous huit jours, par écrit.",
            "Chacun choisit son médecin et sa personne de confiance. Le consentement est redemandé à chaque étape. Les visites sont libres l’après-midi. Un registre des événements indésirables est tenu et relu avec les personnes accueillies.",
        ),
        "premises": (
            "Les lits occupent le premier étage d’un bâtiment rénové à {town}, desservi par le tramway. Les chambres sont individuelles, avec salle d’eau accessible. Un ascenseur, une salle de soins, un jardin. Le bail est signé pour douze ans sous condition d’autorisation.",
            "L’implantation est à cinq minutes du centre hospitalier. Les plans joints montrent dix chambres simples et deux doubles, toutes accessibles. Les travaux durent quatre mois ; une ouverture par moitié est possible avant leur fin.",
        ),
        "partnerships": (
            "Trois conventions sont signées : centre hospitalier, équipe mobile psychiatrie-précarité, SIAO. Elles fixent les délais de réponse et la fiche de liaison. La caisse primaire traite les dossiers de droits en urgence.",
            "L’hôpital s’engage à préparer les sorties quarante-huit heures à l’avance. Le SIAO réserve deux places d’hébergement par mois pour les sorties. Le laboratoire et la pharmacie du quartier livrent chaque jour.",
        ),
    },
    "csapa-caarud": {
        "title": ("Un CSAPA et ses antennes, {area}", "Soigner les addictions près de chez soi, {area}", "Centre d’addictologie de {town} et consultations avancées"),
        "summary": (
            "Création d’un CSAPA à {town}, avec trois antennes rurales et une consultation jeunes consommateurs.",
            "Un centre d’addictologie ambulatoire {area}, ouvert le soir, avec des consultations avancées en maison de santé.",
        ),
        "needs": (
            "Le délai d’un premier rendez-vous en addictologie dépasse onze semaines {area}. La moitié des communes est à plus de quarante minutes d’un centre. Les médecins généralistes, peu nombreux, suivent seuls les traitements de substitution. Les jeunes consommateurs ne sont reçus nulle part. Le schéma régional retient ce territoire parmi les trois premiers à couvrir.",
            "Les hospitalisations liées à l’alcool y sont d’un tiers plus fréquentes que la moyenne régionale. Les usagers de drogues rencontrés par le CAARUD voisin renoncent à se rendre au chef-lieu. Les acteurs du logement demandent un appui. Le projet complète l’offre sans déplacer de patients d’un centre à l’autre.",
        ),
        "support": (
            "L’accueil est sans rendez-vous trois demi-journées par semaine. L’évaluation, médicale, psychologique et sociale, est faite en deux semaines au plus. Les traitements de substitution sont prescrits et délivrés sur place, avec relais en ville. La réduction des risques est partout : matériel, analyse de produits avec le partenaire régional, formation à la naloxone. L’entourage est reçu. Un groupe d’entraide se réunit le samedi.",
            "Chaque personne a un référent et un projet revu tous les trois mois. L’abstinence n’est ni exigée ni découragée. L’équipe pratique l’entretien motivationnel. La télé-expertise avec l’hôpital est en place. Les sorties de prison sont préparées avant la levée d’écrou.",
        ),
        "outreach": (
            "Trois antennes, en maison de santé, ouvrent un jour par semaine chacune. Une équipe va vers les foyers et les chantiers saisonniers. Deux heures de permanence sont tenues chaque semaine au lycée professionnel. Un véhicule partagé avec le CAARUD dessert les marchés.",
            "Les consultations avancées sont placées là où l’on va déjà : centre social, mission locale, maison de santé. L’équipe se rend au domicile quand la personne ne peut pas venir.",
        ),
        "partnerships": (
            "Conventions signées avec le centre hospitalier, deux maisons de santé et le CAARUD. Accords de principe avec le service pénitentiaire d’insertion et trois lycées. Une charte de partage d’informations, avec le consentement des personnes, est jointe.",
            "Le service d’addictologie de liaison adresse et reçoit. Les pharmaciens du secteur délivrent les traitements. Le département associe le centre à sa cellule jeunesse.",
        ),
    },
}  # fmt: skip
