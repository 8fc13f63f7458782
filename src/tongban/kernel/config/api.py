"""The settings of a node: read once from `tongban.toml` in the node folder, overridden by TONGBAN_* variables.

Every key has a working default; an unknown key is an error that names the file and the nearest known key.
The table in the documentation is generated from `FIELDS`.
"""

from __future__ import annotations

import difflib
import os
import tomllib
import zoneinfo
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

PREFIX = "TONGBAN_"
ZONES = ("public", "outer", "inner")


class ConfigError(Exception):
    """A setting is unknown or cannot be read; the message names where and what to do."""


def _key(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True)
class Config:
    """One node's settings. Durations are in the unit that the name gives."""

    node: str = _key("var", "The node folder: database, keys, files. Relative to the working directory.")
    name_zh: str = _key("常德市政务服务", "The node's name in Chinese.")
    name_en: str = _key("Changde Government Services", "The node's name in English.")
    publisher_zh: str = _key("常德市人民政府（演示）", "Who publishes the portal, in Chinese.")
    publisher_en: str = _key("Changde City Government (demonstration)", "Who publishes the portal, in English.")
    hotline: str = _key("12345", "Telephone number shown on every page.")
    division: str = _key("430700", "Division code of the government that runs the node.")
    code: str = _key("", "Code under which partner nodes know this node; empty: the division code.")
    time_zone: str = _key("Asia/Shanghai", "Zone in which times are shown and legal days are counted.")
    calendar: str = _key("cn", "Region of the working-day calendar.")
    zone: str = _key("public", "Network zone of this instance: public, outer or inner.")
    database: str = _key("", "postgresql:// address; empty for the embedded database in the node folder.")
    address: str = _key("127.0.0.1:8000", "Address and port on which the site is served.")
    site: str = _key("", "Public address of the site in links and QR codes; empty: http:// and the address.")
    hosts: str = _key("localhost,127.0.0.1,[::1]", "Host names that the site answers to, separated by commas.")
    https: bool = _key(default=False, text="Whether the site is reached by HTTPS: secure cookies, HSTS.")
    demo: bool = _key(default=False, text="Demonstration: one-click sign-in, test bank. Never with real data.")
    debug: bool = _key(default=False, text="Error pages with detail, for developers only.")
    relay_ms: int = _key(500, "Longest pause of the relay that delivers events, in milliseconds.")
    seal_ms: int = _key(1000, "Longest pause of the ledger's sequencer, in milliseconds.")
    clock_seconds: int = _key(30, "Pause between two looks of the legal clock, in seconds.")
    upload_mb: int = _key(10, "Largest uploaded file, in megabytes.")
    session_idle_minutes: int = _key(30, "An idle session ends after this many minutes.")
    session_hours: int = _key(12, "A session ends after this many hours in any case.")
    suite: str = _key("intl", "Signature suite of the deployment.")
    mail: str = _key("", "smtp:// address for mail; empty: messages are written to the node folder.")
    mail_from: str = _key("noreply@localhost", "Sender of mail.")
    mail_reply: str = _key("", "Mailbox that takes answers to mail about cases, as name@domain; empty: none are taken.")
    sms: str = _key("", "Address of the text-message gateway; empty: messages are written to the node folder.")
    bank: str = _key("", "Address of the payment channel; empty: the built-in test bank in demonstration mode.")
    bank_secret: str = _key("", "Secret shared with the payment channel; empty: made in the node folder.")
    proxies: int = _key(0, "Number of trusted reverse proxies in front, for the client's address.")

    @cached_property
    def folder(self) -> Path:
        return Path(self.node).resolve()

    @property
    def node_code(self) -> str:
        return self.code or self.division

    @property
    def site_url(self) -> str:
        return (self.site or f"http://{self.address}").rstrip("/")


FIELDS: tuple[tuple[str, str, Any, str], ...] = tuple(
    (f.name, str(f.type), f.default, f.metadata["help"]) for f in fields(Config)
)


def _convert(name: str, kind: str, value: object, where: str) -> Any:
    if kind == "bool":
        if isinstance(value, bool):
            return value
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        raise ConfigError(f"{where}: {name}: expected true or false, got {value!r}")
    if kind == "int":
        try:
            return int(str(value))
        except ValueError:
            raise ConfigError(f"{where}: {name}: expected a whole number, got {value!r}") from None
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {name}: expected text in quotes, got {value!r}")
    return value


def _judged(config: Config) -> Config:
    """Refuses values that no part of the node could work with."""
    for name, kind, _, _ in FIELDS:
        if kind == "int" and getattr(config, name) < (0 if name == "proxies" else 1):
            raise ConfigError(f"{name}: expected a number above zero, got {getattr(config, name)}")
    if config.zone not in ZONES:
        raise ConfigError(f"zone: expected one of {', '.join(ZONES)}, got {config.zone!r}")
    if config.database and not config.database.startswith(("postgresql://", "postgres://")):
        scheme = config.database.partition(":")[0]  # the rest may hold a password
        raise ConfigError(f"database: expected a postgresql:// address or nothing, got {scheme}")
    try:
        zoneinfo.ZoneInfo(config.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"time_zone: no such zone as {config.time_zone!r}; write it like Asia/Shanghai") from None
    return config


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a TOML file: {error}") from None


def load(*, environ: dict[str, str] | None = None) -> Config:
    """Reads the settings. Raises ConfigError for an unknown key or a value of the wrong kind."""
    variables = dict(os.environ) if environ is None else environ
    kinds = {name: kind for name, kind, _, _ in FIELDS}
    node = variables.get(PREFIX + "NODE", Config.node)
    path = Path(node) / "tongban.toml"
    values: dict[str, Any] = {"node": node}
    for name, value in _from_file(path).items():
        if name not in kinds or name == "node":
            near = difflib.get_close_matches(name, kinds, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"{path}: unknown key {name!r}{hint}")
        values[name] = _convert(name, kinds[name], value, str(path))
    for variable, text in variables.items():
        if variable.startswith(PREFIX):
            name = variable[len(PREFIX) :].lower()
            if name not in kinds:
                near = difflib.get_close_matches(name, kinds, 1)
                hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""
                raise ConfigError(f"environment: unknown variable {variable}{hint}")
            values[name] = _convert(name, kinds[name], text, f"environment {variable}")
    return _judged(Config(**values))
