"""Rating of every service (好差评)."""
