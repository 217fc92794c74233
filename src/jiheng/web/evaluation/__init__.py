"""绩效自评: the scored table with live explanations, the narrative, the checks, the forms."""
