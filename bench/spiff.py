"""SpiffWorkflow as its manual has it: a workflow read from JSON for each step, and written back. A test dependency."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

SETTINGS = ("journal_mode=WAL", "cache_size=-65536", "temp_store=MEMORY", "wal_autocheckpoint=8192")  # as the node has


class Spiff:
    """Instances as rows of key and JSON."""

    def __init__(self, path: Path, texts: dict[str, str]) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            self.database.execute(f"PRAGMA {setting}")
        self.database.execute("CREATE TABLE workflow (key text PRIMARY KEY, body text NOT NULL)")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.specs: dict[str, Any] = {}
        for name, text in texts.items():
            parser = BpmnParser()
            parser.add_bpmn_xml(etree.fromstring(text.encode()), filename=f"{name}.bpmn")
            self.specs[name] = parser.get_spec(name), parser.get_subprocess_specs(name)

    def level(self, name: str) -> None:
        self.database.execute(f"PRAGMA synchronous={name}")

    def start(self, key: str, model: str, data: dict[str, Any]) -> None:
        workflow = BpmnWorkflow(*self.specs[model])
        workflow.set_data(**data)
        first = workflow.get_next_task(state=TaskState.READY)
        first.set_data(**data)
        workflow.do_engine_steps()
        body = self.serializer.serialize_json(workflow)
        self.database.execute("INSERT INTO workflow VALUES (?, ?)", [key, body])

    def _load(self, key: str) -> BpmnWorkflow:
        (body,) = self.database.execute("SELECT body FROM workflow WHERE key = ?", [key]).fetchone()
        return self.serializer.deserialize_json(body)

    def _save(self, key: str, workflow: BpmnWorkflow) -> None:
        body = self.serializer.serialize_json(workflow)
        self.database.execute("UPDATE workflow SET body = ? WHERE key = ?", [body, key])
        self.database.execute("COMMIT")

    def complete(self, key: str, element: str, patch: dict[str, Any]) -> None:
        self.database.execute("BEGIN IMMEDIATE")
        workflow = self._load(key)
        task = workflow.get_next_task(state=TaskState.READY, spec_name=element)
        task.set_data(**patch)
        task.run()
        workflow.do_engine_steps()
        self._save(key, workflow)

    def message(self, key: str, name: str) -> None:
        self.database.execute("BEGIN IMMEDIATE")
        workflow = self._load(key)
        workflow.catch(BpmnEvent(MessageEventDefinition(name), {"receipt": "R1"}))
        workflow.do_engine_steps()
        self._save(key, workflow)

    def size(self, key: str) -> tuple[int, int]:
        return len(self.database.execute("SELECT body FROM workflow WHERE key = ?", [key]).fetchone()[0]), 1

    def status(self, key: str) -> str:
        return "completed" if self._load(key).is_completed() else "running"
