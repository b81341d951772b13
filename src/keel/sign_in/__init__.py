"""Signing in: with a password and a second factor, with a passkey, or at the council's own sign-in."""
