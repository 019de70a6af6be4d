"""`python -m tests.frame.served.start PORT`: what `sluitend serve` does, without a login link."""

import sys

import django

django.setup()

from sluitend.errors import InputError  # noqa: E402
from sluitend.work.supervisor import serve  # noqa: E402


def main(port: int) -> int:
    """Serve; an InputError's code goes to stdout."""
    try:
        return serve(port=port, on_ready=lambda address: print(f"READY {address}", flush=True))
    except InputError as error:
        print(f"ERROR {error.code}", flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
