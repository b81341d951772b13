"""A family drawn: who belongs to whom, over generations, with the same content as a table."""
