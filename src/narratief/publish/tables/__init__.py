"""Results as tables and data for other programs: workbook, list of quotes, matrix, and everything as JSON."""
