"""Pages for the owners of rules: reading, changing, trying, publishing decision tables."""
