"""Business systems as declarative packages."""
