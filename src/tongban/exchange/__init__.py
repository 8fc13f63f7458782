"""Who has which information, who may get it, how it travels."""
