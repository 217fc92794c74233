"""The organisation tree: units, who belongs to them, in what role."""
