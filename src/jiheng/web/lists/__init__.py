"""Lists: each is a row of data (columns, filters, the rows that the person may see); narrowing, sorting, keeping and export are one."""
