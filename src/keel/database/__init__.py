"""The PostgreSQL beneath the record: the embedded server, addresses, roles, backups and checks. No Django."""
