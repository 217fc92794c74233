"""Names are ordered and found by their pinyin, the same on every database."""

from typing import Any

from django.db import migrations, models

from jiheng.core import pinyin


def spell(apps: Any, _editor: Any) -> None:
    """Give every person who has an account already the spelling of the name."""
    user = apps.get_model("accounts", "User")
    for each in user.objects.only("name").iterator():
        user.objects.filter(pk=each.pk).update(spelling=pinyin.key(each.name))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_opening_and_recovery")]

    operations = [
        migrations.AddField("user", "spelling", models.CharField(default="", editable=False, max_length=500)),
        migrations.RunPython(spell, migrations.RunPython.noop, elidable=True),
    ]
