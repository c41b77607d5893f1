"""Times Python's jsonschema on the model and value that ModelBenchmark wrote: python3 validator.py FOLDER"""

import json
import pathlib
import statistics
import sys
import time

import jsonschema

folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "model.json").read_text())
text = (folder / "value.json").read_text()
validator = jsonschema.Draft202012Validator(schema)
value = json.loads(text)
validator.validate(value)


def measure(name, body):
    times = []
    for _ in range(15):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    print(f"{name}: {statistics.median(times) * 1e6:.0f} us")


measure("validate it", lambda: validator.is_valid(json.loads(text)))
measure("validate it, parsed already", lambda: validator.is_valid(value))
