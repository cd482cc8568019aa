#!/bin/sh
# fuzz - runs one fuzz target, or all, for some seconds each: `sh tests/fuzz.sh TARGET|all SECONDS`.
# New inputs are kept in build/fuzz/corpus; what breaks a target lies in build/fuzz/found.
set -u
cd "$(dirname "$0")/.." || exit 1

build=build/test-fuzz
wanted=${1:-}
seconds=${2:-60}

targets=$(for f in tests/fuzz/*_fuzz.c; do [ -f "$f" ] && basename "$f" _fuzz.c; done)
[ "$wanted" = all ] && wanted=$targets
if [ -z "$wanted" ]; then
	echo "usage: sh tests/fuzz.sh TARGET|all SECONDS; targets: $(echo $targets)" >&2
	exit 2
fi

mkdir -p "$build" build/fuzz/corpus build/fuzz/found
if ! { CC=clang cmake -S . -B "$build" -G Ninja -DFUZZ=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo &&
	ninja -C "$build" $(printf '%s_fuzz ' $wanted); } >build/fuzz/build.log 2>&1; then
	tail -n 20 build/fuzz/build.log >&2
	echo "fuzz: the targets do not build (build/fuzz/build.log); targets: $(echo $targets)" >&2
	exit 1
fi

# fuzz_one TARGET: leaves build/fuzz/TARGET.failed when it broke.
fuzz_one() {
	mkdir -p "build/fuzz/corpus/$1" "build/fuzz/found/$1" "tests/fuzz/seeds/$1"
	rm -f "build/fuzz/$1.failed"
	if "$build/tests/${1}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-max_len=65536 -print_final_stats=1 -artifact_prefix="build/fuzz/found/$1/" \
		"build/fuzz/corpus/$1" "tests/fuzz/seeds/$1" >"build/fuzz/$1.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$1.log")
		echo "ok - fuzz $1 for ${seconds}s, $runs inputs"
	else
		: >"build/fuzz/$1.failed"
		echo "not ok - fuzz $1: $(grep -m 1 -E 'ERROR|SUMMARY' "build/fuzz/$1.log")" \
			"(build/fuzz/$1.log)"
	fi
}

# As many at once as there are cores.
cores=$(nproc)
running=0
for target in $wanted; do
	fuzz_one "$target" &
	running=$((running + 1))
	[ $((running % cores)) -ne 0 ] || wait
done
wait

for target in $wanted; do
	[ ! -f "build/fuzz/$target.failed" ] || exit 1
done
exit 0
