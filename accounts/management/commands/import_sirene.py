from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Charge un fichier SIRENE de l’INSEE (StockUniteLegale ou StockEtablissement)."
    register = "sirene"
