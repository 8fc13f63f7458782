"""Pages for the owners of forms: reading, changing piece by piece or as text, previewing, publishing."""
