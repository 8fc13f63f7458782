"""How government governs its own e-government: what it decides by, and who may change that."""
