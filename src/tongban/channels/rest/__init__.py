"""The HTTP interface for programs, OpenAPI 3.1, OAuth 2."""
