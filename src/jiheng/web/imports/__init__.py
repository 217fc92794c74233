"""Taking over whole tables from a person's own file: matched, checked in one pass, taken over whole or not at all."""
