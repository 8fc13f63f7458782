"""Running instances moved from one version of their process to another."""
