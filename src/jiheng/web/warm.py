"""What every process would otherwise do at its first pages: read the templates, and the rule packs that are in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.template import engines
from django.template.loader import get_template

from jiheng.core.fault import Refused
from jiheng.packs.load import load_pack
from jiheng.web.cycle.models import Dossier

OWN = Path(__file__).parent


def warm_up() -> None:
    """Read them now; what cannot be read is told by the page that needs it."""
    for name in templates():
        get_template(name)
    for pack in Dossier.objects.order_by().values_list("pack", flat=True).distinct():
        with suppress(Refused):
            load_pack(load_pack(pack).project_pack or pack)


def templates() -> Iterator[str]:
    """The names of the product's own templates."""
    for told in engines["django"].template_dirs:
        folder = Path(told)
        if OWN in folder.parents:
            yield from (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
