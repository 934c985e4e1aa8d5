# CreativeAI Studio. `make` lists what there is.
# Every target may be run at any time: it sets up what it needs, and says so when that takes a while.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help run dev build setup setup-test setup-training setup-bench test lint test-rust test-e2e test-api test-faults bench sqlx-prepare openapi train-upscaler train-scenes train-styles train-cutout train-separate

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

run: build ## Serve a release on STUDIO_ADDR (127.0.0.1:3000), its data in STUDIO_DATA (./data)
	@exec scripts/serve

dev: setup ## Serve a debug build; rebuild and restart it when a file changes
	@scripts/dev

build: setup ## Build a release without starting it
	@scripts/build --release

setup: ## Install what this machine lacks to build and run
	@scripts/setup run

setup-test: ## Install what it lacks to run the tests as well
	@scripts/setup test

setup-training: ## Install what it lacks to train the starter models (PyTorch: 6 GB)
	@scripts/setup train

setup-bench: ## Install what `make bench` compares with: diffusers, Optimum, Pillow, RQ (11 GB with PyTorch)
	@scripts/setup bench

test: setup-test setup-training ## Run every test there is
	@scripts/test

lint: setup-test ## Formatting, clippy for server and page, what the page depends on, shell scripts
	@scripts/test lint

test-rust: setup-test ## Unit and integration tests, each of the latter on a database of its own
	@scripts/test rust

test-e2e: setup-test ## The browser tests; screenshots are left in end2end/artefacts
	@scripts/test e2e

test-faults: setup-test ## Kill, pause and restart workers, servers and the database under load, at length; prints the numbers
	@scripts/test faults

test-api: setup-test ## Hold a server against its API document with schemathesis; not part of `make test`, takes minutes
	@scripts/test-api

bench: build ## Measure the server alone, under load, and beside what `make setup-bench` installed; PART=inference or load for one
	@scripts/bench $(PART)

sqlx-prepare: setup ## Check the queries against a fresh database and refresh .sqlx
	@scripts/sqlx-prepare

openapi: setup ## Write the API document to docs/openapi.json
	@scripts/openapi

train-upscaler: setup-training ## Train the starter upscaler, export it to models/ and print its scores; resumes where it stopped
	@target/training/bin/python -m training.upscaler all

train-scenes: setup-training ## Paint the scenes, train the starter text-to-image model, export and score it; resumes where it stopped
	@target/training/bin/python -m training.scenes all

train-styles: setup-training ## Write the starter styles to models/, measure them and draw their contact sheet
	@target/training/bin/python -m training.styles all

train-cutout: setup-training ## Fetch and make its pictures, train the starter cut-out, export and score it; resumes where it stopped
	@target/training/bin/python -m training.cutout all

train-separate: setup-training ## Make scenes, train the starter separation by clicks, export and score it; resumes where it stopped
	@target/training/bin/python -m training.separate all
