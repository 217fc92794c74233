"""Django's own commands under our settings: ``python -m jiheng.web.manage``."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import execute_from_command_line
from django.utils import translation


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    django.setup()
    translation.activate("en" if os.environ.get("JIHENG_LANG") == "en" else "zh-hans")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
