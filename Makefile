# The two commands: make run, make test. The others are for developers (CONTRIBUTING.md).
.DEFAULT_GOAL := help
.PHONY: bench-check cli-docs help run build test corpora format lint smoke interop interop-python cluster-test soak console-test bench bench-nats bench-paging bench-engine bench-micro bench-instructions bench-model bench-subscriptions profile clean bench-embedded

FORMATTED = Sources Tests Benchmarks/Sources Package.swift
BINARY = .build/release/kvgraph
MICROBENCHMARKS = .build/release/Microbenchmarks

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

run: build ## builds kvgraph and serves examples/token.json on the embedded NATS server
	@exec $(BINARY) serve --model examples/token.json --namespace kv --history 10

build: ## builds the release binary
	@Scripts/install-dependencies build
	swift build -c release --product kvgraph

test: ## installs what the tests need and runs them
	@Scripts/install-dependencies build test
	swift test

corpora: ## runs only the recorded corpora (KVGRAPH_CORPORA names their folder)
	@Scripts/install-dependencies build
	swift test --filter Corpus

format: ## formats the sources in place
	swift format --in-place --recursive $(FORMATTED)

lint: ## checks the format
	swift format lint --strict --recursive $(FORMATTED)

smoke: build ## runs every operation through the built command, on both servers
	@Scripts/install-dependencies test smoke
	python3 Scripts/cli_docs.py $(BINARY) --check
	python3 Scripts/smoke.py $(BINARY)
	python3 Scripts/commands.py $(BINARY)

cli-docs: build ## writes the commands' part of docs/cli.md from the parser
	python3 Scripts/cli_docs.py $(BINARY)

bench-check: build ## times kvgraph check over 100,000 values, on both servers
	@Scripts/install-dependencies test smoke
	Benchmarks/check-values $(BINARY)

interop: build ## runs nats-py, nats.go, libnats and gql against the embedded server and the gateway
	@Scripts/install-dependencies test smoke interop interop-native
	Scripts/with-python 'nats-py>=2.9' 'gql[websockets]>=3.5' -- Scripts/interop.py $(BINARY)

bench: build ## times the gateway beside Go, Node and C; ROUNDS (3), SECONDS (3), or QUICK=1 to try
	@Scripts/install-dependencies test bench
	python3 Benchmarks/compare-gateways $(BINARY) --rounds $(or $(ROUNDS),3) --seconds $(or $(SECONDS),3) $(if $(QUICK),--quick)

interop-python: build ## the Python part of make interop alone
	@Scripts/install-dependencies test smoke interop
	Scripts/with-python 'nats-py>=2.9' 'gql[websockets]>=3.5' -- Scripts/interop.py $(BINARY) --python

cluster-test: ## runs the tests of three replicas: nodes killed, paused and cut off (NATS_SERVER: 2.10 or newer)
	@Scripts/install-dependencies build
	Scripts/cluster-test

bench-nats: ## times the NATS client beside nats.go and libnats against one nats-server
	@Scripts/install-dependencies build test bench-nats
	swift build -c release --product NATSBenchmark
	@set -e; text=$$(Benchmarks/compare-nats .build/release/NATSBenchmark); echo "$$text" | Benchmarks/write-section nats

bench-paging: build ## times pages of a million keys; PAGING_SERVERS names the nats-server binaries
	@Scripts/install-dependencies test
	@set -e; text=$$(Benchmarks/paging $(BINARY) $(PAGING_SERVERS)); echo "$$text" | Benchmarks/write-section paging

bench-engine: ## times the GraphQL engine beside graphql-js and graphql-core
	@Scripts/install-dependencies build bench-engine
	swift build -c release --product Microbenchmarks
	@set -e; text=$$(Benchmarks/compare-engines $(MICROBENCHMARKS)); echo "$$text" | Benchmarks/write-section engine

bench-micro: ## times the steps of a request: engine, JSON, NATS frames, projection
	@Scripts/install-dependencies build
	swift build -c release --product Microbenchmarks
	$(MICROBENCHMARKS) Benchmarks/Queries

profile: build ## counts the instructions of one kv_get by module and function, under callgrind
	@Scripts/install-dependencies test bench bench-instructions
	@set -e; text=$$(Benchmarks/profile-get $(BINARY)); echo "$$text" | Benchmarks/write-section profile docs/performance.md

bench-model: ## times a large model and the validator of its values beside Ajv and jsonschema
	@Scripts/install-dependencies build bench-model
	swift build -c release --product ModelBenchmark
	@set -e; text=$$(Benchmarks/compare-validators .build/release/ModelBenchmark); \
	echo "$$text" | Benchmarks/write-section model docs/validation.md

soak: build ## kills and restarts NATS under mixed load and hostile clients for MINUTES (default 1)
	@Scripts/install-dependencies test smoke
	python3 Scripts/soak.py $(BINARY) $(or $(MINUTES),1)

bench-subscriptions: build ## runs 1,200 subscriptions at 200 puts a second for SECONDS (default 60), on both servers
	@Scripts/install-dependencies test smoke bench
	Benchmarks/subscriptions $(BINARY) $(or $(SECONDS),60)

bench-embedded: build ## times the embedded NATS server beside nats-server
	@Scripts/install-dependencies test
	Benchmarks/embedded-nats $(BINARY) | Benchmarks/write-section embedded

console-test: build ## drives the console in headless Chromium, on both servers
	@Scripts/install-dependencies test smoke interop browser
	Scripts/with-python selenium -- Tests/Console/console_test.py $(BINARY)

bench-instructions: ## compares instruction counts with Benchmarks/instructions.json; UPDATE=1 writes them there
	@Scripts/install-dependencies build bench-instructions
	swift build -c release --product Microbenchmarks
	Benchmarks/check-instructions $(if $(UPDATE),--update) $(MICROBENCHMARKS)

clean: ## removes what was built
	rm -rf .build .venv
