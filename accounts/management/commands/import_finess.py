from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Charge un extrait FINESS (entités juridiques ou établissements, fichiers etalab-cs1100501 et 1100502)."
    register = "finess"
