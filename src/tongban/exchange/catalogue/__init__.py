"""Information resources: who has which information and under which rule it is shared."""
