"""The data set of one unit and year: rows, reading and writing, computed measures, content hash."""
