"""Creates the table of the cache, where the rate limits count. Without a database cache it does nothing."""

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_reference")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
