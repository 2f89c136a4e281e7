"""The ledgers as tables: what only people know, from and to a workbook or a folder of CSV files."""
