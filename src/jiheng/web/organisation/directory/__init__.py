"""Units, people and their roles from one workbook: read whole, judged whole, taken whole or not at all."""
