#!/usr/bin/env python3
"""control_lines.py URL: sends well-formed and malformed protocol lines to a server, each on a connection of its own, and
compares the answers byte by byte with those recorded from nats-server 2.9.10. Exits with 1 on a difference.

What the embedded server does otherwise on purpose is in the recording beside the real answer: either is right for it.
"""

import json
import pathlib
import re
import socket
import sys

RECORDING = pathlib.Path(__file__).resolve().parent.parent / "EmbeddedNATSTests/Fixtures/control-lines.jsonl"
DEADLINE = 5.0
EXCESS = 0.005  # how long to look for bytes behind the expected ones


def text_bytes(text):
    """One character is one byte; {a*5000} stands for 5,000 letters."""
    return re.sub(r"\{(.)\*(\d+)\}", lambda found: found[1] * int(found[2]), text).encode("latin-1")


def exchange(address, sent, length, ends):
    """What the server answers after INFO, its own PINGs left out, and whether it closed the connection."""
    answer, closed = b"", False
    with socket.create_connection(address) as connection:
        connection.settimeout(DEADLINE)
        stream = b""
        while b"\r\n" not in stream:
            stream += connection.recv(65536)
        try:
            connection.sendall(sent)
            while not closed:
                connection.settimeout(EXCESS if len(answer) >= length and not ends else DEADLINE)
                data = connection.recv(65536)
                answer = (answer + data).replace(b"PING\r\n", b"")
                closed = not data
        except TimeoutError:
            pass
        except ConnectionError:
            closed = True
    # nats-server 2.11 and newer name the subject that nobody listens on.
    answer = re.sub(rb"HMSG (\S+) (\S+) \d+ \d+\r\nNATS/1.0 503\r\nNats-Subject: [^\r]*\r\n",
                    rb"HMSG \1 \2 16 16\r\nNATS/1.0 503\r\n", answer)
    return answer, closed


def main():
    host, port = sys.argv[1].removeprefix("nats://").rsplit(":", 1)
    count = failed = 0
    for line in RECORDING.read_text().splitlines():
        case = json.loads(line)
        expected = [text_bytes(case[name]) for name in ("out", "embedded") if name in case]
        answer, closed = exchange((host, int(port)), text_bytes(case["in"]), min(map(len, expected)), case["closed"])
        count += 1
        if answer not in expected or closed != case["closed"]:
            failed += 1
            print(f"FAIL  {case['in']!r}\n  expected: {expected!r}, closed: {case['closed']}"
                  f"\n  actual:   {answer!r}, closed: {closed}")
    print(f"{count} control lines, {failed} answered otherwise")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
