"""Legal planning, pre-proceedings, letters before proceedings and court."""
