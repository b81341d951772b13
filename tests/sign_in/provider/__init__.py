"""A council's sign-in, real and in a process of its own, that can be told to misbehave."""
