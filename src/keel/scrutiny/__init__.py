"""The conference chair's desk, her challenges, and partners' escalations."""
