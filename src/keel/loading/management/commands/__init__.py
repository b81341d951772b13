"""Commands of Django that Keel's own commands run."""
