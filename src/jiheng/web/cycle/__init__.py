"""The yearly cycle: years, dossiers of units, tasks of stages, and the one workflow they share."""
