from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Charge le répertoire national des associations (rna_waldec)."
    register = "rna"
