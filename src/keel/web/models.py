"""No tables: but a module of models is what makes Django speak to this application after a migration."""
