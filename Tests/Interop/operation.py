#!/usr/bin/env python3
"""operation.py BINARY: what an operator expects, through curl and h2load: TLS, HTTP/2, compression, reload, stopping."""

import gzip
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Scripts"))
from harness import DEADLINE, Process  # noqa: E402

OLD = {"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}
NEW = {"type": "object", "properties": {"token": {"type": "string"}, "color": {"type": "string"}}, "required": ["token"]}
JSON = ("-H", "content-type: application/json")
QUERY = '{"query":"{ kv_keys }"}'
failures = []


def check(name, found, holds):
    print(("ok    " if holds else "FAIL  ") + name, flush=True)
    if not holds:
        failures.append(name)
        print(f"      found {found!r}")


def curl(*arguments):
    done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", str(DEADLINE), *map(str, arguments)],
                          capture_output=True)
    return done.stdout if done.returncode == 0 else b"curl: " + done.stderr


def certificate(folder, name):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", folder / "new.key", "-out", folder / "new.pem"], check=True, capture_output=True)
    (folder / "new.key").replace(folder / "server.key")
    (folder / "new.pem").replace(folder / "server.pem")


def start(binary, folder, *sections):
    (folder / "model.json").write_text(json.dumps(OLD))
    (folder / "kvgraph.yaml").write_text("\n".join([
        "server:", "  port: 0", *sections, "apis:", "  - { namespace: kv, model: model.json, history: 5 }",
        "nats: { storeDir: store }", "log: { format: json }"]))
    process = Process([binary, "serve", str(folder / "kvgraph.yaml"), "--in-memory"])
    return process, process.wait_for(r"(https?://\S+)/graphql").group(1)


def load(name, url, body):
    if not shutil.which("h2load"):
        print(f"      {name}: not run, h2load (nghttp2-client) is not installed")
        return
    done = subprocess.run(["h2load", "-n", "2000", "-c", "4", "-m", "20", "-d", body, *JSON, url + "/graphql"],
                          capture_output=True, text=True, timeout=DEADLINE)
    check(name, done.stdout, "2000 succeeded, 0 failed" in done.stdout and "2000 2xx" in done.stdout)


def versions(folder, url, *tls):
    body = folder / "query.json"
    body.write_text(QUERY)
    for flag, version in (("--http1.1", "1.1"), ("--http2" if tls else "--http2-prior-knowledge", "2")):
        answer = curl(flag, *tls, *JSON, "-d", QUERY, "-w", " %{http_version}", url + "/graphql").decode()
        check(f"HTTP/{version} of {url.split(':')[0]}", answer, answer == '{"data":{"kv_keys":[]}} ' + version)
    load(f"h2load against {url.split(':')[0]}", url, body)


def secure(binary, folder):
    certificate(folder, "first")
    process, url = start(binary, folder, "  tls: { certificate: server.pem, key: server.key }")
    trust = ("--cacert", folder / "server.pem")
    versions(folder, url, *trust)
    check("TLS 1.1 is refused", None, curl("--tlsv1.0", "--tls-max", "1.1", *trust, url + "/healthz").startswith(b"curl: "))
    certificate(folder, "second")
    process.child.send_signal(signal.SIGHUP)
    process.wait_for("the certificate .* is read again")
    shown = subprocess.run(["openssl", "s_client", "-connect", url.removeprefix("https://"), "-servername", "localhost"],
                           stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    check("the renewed certificate is shown", shown[:200], "CN = second" in shown or "CN=second" in shown)
    check("it stops", process.seen[-3:], process.terminate() == 0)


def plain(binary, folder):
    process, url = start(binary, folder)
    versions(folder, url)
    whole = curl(url + "/schema.json")
    coded = curl("-H", "accept-encoding: gzip", url + "/schema.json")
    check("gzip", len(coded), len(coded) * 3 < len(whole) and gzip.decompress(coded) == whole)
    events = Process(["curl", "--silent", "--no-buffer", "--http2-prior-knowledge", *JSON, "-H", "accept: text/event-stream",
                      "-H", "accept-encoding: gzip", "-d", '{"query":"subscription { kv_watchAll { key } }"}', url + "/graphql"])
    put = 'mutation { kv_put(key: "a", value: {token: "t"}) { revision } }'
    curl(*JSON, "-d", json.dumps({"query": put}), url + "/graphql")
    check("events over HTTP/2", None, events.wait_for(r'^data: (.*)').group(1) == '{"data":{"kv_watchAll":{"key":"a"}}}')
    reload(process, folder, url)
    put = 'mutation { kv_put(key: "b", value: {token: "t"}) { revision } }'
    curl(*JSON, "-d", json.dumps({"query": put}), url + "/graphql")
    check("the subscription goes on after reloads", None,
          events.wait_for(r'^data: (.*)').group(1) == '{"data":{"kv_watchAll":{"key":"b"}}}')
    began = time.monotonic()
    check("it stops", process.seen[-3:], process.terminate() == 0 and time.monotonic() - began < 5)
    events.wait_for("^event: complete")
    lines = [json.loads(line) for line in process.seen if line.startswith("{")]
    check("every line of the log is an object", lines, bool(lines) and all({"time", "level", "message"} <= set(line) for line in lines))


def reload(process, folder, url):
    (folder / "model.json").write_text(json.dumps(NEW))
    process.child.send_signal(signal.SIGHUP)
    process.wait_for("reloaded: .*color")
    check("a new model is served", None, b"color" in curl(url + "/schema.graphql"))
    (folder / "model.json").write_text('{"type":')
    process.child.send_signal(signal.SIGHUP)
    reason = process.wait_for("the models in use stay: (.*)").group(1)
    check("a defect is named with its file", reason, re.search("model.json", reason))
    check("and changes nothing", None, b"color" in curl(url + "/schema.graphql"))


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for part in (plain, secure):
        with tempfile.TemporaryDirectory() as folder:
            part(binary, pathlib.Path(folder))
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main()
