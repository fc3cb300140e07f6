"""What is written once a file is funded."""

OBJECT = "Mise en œuvre du projet « {title} », tel que décrit dans le dossier déposé."
NARRATIVES = (
    "L’équipe est complète depuis le quatrième mois. Les sorties ont eu lieu aux jours prévus, sauf trois semaines de grand froid où elles ont été doublées. Les personnes rencontrées sont plus jeunes que prévu, et plus souvent des femmes. L’accès à un médecin traitant progresse nettement ; le logement reste le principal obstacle. Les partenaires se réunissent chaque mois. Deux difficultés : le recrutement infirmier, et le stationnement du véhicule. Nous demandons à poursuivre.",
    "L’action a atteint ses objectifs sur six lieux des huit prévus. Les deux autres ont été remplacés, avec l’accord de l’agence, par une permanence au centre social. La fréquentation a doublé au second semestre. Les retours des personnes, recueillis sans nom, sont bons sur l’accueil et moins bons sur les délais des spécialistes. L’équipe est stable.",
    "La première moitié de l’année a servi à recruter et à conventionner, plus longuement que prévu. L’activité réelle porte sur sept mois. Les indicateurs sont donc inférieurs aux cibles, sauf les droits ouverts. Les causes sont connues et corrigées : coordination renforcée, local changé, permanence du soir ajoutée.",
)
RETURNED = "Le compte rendu financier ne distingue pas l’action du reste de l’activité, et deux indicateurs sont sans commentaire. Merci de compléter."
EVALUATIONS = {
    "favourable": (
        "Les objectifs sont atteints : des personnes sans suivi ont été rencontrées, soignées et accompagnées vers le droit commun. Les partenaires confirment l’utilité de l’équipe. Le coût est conforme. L’action mérite d’être durable.",
        "Le bilan est complet et les indicateurs dépassent les cibles. La coopération avec l’hôpital et le SIAO est solide. L’évaluation est favorable.",
    ),
    "reserved": (
        "L’utilité de l’action est établie, mais la file active reste inférieure à la cible et les liens avec la psychiatrie ne sont pas formalisés. L’évaluation est favorable sous réserve de ces deux points.",
    ),
    "unfavourable": (
        "L’action n’a fonctionné que sept mois. Les indicateurs sont très inférieurs aux cibles et le public visé n’a été atteint qu’en partie. Les causes sont identifiées, mais ne permettent pas de conclure favorablement.",
    ),
}  # fmt: skip
