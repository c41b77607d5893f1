#!/usr/bin/env python3
"""interop.py BINARY [--python]: official and well-known clients against the embedded server, a real one, and the gateway on both.

nats-py, nats.go and libnats (the latter two where Debian's packages are there) run their checks against both servers;
then the data of the gateway is compared with nats-py's, its WebSocket is used through gql, its event streams through
curl -N, and TLS, HTTP/2, reload and stopping through curl and h2load. Exits with 1 if any of them fails, after all have run. With --python only the Python
parts run.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from harness import ROOT, Process, nats_server

INTEROP = ROOT / "Tests/Interop"
GOPATH = pathlib.Path("/usr/share/gocode")


def run(name, *arguments, environment=None):
    print(f"--- {name}", flush=True)
    done = subprocess.run([str(argument) for argument in arguments], env={**os.environ, **(environment or {})})
    return 0 if done.returncode == 0 else 1


def clients(server, url, only_python):
    failed = run(f"nats-py, {server}", sys.executable, INTEROP / "nats_py_kv.py", url)
    failed += run(f"control lines, {server}", sys.executable, INTEROP / "control_lines.py", url)
    if only_python:
        return failed
    if shutil.which("go") and (GOPATH / "src/github.com/nats-io/nats.go").is_dir():
        failed += run(f"nats.go, {server}", "go", "run", INTEROP / "go/main.go", url,
                      environment={"GO111MODULE": "off", "GOPATH": str(GOPATH)})
    else:
        print(f"--- nats.go, {server}: not run, Go or golang-github-nats-io-go-nats-dev is not installed")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "kv"
        built = shutil.which("cc") and subprocess.run(
            ["cc", "-o", program, INTEROP / "c/main.c", "-lnats"], stderr=subprocess.DEVNULL).returncode == 0
        if built:
            failed += run(f"libnats, {server}", program, url)
        else:
            print(f"--- libnats, {server}: not run, a C compiler or libnats-dev is not installed")
    return failed


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    only_python = "--python" in sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder, nats_server(folder) as real:
        embedded = Process([binary, "nats", "--port", "0", "--in-memory"])
        try:
            url = embedded.wait_for(r"(nats://\S+)").group(1)
            failed = clients("embedded server", url, only_python) + clients("nats-server", real, only_python)
        finally:
            embedded.terminate()
    for script in ("gateway_data.py", "websocket.py", "events.py", "operation.py"):
        failed += run(script, sys.executable, INTEROP / script, binary)
    print(f"interop: {failed} failed")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
