"""Tongban (通办): an open-source e-government platform. The folders are the map; see docs/architecture.md."""
