"""Text checks: statements found in a text, the relations between them, and its words."""
