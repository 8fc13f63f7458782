"""One act on many cases: previewed, each case in a transaction of its own, gone on with after a crash. Nothing is
decided in a batch. A new act is a line in `table.ACTS`.
"""

from tongban.services.cases.api.batches.doing import cancel, go_on, retry, start, tick
from tongban.services.cases.api.batches.judging import Preview, ordered, preview, recipients
from tongban.services.cases.api.batches.reading import BatchView, RowView, batch, batches, rows
from tongban.services.cases.api.batches.table import ACTS, MOST

__all__ = [
    "ACTS", "MOST", "BatchView", "Preview", "RowView", "batch", "batches", "cancel", "go_on", "ordered", "preview",
    "recipients", "retry", "rows", "start", "tick",
]  # fmt: skip
