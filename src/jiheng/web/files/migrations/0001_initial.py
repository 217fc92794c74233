import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycle", "0001_initial"),
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("stored", models.CharField(max_length=60, unique=True)),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("sm3", models.CharField(max_length=64, verbose_name="SM3")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sound", "完好"),
                            ("changed", "证据失效：文件内容与上传时不符"),
                            ("missing", "证据失效：文件已丢失"),
                        ],
                        default="sound",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("checked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="核验时间")),
                ("made", models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="cycle.dossier"
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="records.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证文件",
                "verbose_name_plural": "佐证文件",
                "ordering": ["made", "pk"],
            },
        ),
    ]
