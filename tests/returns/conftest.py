"""Pages ask for no files here: returns are written by command."""
