"""Relations between the numbers of a text: one module for each kind of claim."""
