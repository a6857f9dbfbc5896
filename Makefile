# Targets and what they are for; `make` alone prints this list.
GO     ?= go
GOBIN  := $(shell $(GO) env GOPATH)/bin
FUZZ   ?= 30s
PKG    ?= ./...
ONLY   ?= Fuzz

.DEFAULT_GOAL := help
.PHONY: help build test test-all test-docker crash fuzz bench lint fmt

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./msxgate, static
	CGO_ENABLED=0 $(GO) build -trimpath -o msxgate ./cmd/msxgate

test: ## Run the tests; those whose client program is not installed skip by name
	$(GO) test ./...

test-all: ## The same with every client installed (integration/install), failing on a skip other than Docker's, and the crash tests
	./integration/install
	@log=$$(mktemp); MSXGATE_ALL=1 $(GO) test -count=1 -v ./... > $$log 2>&1; code=$$?; \
	grep -E '^(ok|FAIL|panic|--- FAIL| +--- FAIL)|_test.go:[0-9]+:' $$log | grep -E '^(ok|FAIL|panic)|FAIL' ; \
	if [ $$code -ne 0 ]; then cat $$log | tail -n 200; exit $$code; fi; \
	if grep -e '--- SKIP' $$log | grep -v Docker; then echo 'skipped, but nothing may be'; exit 1; fi
	MSXGATE_RELAY_STEPS=10000 $(GO) test -count=1 -timeout 10m -run TestRelayTransparency ./gateway
	$(MAKE) crash

test-docker: ## The suite before SQL Server 2019, 2022, 2022 Express and 2025 in containers; needs Docker
	$(GO) test -count=1 -timeout 2h -v -run TestDocker ./integration

crash: ## Kill servers with SIGKILL while jobs run, many rounds
	MSXGATE_CRASH=50 MSXGATE_CRASH_ROUNDS=50 $(GO) test -count=1 -timeout 20m -run 'TestKill|TestCrash' ./integration ./engine

# What a fuzzer finds is kept under testdata/fuzz and fails the second run; a fuzzer that only ran out of time does not.
fuzz: ## Fuzz each decoder and the parser, FUZZ=30s each; PKG=./tds and ONLY=FuzzRow narrow it
	@for p in $$($(GO) list $(PKG)); do \
	  for f in $$($(GO) test -list '^$(ONLY)' $$p | grep '^Fuzz'); do \
	    echo "== $$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZ) $$p || $(GO) test -count=1 -run "^$$f\$$" $$p || exit 1; \
	  done; \
	done

bench: ## Measure what the design budgets
	$(GO) test -run '^$$' -bench . -benchmem ./tsql ./engine ./integration

lint: ## Vet, staticcheck, gofumpt
	$(GO) vet ./...
	$(GOBIN)/staticcheck ./...
	@test -z "$$($(GOBIN)/gofumpt -l .)" || { $(GOBIN)/gofumpt -l .; exit 1; }

fmt: ## Format the code
	$(GOBIN)/gofumpt -w .
