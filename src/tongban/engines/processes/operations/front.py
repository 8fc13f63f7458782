"""What the front door of processes offers of the operations."""

from tongban.engines.processes.facts import Copy, Return, Spot
from tongban.engines.processes.guards import Delegated, Suspended
from tongban.engines.processes.operations.adding import add_party, parties
from tongban.engines.processes.operations.copying import copies, copies_of, copy, seen
from tongban.engines.processes.operations.following import TooLate
from tongban.engines.processes.operations.halting import halted, resume, suspend
from tongban.engines.processes.operations.handing import delegate, resolve, transfer
from tongban.engines.processes.operations.recalling import recall, recallable
from tongban.engines.processes.operations.reopening import beginnings_again, reopen
from tongban.engines.processes.operations.repairing import Doubtful, Repair, repair, spots
from tongban.engines.processes.operations.returning import returns, send_back
from tongban.engines.processes.operations.urging import TooSoon, urge, urged

__all__ = [
    "Copy", "Delegated", "Doubtful", "Repair", "Return", "Spot", "Suspended", "TooLate", "TooSoon", "add_party",
    "copies", "copies_of", "copy", "delegate", "halted", "parties", "recall", "recallable", "repair", "resolve",
    "resume", "returns", "seen", "send_back", "spots", "suspend", "transfer", "urge", "urged",
]  # fmt: skip
__all__ += ["beginnings_again", "reopen"]
