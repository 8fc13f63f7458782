"""A command inside the transaction of an act: whole or not at all, and the act may go on after a refusal."""

# ruff: noqa: PT012 (the body of a command is what is refused)

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.engines.processes import models, rows
from tongban.engines.processes.tests.building import AT
from tongban.engines.processes.whole import Whole, database

pytestmark = pytest.mark.django_db(transaction=True)


class RefusedError(Exception):
    pass


def write(name: str) -> None:
    rows.add(models.Receipt, [{"message_id": name, "received": AT, "instance_id": None}])


def kept() -> list[str]:
    return sorted(models.Receipt.objects.values_list("message_id", flat=True))


def test_what_is_refused_inside_an_act_leaves_the_act_and_its_other_commands():
    with transaction.atomic():
        write("act")
        with Whole():
            write("first")
        with pytest.raises(RefusedError), Whole():
            write("second")
            with Whole():
                write("inside the second")
            raise RefusedError
        with Whole():
            with pytest.raises(RefusedError), Whole():
                write("inside the third")
                raise RefusedError
            write("third")
    assert kept() == ["act", "first", "third"]


def test_what_was_left_for_the_commit_goes_with_the_command_that_left_it():
    told: list[str] = []
    with transaction.atomic():
        with Whole():
            transaction.on_commit(lambda: told.append("first"))
        with pytest.raises(RefusedError), Whole():
            transaction.on_commit(lambda: told.append("second"))
            raise RefusedError
        with Whole():
            transaction.on_commit(lambda: told.append("third"))
    assert told == ["first", "third"]


def test_the_database_s_own_refusal_undoes_the_command_alone():
    with transaction.atomic():
        write("act")
        with pytest.raises(IntegrityError), Whole():
            write("more")
            write("act")
        assert kept() == ["act"]
    assert kept() == ["act"]


def test_a_command_whose_body_is_marked_as_lost_is_undone_without_a_word():
    with transaction.atomic():
        with Whole():
            write("lost")
            transaction.set_rollback(True)
        write("act")
    assert kept() == ["act"]


def test_a_command_of_its_own_is_a_transaction_and_leaves_no_connection_behind():
    with pytest.raises(RefusedError), Whole():
        assert connection.in_atomic_block
        write("alone")
        raise RefusedError
    assert kept() == []
    assert not connection.in_atomic_block
    assert database() is transaction.get_connection()


def test_whoever_listens_sees_the_savepoint():
    with transaction.atomic(), CaptureQueriesContext(connection) as seen, Whole():
        write("heard")
    assert [one["sql"].split()[0] for one in seen.captured_queries][:2] == ["SAVEPOINT", "INSERT"]
