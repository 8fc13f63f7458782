"""The full-text index behind one front: SQLite FTS5 and PostgreSQL tsvector, both as table `offers_index`.

The trigram tokenizer of FTS5 finds no two-character word, so each Chinese character is a word of its own and a query
is a phrase. Both branches index the words that `words.tokens` makes; neither database splits text itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tongban.services.offers.words import Term

COLUMNS = ("title", "keywords", "initials", "body")
WEIGHT = {"title": "A", "keywords": "B", "initials": "C", "body": "D"}
LAST = 12_000  # a tsvector knows positions up to 16,383
LETTER = "~"  # initials must not be found as one-letter words


def create(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the index; for the migration."""
    if editor.connection.vendor == "sqlite":
        editor.execute(
            "CREATE VIRTUAL TABLE offers_index USING fts5"
            "(title, keywords, initials, body, tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        editor.execute("CREATE TABLE offers_index (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
        editor.execute("CREATE INDEX offers_index_words ON offers_index USING gin (words)")


def drop(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE offers_index")


def put(row: int, texts: Mapping[str, Sequence[str]]) -> None:
    """Indexes a listing's words by column, in place of what was there."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM offers_index WHERE rowid = %s", [row])
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO offers_index (rowid, title, keywords, initials, body) VALUES (%s, %s, %s, %s, %s)",
                [row, *(" ".join(texts[column]) for column in COLUMNS)],
            )
        else:
            cursor.execute("INSERT INTO offers_index VALUES (%s, %s::tsvector)", [row, _vector(texts)])


def _vector(texts: Mapping[str, Sequence[str]]) -> str:
    places: dict[str, list[str]] = {}
    at = 0
    for column in COLUMNS:
        for word in texts[column]:
            at += 1
            if at <= LAST:
                known = LETTER + word if column == "initials" else word
                places.setdefault(known, []).append(f"{at}{WEIGHT[column]}")
        at += 5  # no phrase spans two columns
    return " ".join(f"{_quoted(word)}:{','.join(where[:200])}" for word, where in places.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True)
class Match:
    """SQL that yields the ids of listings which hold the terms, and its parameter."""

    sql: str
    parameter: str


def match(wanted: Iterable[Term], *, within: Sequence[str] = COLUMNS, every: bool = True) -> Match:
    """The ids of the listings in which all (or any) of the terms stand in the columns `within`."""
    if connection.vendor == "sqlite":
        joined = (" AND " if every else " OR ").join(_fts(term, within) for term in wanted)
        return Match("SELECT rowid FROM offers_index WHERE offers_index MATCH %s", joined)
    joined = (" & " if every else " | ").join(_tsquery(term, within) for term in wanted)
    return Match("SELECT rowid FROM offers_index WHERE words @@ %s::tsquery", joined)


def _fts(term: Term, within: Sequence[str]) -> str:
    words = " ".join(column for column in within if column != "initials")
    phrase = '"' + " ".join(term.words) + '"' + (" *" if term.prefix else "")
    found = f"({{{words}}} : {phrase})"
    if term.letters and "initials" in within:
        found = f'({found} OR ({{initials}} : "{" ".join(term.letters)}"))'
    return found


def _tsquery(term: Term, within: Sequence[str]) -> str:
    weights = "".join(WEIGHT[column] for column in within if column != "initials")
    marks = [weights] * (len(term.words) - 1) + [("*" if term.prefix else "") + weights]
    phrase = " <-> ".join(f"{_quoted(word)}:{mark}" for word, mark in zip(term.words, marks, strict=True))
    if term.letters and "initials" in within:
        letters = " <-> ".join(f"{_quoted(LETTER + letter)}:C" for letter in term.letters)
        return f"(({phrase}) | ({letters}))"
    return f"({phrase})"
