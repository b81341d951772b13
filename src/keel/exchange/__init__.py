"""The sector's formats, in and out. Pure: reads files, knows nothing of the web or the database."""
