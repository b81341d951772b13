"""The child's page, her chronology, and lists of children by what is late."""
