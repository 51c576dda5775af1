# setup: install what is missing. build: the native binary. up, down: a one-node cluster here. test: everything. check: format, tidy, unit tests.
.PHONY: setup build up down test check bench clean

sudo := $(shell [ "$$(id -u)" = 0 ] || echo 'sudo -E')
# Without clang, gcc links the native binary.
linker := $(shell command -v clang >/dev/null 2>&1 && echo clang || echo gcc)

setup:
	@eng/setup.sh

build:
	@dotnet publish apps/kubesharp/kubesharp.csproj -c Release -o artifacts -p:CppCompilerAndLinker=$(linker) --nologo -v quiet -nodeReuse:false
	@ls -l artifacts/kubesharp | awk '{ printf "build: artifacts/kubesharp, %.1f MB\n", $$5 / 1000000 }'

up: setup build
	@$(sudo) artifacts/kubesharp start

down:
	@if [ -x artifacts/kubesharp ]; then $(sudo) artifacts/kubesharp delete --all; else echo "down: nothing was built, so nothing runs"; fi

test:
	@eng/test.sh

check:
	@eng/test.sh --unit

bench: build
	@eng/bench.sh

clean:
	@rm -rf artifacts
	@find . \( -name bin -o -name obj -o -name TestResults \) -type d -prune -exec rm -rf {} +
