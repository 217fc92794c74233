"""What people get: a summary, JSON, an HTML page, the commented Word file, the marked workbook."""
