"""Pages for trips of a form: recorded at the desk, edited, played, and what they come past."""
