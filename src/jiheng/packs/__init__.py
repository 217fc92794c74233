"""Rule packs: indicator systems, weights, bands, caps, deadlines and form layouts as dated, cited data."""
