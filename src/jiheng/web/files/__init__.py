"""Evidence as files: proved harmless, kept outside of the web root under names of our own, hashed twice."""
