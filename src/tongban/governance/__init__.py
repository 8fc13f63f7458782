"""How government governs its own e-government: its rules, later its standards, projects, performance and training."""
