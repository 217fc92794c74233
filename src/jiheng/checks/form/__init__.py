"""Form checks: a catalogue of rules, each a small SQL that selects the bad rows."""

from jiheng.checks.form.catalogue import Rule, catalogue
from jiheng.checks.form.run import FormAnswer, check_connection, check_dataset, check_parquet

__all__ = ["FormAnswer", "Rule", "catalogue", "check_connection", "check_dataset", "check_parquet"]
