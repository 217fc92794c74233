"""Text checks: statements found in a text, the relations between them, and its words."""

from jiheng.checks.text.answer import check_plain, check_text
from jiheng.checks.text.bands import GradeBands
from jiheng.checks.text.known_facts import KnownFact
from jiheng.checks.text.laid import Laid, LaidCell
from jiheng.checks.text.passages import Passage, Quoted

__all__ = ["GradeBands", "KnownFact", "Laid", "LaidCell", "Passage", "Quoted", "check_plain", "check_text"]
