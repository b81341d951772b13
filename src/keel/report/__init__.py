"""The answer as people read it: in the terminal, as one page, as a workbook, and as JSON for other programs."""
