"""Names are ordered and found by their pinyin, the same on every database."""

from typing import Any

from django.db import migrations, models

from jiheng.core import pinyin


def spell(apps: Any, _editor: Any) -> None:
    """Give every unit that stands already the spelling of its name."""
    unit = apps.get_model("organisation", "Unit")
    for each in unit.objects.only("name").iterator():
        unit.objects.filter(pk=each.pk).update(spelling=pinyin.key(each.name))


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_region_and_asked_roles")]

    operations = [
        migrations.AddField("unit", "spelling", models.CharField(default="", editable=False, max_length=1600)),
        migrations.RunPython(spell, migrations.RunPython.noop, elidable=True),
    ]
