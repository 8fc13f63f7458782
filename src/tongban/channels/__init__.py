"""How people reach the node."""
