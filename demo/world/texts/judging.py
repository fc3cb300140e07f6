"""What readers, instructors and signatories write."""

# value of a score (out of 5) → versions; {criterion} is the criterion in words
JUSTIFICATIONS: dict[int, tuple[str, ...]] = {
    0: ("Le dossier ne répond pas à ce point ; rien ne permet de l’apprécier.", "Aucun élément sur « {criterion} » malgré la question posée."),
    1: ("La réponse est très générale et ne dit ni comment ni avec qui.", "« {criterion} » est à peine abordé ; les engagements manquent."),
    2: ("Des intentions, peu de précisions : moyens et calendrier restent à établir.", "Le point est traité en partie ; l’essentiel n’est pas démontré."),
    3: ("Réponse correcte et cohérente, sans élément qui la distingue.", "Le point est bien décrit ; les preuves jointes sont partielles."),
    4: ("Réponse précise et réaliste, appuyée par des conventions ou des chiffres.", "« {criterion} » : bonne maîtrise, avec des engagements vérifiables.", "Le dossier convainc sur ce point ; un détail reste à confirmer."),
    5: ("Réponse exemplaire : besoins chiffrés, moyens en place, engagements signés.", "« {criterion} » est le point le plus fort du dossier ; tout y est démontré."),
}  # fmt: skip
MET = (
    "Critère satisfait au vu des pièces jointes au dossier.",
    "Le critère est établi par les documents fournis.",
)
UNMET = (
    "Critère non satisfait : les pièces ne l’établissent pas.",
    "L’établissement ne remplit pas ce critère à ce jour.",
)

STRENGTHS = (
    "Connaissance fine du territoire, équipe déjà formée, partenariats signés avec l’hôpital et le SIAO. Le calendrier est réaliste.",
    "Projet construit avec les personnes concernées, ce qui se voit dans les horaires et les lieux choisis. Indicateurs simples et utiles.",
    "Bon rapport entre le coût et la file active attendue. Gouvernance claire, comptes sains.",
    "Complémentarité réelle avec l’offre existante ; le dossier dit ce qu’il ne fera pas.",
    "Temps médical garanti et remplacé. Les protocoles sont joints et datés.",
)
RESERVES = (
    "Le recrutement infirmier est tendu sur ce territoire ; un plan de remplacement serait utile.",
    "Le cofinancement du département n’est que sollicité. À confirmer avant la signature.",
    "L’évaluation repose sur des outils à construire.",
    "La montée en charge paraît optimiste pour la première année.",
    "Le lien avec la psychiatrie reste à écrire.",
)
REPORT = {
    "regularity": (
        "Dossier reçu dans le délai, complet après vérification. Le signataire est habilité ; les déclarations sont jointes. Aucun motif d’irrecevabilité.",
        "La candidature comporte toutes les pièces demandées. Les comptes sont approuvés. La régularité administrative n’appelle pas d’observation.",
    ),
    "fit": (
        "Le projet répond au besoin décrit dans l’appel : territoire peu couvert, public visé, modes d’intervention. Il s’articule avec les dispositifs existants sans les doubler.",
        "L’objet de l’appel est respecté. Le territoire d’intervention correspond au lot. Le public prioritaire est bien identifié et la façon de l’atteindre est crédible.",
        "Le projet est dans le champ de l’appel. Il reste assez général sur les lieux d’intervention et sur les relais après le premier contact.",
    ),
    "cost": (
        "Le coût par personne suivie est dans la moyenne des dossiers reçus. Les charges de personnel font les trois quarts du budget, ce qui est usuel. Pas d’observation.",
        "Le budget est équilibré et détaillé. Les charges indirectes sont au plafond usuel. Le cofinancement acquis est justifié.",
        "Le coût est un peu supérieur à la moyenne, ce que l’étendue du territoire explique.",
    ),
}
NOTES = (
    "Échange téléphonique avec la délégation départementale : le porteur est connu, le partenariat avec l’hôpital est effectif.",
    "Vérifier avant la convention que le local est bien disponible ; la commune a confirmé oralement.",
    "Le budget reprend en partie une action déjà aidée en 2019 : à clarifier avec la structure si elle est retenue.",
)
MOTIVES = {
    "select": (
        "Le projet répond au besoin du territoire, l’équipe et les partenariats sont solides et le coût est maîtrisé. Son rang permet de le retenir dans l’enveloppe.",
        "La qualité du projet et l’expérience du porteur sont reconnues par les deux lecteurs. Le dossier est retenu dans l’ordre du classement.",
    ),
    "partial": (
        "Le dossier est retenu dans l’ordre du classement. L’enveloppe ne permet pas d’attribuer toute la somme demandée : il est proposé ce qui reste, à charge pour la structure d’accepter et d’ajuster son budget.",
    ),
    "label": ("L’établissement satisfait aux critères socles du label, au vu des pièces de son dossier et de l’avis de ses instances.",),
    "waitlist": (
        "Le projet est de qualité, mais l’enveloppe est épuisée par les dossiers mieux classés. Il est inscrit sur la liste complémentaire et sera proposé dans l’ordre si des crédits reviennent.",
    ),
    "promote": ("Des crédits sont revenus après le désistement d’un lauréat. Le dossier, premier de la liste complémentaire, est retenu.",),
    "reject": (
        "Le projet reste général sur les lieux d’intervention et les partenariats ne sont pas formalisés. Son rang ne permet pas de le retenir dans l’enveloppe.",
        "Le besoin est réel mais la réponse proposée double en partie l’offre existante. Les lecteurs relèvent aussi un calendrier peu réaliste.",
        "Le coût par personne suivie est élevé au regard de la file active attendue, et l’évaluation n’est pas décrite. Le dossier est classé après ceux que l’enveloppe permet de retenir.",
    ),
    "reject_later": ("La validité de la liste complémentaire est arrivée à son terme sans que des crédits suffisants reviennent.",),
    "unmet": ("Plusieurs critères socles du label ne sont pas satisfaits à ce jour : l’accès à l’imagerie et la gouvernance ouverte à la ville.",),
    "late": ("Le dossier est parvenu après la clôture de l’appel. L’égalité entre les candidats interdit de l’examiner.",),
    "refuse": ("Après vérification, le dossier ne remplit pas une condition fixée par le règlement de l’appel. Il ne peut pas être examiné au fond.",),
    "lapse": (
        "La structure a été invitée à présenter ses observations. Faute de commencement d’exécution dans le délai fixé par la décision, sa caducité est constatée.",
    ),
    "lapse_offer": ("L’offre adressée à la structure est restée sans réponse au terme du délai, malgré une relance.",),
    "lapse_label": ("L’établissement n’exerce plus l’activité qui fondait le label. Il a présenté ses observations ; sa radiation est prononcée.",),
    "reconsider": (
        "Le recours est fondé : une pièce jointe au dossier n’avait pas été prise en compte par l’instruction. La décision de rejet est retirée et le dossier est réexaminé.",
    ),
}  # fmt: skip
RANK_REASON = "Les deux dossiers ont la même note. Le territoire le moins couvert passe devant, comme la commission en a convenu."
CONFLICT = (
    "J’ai siégé jusqu’à l’an dernier au conseil d’administration d’un partenaire nommé dans le dossier."
)
COMPLEMENT = "Certaines pièces manquent ou sont périmées. Merci de les transmettre avant la date indiquée ; le projet lui-même ne se modifie pas."
COMPLEMENT_REPLY = "Vous trouverez ci-joint la pièce demandée, à jour à la date de ce jour."
WITHDRAWAL = "Un partenaire essentiel s’est retiré : nous préférons représenter le projet l’an prochain."
DECLINE = "Le conseil d’administration renonce à l’offre : un autre financement, plus durable, a été obtenu."
