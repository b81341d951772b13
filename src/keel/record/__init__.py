"""The base of the record: what every table of a child's history shares, and how a row tells an event."""
