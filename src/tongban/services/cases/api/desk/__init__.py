"""The case on one page of the desk. A new act on a whole case is a line in `table.WHOLE` and, in the desk's channel, a
line in `views/acts`; a new act on a task is a line in `table.OF_TASK`.
"""

from tongban.services.cases.api.desk.shapes import Act, Found
from tongban.services.cases.api.desk.view import DeskView, desk_case

__all__ = ["Act", "DeskView", "Found", "desk_case"]
