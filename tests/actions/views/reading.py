"""How a test reads a page, and how it lets somebody else be quicker."""

from contextlib import contextmanager

from django.db import connection


def text_of(page) -> str:
    """The page's markup with every run of spaces and line ends made one space."""
    return " ".join(page.content.decode().split())


@contextmanager
def just_before_the_service(act):
    """Somebody else acts once the page has asked all it asks, and before the service locks its row."""
    waiting = [act]

    def first_of_all(execute, sql, params, many, context):
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(first_of_all):
        yield
    assert not waiting
