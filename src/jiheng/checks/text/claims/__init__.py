"""What a text claims of its numbers: frames filled by language, weighed by one equation, settled together."""
