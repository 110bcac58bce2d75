# Each target sets up what it needs; a second run downloads nothing.
SHELL := /bin/bash
export PKG_CONFIG_PATH := $(CURDIR)/.libtorch:$(PKG_CONFIG_PATH)
# The same flags for all, so that no target builds again what another has built. `swift test` would add
# -enable-testing by itself, in another place among the arguments of the compiler.
FLAGS = -c release --explicit-target-dependency-import-check error -Xswiftc -enable-testing
SWIFT_BUILD = swift build $(FLAGS)
SWIFT_TEST = swift test $(FLAGS) --disable-testable-imports
LONGTAIL = .build/release/longtail

.PHONY: setup build test documentation separate examples fuzz field reliability two-hosts gpu-check check-lift demo benchmark benchmark-calibration benchmark-size benchmark-files benchmark-loading benchmark-neighbours benchmark-scaling benchmark-transformer table-traffic-signs table-sade official-methods table-methods train-tables fidelity simulation simulation-priors simulation-choice choice-runs lint format clean

setup:
	@bash Scripts/setup.sh

build: setup
	$(SWIFT_BUILD) --product longtail

test: setup
	$(SWIFT_TEST)

# Somebody else's package that imports Calibration: builds without LibTorch, and its tests run.
separate:
	bash Scripts/separate_package.sh

# The packages in Examples/, built and run as a newcomer would; EXAMPLES="OwnReport" takes some of them.
examples: setup
	bash Scripts/examples.sh $(EXAMPLES)

# A minute for each reader of files; those that break one are kept in fuzz-findings/.
fuzz: setup
	$(SWIFT_BUILD) --product ReaderFuzzer
	.build/release/ReaderFuzzer --seconds 60

# Public bug reports, recreated: FIELD_REPORTS names the folder with their unpacked inputs.
field: build
	python3 Tests/FieldReports/run.py $(LONGTAIL) $(FIELD_REPORTS)

# Kills, signals, full disks, closed streams, damaged and hostile files, at other random moments each time.
# OPTIONS="--tries 40 --only kills --seed 7" repeats, narrows or lengthens a round.
reliability: build
	python3 Tests/Reliability/attack.py $(LONGTAIL) $(OPTIONS)

# Two network namespaces as two machines, which train together; needs root on Linux, and is skipped without.
two-hosts: build
	python3 Scripts/two_hosts.py $(LONGTAIL) $(OPTIONS)

# What a CUDA machine can show, in under 8 minutes; OPTIONS=--cpu tries the script on the CPU.
gpu-check: build
	bash Scripts/gpu_check.sh $(OPTIONS) $(LONGTAIL)

# LIFT with a random ViT on CIFAR-100-LT's first 20 classes: kills change no bit, checkpoints hold adapters alone; a few
# minutes. LONGTAIL_DATA names the folder with cifar100/. OPTIONS="--epochs 2 --size 32 --blocks 1" is a short look.
check-lift: build
	PYTHONPATH="$(CURDIR)/.libtorch/python$${PYTHONPATH:+:$$PYTHONPATH}" \
	  $${PYTHON:-python3} Scripts/lift_check.py $(LONGTAIL) $(OPTIONS)

demo: build
	bash Scripts/demo.sh $(LONGTAIL)

benchmark: build benchmark-calibration
	bash Benchmarks/run.sh training $(LONGTAIL)

# OPTIONS="--only fit-scipy --rounds 1" measures one row again; benchmark.json keeps the others.
benchmark-calibration:
	bash Benchmarks/run.sh calibration $(OPTIONS)

# At 50,000 × 1,000 and 24,426 × 8,142 beside scikit-learn, probmetrics, PyTorch, TorchCP and MAPIE; those that cannot be
# installed are named. OPTIONS as above.
benchmark-size:
	bash Benchmarks/run.sh size $(OPTIONS)

# ViT-S/16 beside PyTorch: forward, a step of adapters, features of JPEG files.
benchmark-transformer: build
	bash Benchmarks/run.sh transformer $(LONGTAIL)

# Traffic signs: frozen features beside a network from scratch and scikit-learn, as a table of Markdown. LONGTAIL_DATA
# names the folder with imagefolder/gtsrb-1per-track and pretrained/. OPTIONS="--seeds 10" takes ten seeds in place of three.
table-traffic-signs: build
	bash Benchmarks/run.sh traffic-signs $(LONGTAIL) $(OPTIONS)

# SADE's test-time weights beside equal ones on shifted test sets of its own runs, as a table of Markdown; fails where they
# are not ahead. LONGTAIL_DATA names the folder with cifar100/. OPTIONS="--epochs 200 --seeds 3" is the published length.
table-sade: build
	bash Benchmarks/run.sh sade $(LONGTAIL) $(OPTIONS)

# Six methods by their authors' own code beside longtail's, ten epochs and two seeds each, as a table of Markdown: hours on
# the CPU, and resumable. CLONES names the folder with clones of the repositories that Benchmarks/official_methods.py names,
# LONGTAIL_DATA the one with cifar100/. What has finished is kept in Documentation/results/official. Fails where the two are too
# far apart. OPTIONS="--methods ldam-drw,cmo" takes some.
official-methods: build
	bash Benchmarks/run.sh official $(LONGTAIL) "$(CLONES)" --results Documentation/results/official $(OPTIONS)

# Every method that trains from scratch, ten epochs each, as a table of Markdown: hours on the CPU, resumable, kept in
# Documentation/results/. LONGTAIL_DATA names the folder with cifar100/.
table-methods: build
	python3 Scripts/train_methods.py --longtail $(LONGTAIL) --data cifar100:$(LONGTAIL_DATA)/cifar100 $(OPTIONS)

# The published tables' main cells at full length, one after the other: nights, not minutes, and resumable. LONGTAIL_DATA
# names the folder with cifar100/ and mnist/. Writes Documentation/results/ and Documentation/fidelity.md.
train-tables: build
	bash Scripts/train_tables.sh $(LONGTAIL) $(OPTIONS)

# Documentation/fidelity.md from Documentation/results/, in a second.
fidelity: build
	$(LONGTAIL) list tables --results Documentation/results --format markdown > Documentation/fidelity.md.new
	mv Documentation/fidelity.md.new Documentation/fidelity.md

# Reading tables; OPTIONS="--before OTHER/.build/release/longtail" takes another build in turns.
benchmark-files: build
	bash Benchmarks/run.sh files $(OPTIONS)

# Decoding and framing pictures; OPTIONS="--count 2000 --minutes 10" is a short look.
benchmark-loading: build
	bash Benchmarks/run.sh loading $(OPTIONS)

# Training alone and beside busy processes; the machine should have nothing else to do.
benchmark-neighbours: build
	bash Benchmarks/run.sh neighbours $(OPTIONS)

# One process with two threads beside two processes with one each, and how long reductions take.
benchmark-scaling: build
	bash Benchmarks/run.sh scaling $(OPTIONS)

# How often intervals hold the true value: writes Documentation/intervals.md, and fails under 93 %.
simulation:
	swift build -c release --package-path Benchmarks --scratch-path .build-benchmark/swift \
	  --product IntervalSimulation
	.build-benchmark/swift/release/IntervalSimulation > .build-benchmark/intervals.md
	mv .build-benchmark/intervals.md Documentation/intervals.md

# The same for estimated class priors: writes Documentation/prior-intervals.md, and fails under 93 %.
simulation-priors:
	swift build -c release --package-path Benchmarks --scratch-path .build-benchmark/swift \
	  --product PriorSimulation
	.build-benchmark/swift/release/PriorSimulation > .build-benchmark/prior-intervals.md
	mv .build-benchmark/prior-intervals.md Documentation/prior-intervals.md

# What a run's choice of its calibrator costs, over resamples of real outputs; DATA names the folder with them. Prints
# a table, and fails where the choice costs too much.
simulation-choice:
	swift build -c release --package-path Benchmarks --scratch-path .build-benchmark/swift \
	  --product ChoiceSimulation
	.build-benchmark/swift/release/ChoiceSimulation $(DATA)

# The same in ten short runs on CIFAR-100-LT, whose folder DATA names; goes on where it was stopped. OPTIONS="--epochs 2"
# is a short look.
choice-runs: build
	python3 Benchmarks/choice_runs.py --longtail $(LONGTAIL) --data cifar100:$(DATA) $(OPTIONS)

# The DocC pages of the three libraries with a tutorial, as static sites below .build-documentation; a warning,
# such as a link to nothing, is an error.
documentation: setup
	mkdir -p .build-documentation
	for target in Calibration Torch LongTail; do \
	  swift package --allow-writing-to-directory .build-documentation \
	    generate-documentation --target $$target --warnings-as-errors \
	    --output-path .build-documentation/$$target || exit 1; \
	done

lint:
	swift format lint --strict --recursive Sources Tests Examples Package.swift
	python3 Scripts/folder_order.py
	python3 Scripts/tutorial_code.py
	python3 Scripts/public_documentation.py
	python3 Scripts/test_names.py
	bash Scripts/clang_format.sh --check

format:
	swift format --in-place --recursive Sources Tests Examples Package.swift
	bash Scripts/clang_format.sh

clean:
	rm -rf .build runs/demo
