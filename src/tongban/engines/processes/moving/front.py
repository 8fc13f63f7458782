"""What the front door of processes offers of moving instances."""

from tongban.engines.processes.moving.batches import advance, confirm, give_up, propose
from tongban.engines.processes.moving.mapping import Obstacle, waiting
from tongban.engines.processes.moving.previewing import (
    Moving,
    Preview,
    Reason,
    moving,
    movings,
    preview,
    stayed,
    suggested,
)

__all__ = [
    "Moving", "Obstacle", "Preview", "Reason", "advance", "confirm", "give_up", "moving", "movings", "preview",
    "propose", "stayed", "suggested", "waiting",
]  # fmt: skip
