"""What this room says when it cannot do as it was asked."""


class DatabaseProblem(Exception):
    """Something about the database that a person must put right. The message says what, where and what to do."""
