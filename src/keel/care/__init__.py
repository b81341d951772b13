"""Children looked after, missing episodes and young people leaving care."""
