"""Word templates: made, filled from a report, and read back for the PDF."""
