"""Units, posts, appointments, roles, grants; one compiler for row filter and point check."""
