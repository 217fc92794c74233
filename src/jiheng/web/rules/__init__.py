"""规则: the bureau's own rule packs, from a draft to a release with its day in force."""
