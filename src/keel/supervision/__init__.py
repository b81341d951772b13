"""Supervision sessions, and managers' decisions at the points where law and letter ask for one."""
