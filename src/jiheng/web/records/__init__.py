"""The rows of a dossier's data set, kept as they were written, and the bridge to the core library."""
