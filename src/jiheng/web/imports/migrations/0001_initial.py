import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycle", "0002_reminder"),
        ("jobs", "0001_initial"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("stored", models.CharField(max_length=60, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "待匹配列"),
                            ("checking", "正在检查"),
                            ("checked", "已检查"),
                            ("taken", "已导入"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("table", models.CharField(blank=True, default="", max_length=20, verbose_name="目标表")),
                ("sheet", models.CharField(blank=True, default="", max_length=100, verbose_name="工作表")),
                ("head_row", models.PositiveIntegerField(default=1)),
                ("columns_text", models.TextField(default="{}")),
                ("rows_text", models.TextField(default="{}")),
                ("faults_text", models.TextField(default="[]")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="cycle.dossier"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "marking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-made", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ColumnMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=64)),
                ("table", models.CharField(max_length=20)),
                ("columns_text", models.TextField(default="{}")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "列匹配",
                "verbose_name_plural": "列匹配",
                "constraints": [models.UniqueConstraint(fields=("unit", "head"), name="column_match_once")],
            },
        ),
    ]
