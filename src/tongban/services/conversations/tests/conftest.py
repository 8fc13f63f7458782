"""The tiny city of the cases."""

from tongban.services.cases.tests.conftest import _city, files, official, published, resident, stranger, submitted

__all__ = ["_city", "files", "official", "published", "resident", "stranger", "submitted"]
