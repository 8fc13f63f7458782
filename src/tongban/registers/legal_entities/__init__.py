"""The legal entity base register (法人基础库)."""
