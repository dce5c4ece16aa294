import socket

import psycopg
import pytest

from tests.conftest import OutsideWorld, _refused


def test_another_machine_is_out_of_reach() -> None:
    with socket.socket() as outside, pytest.raises(OutsideWorld):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("example.org", 443)
    assert _refused == ["socket.connect '192.0.2.1'", "socket.getaddrinfo 'example.org'"]
    _refused.clear()


def test_this_machine_is_in_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_every_test_has_a_postgresql_of_its_own(postgres_url: str, postgres_server: str) -> None:
    assert postgres_url != postgres_server
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'peka%'")
        assert found.fetchone() == (0,)


def test_a_database_of_each_kind(database_url: str) -> None:
    assert database_url.partition(":")[0] in ("sqlite", "postgresql+psycopg")
