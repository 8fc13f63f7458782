"""Form books (表单簿): how the owners of a form change it: pieces, text, checks, what would move, publication.

A form is a TOML text of a package (`engines/forms`), the same that a developer reviews; a change of it is a draft that
one official opens and another publishes. What is published becomes the version in force through `kernel/declarations`;
drafts and cases that are under way go over only where that is proved safe. The desk shows the pages.
"""
