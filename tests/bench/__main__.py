"""What script/bench runs: a database of its own, a large plan in it, and what its pages or its report take."""

import argparse
import os

import django


def main() -> None:
    asked = _arguments()
    os.environ["BENCH_RUN"] = str(os.getpid())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()

    from django.db import connection  # noqa: PLC0415 -- these need Django to be set up

    from tests.bench import measure  # noqa: PLC0415

    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        (measure.paper if asked.pdf else measure.pages)(asked)
    finally:
        connection.close()
        connection.creation.destroy_test_db(before, verbosity=0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("script/bench", description="Requests a second of the pages that matter most.")
    parser.add_argument("--actions", type=_number(1, 5000), default=200, help="actions of the plan (200)")
    parser.add_argument("--updates", type=_number(1, 60), default=24, help="updates of each (24)")
    parser.add_argument("--seconds", type=_number(1, 60), default=2, help="for each page in each of three rounds (2)")
    parser.add_argument("--seed", type=int, default=1, help="other data of the same size")
    parser.add_argument("--pdf", action="store_true", help="the report's PDF instead, beside Chromium's print of it")
    return parser.parse_args()


def _number(lowest: int, highest: int):
    def number(text: str) -> int:
        if not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"must be from {lowest} to {highest}")
        return int(text)

    return number


if __name__ == "__main__":
    main()
