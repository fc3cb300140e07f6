OUTREACH: dict[str, dict[str, tuple[str, ...]]] = {
    "equipes-mobiles": {
        "title": (
            "Une équipe mobile pour {town} et ses environs", "Soigner là où l’on vit, {area}", "Équipe médico-sociale de rue à {town}",
            "Du trottoir au cabinet : une équipe mobile {area}", "Aller vers les squats et les campements, {area}",
        ),
        "summary": (
            "Une équipe pluriprofessionnelle va à la rencontre des personnes sans domicile à {town}, soigne sur place et accompagne vers le droit commun.",
            "Une équipe infirmière et sociale se déplace {area}, six lieux par semaine, et relie la rue à la médecine de ville.",
            "Création d’une équipe mobile médico-sociale {area}, avec médiation en santé et temps médical.",
        ),
        "needs": (
            "Autour de {town}, les maraudes comptent cent quatre-vingts personnes sans abri ou en squat, dont une sur trois n’a pas vu de médecin depuis deux ans. La permanence d’accès aux soins la plus proche est à quarante minutes en transport. Les services existants reçoivent, mais ne se déplacent pas. Les hospitalisations en urgence, souvent évitables, sont la première porte d’entrée dans le soin. Le diagnostic partagé de l’an dernier, conduit avec huit associations, place une équipe mobile en tête des besoins.",
            "Le territoire compte trois aires d’accueil, deux foyers et un campement que l’on déplace sans cesse. Les infirmiers libéraux n’y vont plus faute de temps. Les intervenants sociaux décrivent des plaies non soignées, des grossesses tardivement suivies, des traitements interrompus. Aucune équipe médico-sociale n’intervient {area} hors de la ville principale. Le projet comble ce vide sans doubler l’équipe mobile psychiatrie-précarité, avec laquelle il partage un jour de sortie.",
            "Les personnes hébergées à l’hôtel vivent {area} dans vingt établissements dispersés. Elles renoncent aux soins par crainte des frais, par méconnaissance des droits, ou faute de quelqu’un pour les accompagner. En un an, les accueils de jour de {town} ont noté quatre cents demandes de soins restées sans réponse. Une présence régulière, au même endroit et à la même heure, est ce que les personnes consultées demandent d’abord.",
        ),
        "places": (
            "L’équipe sort quatre fois par semaine, dont une soirée. Lundi : hôtels et résidences. Mardi : rue et parkings du centre de {town}. Jeudi : campements et squats, avec l’association de maraude. Vendredi soir : gare et abords. Le véhicule permet un entretien à l’abri et un soin simple. Les lieux sont revus chaque mois avec les partenaires. Personne n’est jamais reçu sans l’avoir voulu ; on revient autant de fois qu’il faut.",
            "Trois formes d’intervention se complètent : la maraude de santé, la permanence tournante dans six communes {area}, et l’accompagnement physique vers un rendez-vous. Les horaires suivent ceux des personnes, donc le soir et le samedi matin. Les interprètes sont appelés par téléphone. Un carnet de santé portatif, gardé par la personne, fait le lien entre les intervenants.",
        ),
        "team": (
            "L’équipe compte cinq équivalents temps plein : deux infirmiers, un travailleur social, un médiateur en santé et une coordination à mi-temps, avec deux demi-journées de médecin et une de psychologue. Chaque sortie associe au moins un soignant et un intervenant social. Une réunion clinique a lieu chaque semaine, une analyse des pratiques chaque mois. Une astreinte téléphonique couvre les soirs de sortie.",
            "Nous prévoyons 4,6 équivalents temps plein. Le médecin, à 0,3, est mis à disposition par le centre hospitalier. L’infirmière en pratique avancée coordonne les suivis. Deux travailleurs pairs, formés et salariés, ouvrent le contact. Le travailleur social tient le lien avec le SIAO et la caisse primaire. Toute l’équipe est formée à la réduction des risques et au repérage des troubles psychiques.",
        ),
        "partnerships": (
            "Le SIAO oriente et reçoit nos signalements. La PASS de {town} prend le relais des soins et nous ouvre son dossier partagé, avec l’accord des personnes. L’équipe mobile psychiatrie-précarité sort avec nous le jeudi. Un protocole écrit dit qui appelle qui, et sous quel délai. Les quatre conventions sont jointes.",
            "Deux conventions sont signées, avec la PASS et avec le SIAO ; celle avec l’équipe mobile psychiatrie-précarité est en relecture. Nous participons à la cellule de coordination {area}. Un temps commun de trente minutes, chaque lundi, évite que deux équipes suivent la même personne sans se le dire.",
        ),
    },
    "aller-vers": {
        "title": (
            "Un cabinet de soins qui se déplace, {area}", "La permanence mobile de {town}", "Soins de premier recours en itinérance",
            "Aller vers ceux qui ne viennent plus, {area}", "Bus santé de {town}",
        ),
        "summary": (
            "Une permanence de soins mobile dessert huit communes autour de {town} et raccompagne vers la médecine de ville.",
            "Des consultations infirmières et médicales hors les murs {area}, avec ouverture des droits sur place.",
            "Un véhicule aménagé, une équipe de soins et un médiateur vont vers les personnes sans suivi {area}.",
        ),
        "needs": (
            "Un habitant sur sept n’a pas de médecin traitant {area}. Les plus pauvres sont les plus loin : ni voiture, ni ligne de bus, ni compte en ligne. Les centres sociaux de {town} ont recensé trois cents personnes qui ont renoncé à un soin dans l’année. Les urgences voient revenir les mêmes. Les personnes que nous voulons atteindre ne sont dans aucune file active : c’est le critère que nous avons retenu pour choisir les huit communes desservies.",
            "L’enquête menée avec deux centres sociaux et la mission locale montre un renoncement aux soins deux fois plus élevé que la moyenne, surtout pour les dents, la vue et la santé psychique. Les hommes seuls de plus de cinquante ans et les jeunes sans emploi sont les moins suivis. Personne ne va vers eux aujourd’hui. Les soignants libéraux, débordés, demandent un relais qui prépare le premier rendez-vous.",
        ),
        "protocols": (
            "Une intervention dure trois heures. L’accueil explique sans papier à remplir ; l’infirmier fait le point, prend les constantes si la personne le souhaite et repère les urgences. Le médecin consulte sur place ou en visioconférence. La suite est décidée avec la personne : soin immédiat, rendez-vous, accompagnement, ou seulement se revoir. Le protocole de coopération, relu par la commission médicale, précise les actes délégués et l’appel au SAMU.",
            "Chaque permanence suit quatre temps : accueil, évaluation infirmière, consultation, suite. Les protocoles de soins ont été écrits avec le centre hospitalier : plaies, hypertension, diabète, vaccination, repérage de la dépression. Les prescriptions sont envoyées à la pharmacie choisie. Rien n’est conservé dans le véhicule ; le dossier est tenu dans le logiciel de l’établissement, avec l’accord de la personne.",
        ),
        "team": (
            "Un médecin à 0,4, deux infirmiers à temps plein, un médiateur en santé, une secrétaire à mi-temps. Le temps médical est garanti par une convention de mise à disposition et remplacé en cas d’absence. Les infirmiers tournent avec le service d’origine tous les deux ans pour ne pas s’isoler.",
            "Le temps médical est de trois demi-journées, partagé entre deux médecins généralistes du centre de santé. L’équipe paramédicale compte 1,8 équivalent temps plein. Un psychologue intervient un jour par semaine. La coordination, à mi-temps, tient l’agenda des communes et le lien avec les libéraux.",
        ),
        "partnerships": (
            "Les huit maires ont signé une charte : un lieu chauffé, une prise électrique, une personne qui fait connaître la permanence. Les infirmiers libéraux reçoivent les suites de soins. La caisse primaire tient un guichet le premier mardi du mois. Le centre social propose le transport.",
            "La communauté professionnelle territoriale de santé réserve deux rendez-vous par semaine. Le département met à disposition une assistante sociale. L’association de quartier accompagne ceux qui n’osent pas venir seuls. Le lien avec la psychiatrie passe par une convention avec le centre médico-psychologique.",
        ),
    },
}  # fmt: skip
