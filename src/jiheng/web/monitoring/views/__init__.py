"""The pages of monitoring: of one unit, of its warnings, and of the county."""
