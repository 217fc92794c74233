"""工作台: what waits for me, what I wait for, and where my unit stands."""
