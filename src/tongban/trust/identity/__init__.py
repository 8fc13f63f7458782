"""Persons, their accounts, how they prove who they are (allauth), and the subject of a request."""
