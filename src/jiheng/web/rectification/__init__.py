"""整改与应用: problems become items with an owner and a day; results are proposed for the next budget, decided by people."""
