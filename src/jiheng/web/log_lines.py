"""Log lines that cannot be forged."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Writes each record's message on one line, so that input cannot forge a second record."""

    def format(self, record: logging.LogRecord) -> str:
        """Escape line breaks in the message; a traceback, which is ours, keeps its lines."""
        record.msg, record.args = record.getMessage().replace("\r", "\\r").replace("\n", "\\n"), ()
        return super().format(record)
