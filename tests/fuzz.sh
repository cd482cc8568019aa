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

failed=0
for target in $wanted; do
	mkdir -p "build/fuzz/corpus/$target" "build/fuzz/found/$target" "tests/fuzz/seeds/$target"
	if "$build/tests/${target}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-max_len=65536 -print_final_stats=1 -artifact_prefix="build/fuzz/found/$target/" \
		"build/fuzz/corpus/$target" "tests/fuzz/seeds/$target" \
		>"build/fuzz/$target.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$target.log")
		echo "ok - fuzz $target for ${seconds}s, $runs inputs"
	else
		failed=1
		echo "not ok - fuzz $target: $(grep -m 1 -E 'ERROR|SUMMARY' "build/fuzz/$target.log")" \
			"(build/fuzz/$target.log)"
	fi
done
exit $failed
