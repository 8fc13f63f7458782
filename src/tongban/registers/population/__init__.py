"""The population base register (人口基础库)."""
