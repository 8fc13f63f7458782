"""The front door of the interface: only the node's housekeeping asks anything of it."""

from __future__ import annotations


def drop_old_tokens() -> None:
    """Deletes codes and tokens that are over for good, in batches. The library reads the clock itself.

    A refresh token that was used stays until its family is over: by it a stolen one is recognised.
    """
    from oauth2_provider.models import clear_expired  # noqa: PLC0415 (models need Django set up)

    clear_expired()
