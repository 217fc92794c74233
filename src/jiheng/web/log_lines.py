"""Log lines that cannot be forged."""

from __future__ import annotations

import logging
from http import HTTPStatus


class OneLine(logging.Formatter):
    """Writes each record's message on one line, so that input cannot forge a second record."""

    def format(self, record: logging.LogRecord) -> str:
        """Escape line breaks in the message; a traceback, which is ours, keeps its lines."""
        record.msg, record.args = record.getMessage().replace("\r", "\\r").replace("\n", "\\n"), ()
        return super().format(record)


class ToldElsewhere(logging.Filter):
    """Drops the line that a page came with 503: a site that nobody has opened yet is no fault, any trouble has its own line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        return not (
            record.name == "django.request" and getattr(record, "status_code", 0) == HTTPStatus.SERVICE_UNAVAILABLE
        )
