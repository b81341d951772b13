"""What Keel costs in time and memory, measured: one command, one table."""
