"""Folders of tables, CSV or Parquet, as authorities export them: read whole columns at a time, nothing lost unsaid."""
