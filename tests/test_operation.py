"""The node as an operator meets it: each command is a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BEHIND_A_PROXY = """
import json, django
django.setup()
from django.test import Client
sent = {"login": "nobody", "password": "x"}
page = Client(enforce_csrf_checks=True, headers={"host": "service.example.gov.cn", "x-forwarded-proto": "https"})
token = page.get("/account/login/").cookies["csrftoken"].value
answer = page.post("/account/login/", {**sent, "csrfmiddlewaretoken": token}, headers={"origin": "https://service.example.gov.cn"})
print(json.dumps([answer.status_code, answer["Strict-Transport-Security"][:8]]))
"""


def run(*command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    environ |= {"PYTHONPATH": str(ROOT / "src"), "TONGBAN_NODE": "node", "DJANGO_SETTINGS_MODULE": "tongban.settings"}
    environ |= settings
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=120
    )


def tongban(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return run("-m", "tongban", *line.split(), folder=folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A folder in which `tongban init` was run, twice."""
    folder = tmp_path_factory.mktemp("home")
    for _ in range(2):
        made = tongban("--node var init", folder)
        assert made.returncode == 0, made.stderr
    return folder


pytestmark = pytest.mark.xdist_group("operation")


def test_the_guide_to_backups_works(home):
    text = (ROOT / "docs" / "how-to" / "backup.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert len(lines) == 3
    for line in lines:
        done = tongban(line.removeprefix("tongban "), home)
        assert done.returncode == 0, line + done.stderr
    assert "the ledger holds" in done.stdout
    assert "not empty" in tongban("--node proof restore monday.tar", home).stderr


def test_a_command_on_a_folder_without_a_node_says_what_to_do(tmp_path):
    refused = tongban("--node nothing audit verify", tmp_path)
    assert refused.returncode == 1
    assert "tongban init" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_form_is_taken_behind_a_proxy_that_ends_tls(home):
    site = {"TONGBAN_HTTPS": "true", "TONGBAN_PROXIES": "1", "TONGBAN_HOSTS": "service.example.gov.cn"}
    told = run("-c", BEHIND_A_PROXY, folder=home, **site, TONGBAN_NODE="var")
    assert json.loads(told.stdout.splitlines()[-1]) == [200, "max-age="], told.stderr
