"""The settings of the suite: those of a node, in a folder that lives as long as the test process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

NODE = tempfile.TemporaryDirectory(prefix="tongban-test-")
for _name in [name for name in os.environ if name.startswith("TONGBAN_") and name != "TONGBAN_DATABASE"]:
    del os.environ[_name]
os.environ["TONGBAN_NODE"] = NODE.name
Path(NODE.name, "keys").mkdir(mode=0o700)

from tongban.settings import *  # noqa: E402, F403 (the node folder must exist before the settings are read)
