#!/bin/sh
# run - builds everything and runs every test: `sh tests/run.sh [--full] [--only PART]...`.
#
# Parts: rules gcc clang asan tsan fuzz conformance referee clients inspector http httpdiff
# hostile faults marketfaults upstream recorded sync store reload find readme reference soak load
# bench.
# --full takes longer: a million hostile lines, 100,000 streams of requests, a minute of fuzzing per
# target, every fault on every call, 200 kills, 500 random questions, 30 simulated days, 64 clients
# with 20,000 calls each. What each part said stays in build/test-results. Ends with one line:
# N passed, N failed.
set -u
cd "$(dirname "$0")/.." || exit 1

all='rules gcc clang asan tsan fuzz conformance referee clients inspector http httpdiff hostile faults'
all="$all marketfaults upstream recorded sync store reload find readme reference soak load bench"
parts=
full=
while [ $# -gt 0 ]; do
	case "$1" in
	--full) full=1 ;;
	--only)
		shift
		parts="$parts ${1:-}"
		;;
	*)
		echo "usage: sh tests/run.sh [--full] [--only PART]...; parts: $all" >&2
		exit 2
		;;
	esac
	shift
done
for part in $parts; do
	case " $all " in
	*" $part "*) ;;
	*)
		echo "there is no part \"$part\"; parts: $all" >&2
		exit 2
		;;
	esac
done
[ -n "$parts" ] || parts=$all

results=build/test-results
gcc_build=build/test-gcc
host=$gcc_build/bin/mcp-volume-ranking
jobs=$(nproc)
passed=0
failed=0
skipped=0

. tests/node.sh

# ---- Builds. ----

# build DIRECTORY COMPILER OPTIONS...
build() {
	dir=$1
	compiler=$2
	shift 2
	mkdir -p "$dir"
	if { CC=$compiler cmake -S . -B "$dir" -G Ninja -DBUILD_TESTS=ON "$@" && ninja -C "$dir" -j "$jobs"; } \
		>"$dir/build.log" 2>&1; then
		echo "ok - $compiler builds without a warning $*"
	else
		echo "not ok - $compiler builds without a warning $*: see $dir/build.log"
		grep -E 'error:|FAILED|undefined reference' "$dir/build.log" | head -n 20 | sed 's/^/# /'
		return 1
	fi
}

# unit DIRECTORY COMPILER OPTIONS...: builds and runs every test program.
unit() {
	build "$@" || return
	rm -f "$1/Testing/Temporary/LastTest.log"
	CMOCKA_MESSAGE_OUTPUT=TAP $calm ctest --test-dir "$1" -j "$jobs" --timeout 600 --no-tests=error \
		>"$1/ctest.log" 2>&1
	if [ -f "$1/Testing/Temporary/LastTest.log" ]; then
		awk -f tests/ctest.awk "$1/Testing/Temporary/LastTest.log"
	else
		echo "not ok - the tests run: $(tail -n 1 "$1/ctest.log")"
	fi
}

# The build that scripts look at; made once a run.
plain() {
	[ -z "${plain_made:-}" ] || return 0
	build $gcc_build gcc >"$results/plain.log" && plain_made=1 && return 0
	cat "$results/plain.log"
	return 1
}

# ---- Parts. Each prints one line for each check. ----

calm=
part_gcc() { unit $gcc_build gcc; }
part_clang() { unit build/test-clang clang; }
part_asan() {
	ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
		unit build/test-asan gcc -DSANITIZE=address
}
part_tsan() {
	# Where addresses are spread widely, the thread sanitizer cannot place its shadow.
	if [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)" -gt 28 ] && setarch -R true; then
		calm='setarch -R'
	fi
	TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 unit build/test-tsan gcc -DSANITIZE=thread
	calm=
}
part_rules() { plain && sh tests/rules/run.sh $gcc_build; }
part_fuzz() { sh tests/fuzz.sh all "$([ -n "$full" ] && echo 60 || echo 6)" 2>&1; }
part_conformance() {
	plain || return
	if ! node_ready; then
		echo "ok - conformance # SKIP $node_why"
		return
	fi
	MCP_TEST_NODE=$node_home "$node" tests/conformance/validate.mjs "$PWD/$host" \
		"$PWD/$gcc_build/fixtures" "$PWD/../shared/mcp-schema" 2>&1
	# 3: it came to its end, and some checks failed.
	case $? in
	0 | 3) ;;
	*) echo "not ok - the conversations come to their end: see $results/conformance.log" ;;
	esac
}
part_referee() { plain && sh tests/conformance/run.sh $gcc_build 2>&1; }
part_clients() { plain && sh tests/e2e/clients.sh $gcc_build 2>&1; }
part_inspector() { plain && sh tests/e2e/inspector.sh $gcc_build; }
part_http() { plain && sh tests/e2e/http.sh $gcc_build; }
part_hostile() { plain && sh tests/e2e/hostile.sh $gcc_build "$([ -n "$full" ] && echo 1000000 || echo 100000)"; }
part_httpdiff() { plain && sh tests/e2e/http_diff.sh $gcc_build "$([ -n "$full" ] && echo 100000 || echo 10000)"; }
part_faults() { plain && sh tests/e2e/faults.sh $gcc_build; }
part_marketfaults() {
	plain || return
	$gcc_build/tests/marketfaults $([ -n "$full" ] && echo --full) 2>&1
	# 1: it came to its end, and some cases were wrong.
	case $? in
	0 | 1) ;;
	*) echo "not ok - the cases come to their end: see $results/marketfaults.log" ;;
	esac
}
part_upstream() { plain && sh tests/e2e/upstream.sh $gcc_build; }
part_recorded() { plain && sh tests/e2e/recorded.sh $gcc_build; }
part_sync() { plain && sh tests/e2e/sync.sh $gcc_build "$([ -n "$full" ] && echo 200 || echo 8)"; }
part_store() { plain && sh tests/e2e/store.sh $gcc_build "$([ -n "$full" ] && echo 200 || echo 20)"; }
part_reload() { plain && sh tests/e2e/reload.sh $gcc_build "$([ -n "$full" ] && echo 5000 || echo 500)"; }
part_find() { plain && sh tests/e2e/find.sh $gcc_build; }
part_readme() { plain && sh tests/e2e/readme.sh $gcc_build; }
part_reference() {
	plain || return
	sh tests/reference/run.sh $gcc_build \
		$([ -n "$full" ] && echo --questions 500 --moments 18 --seconds 900) 2>&1
}
part_soak() { plain && sh tests/e2e/soak.sh $gcc_build "$([ -n "$full" ] && echo full)"; }
part_load() { plain && sh tests/e2e/http_load.sh $gcc_build "$([ -n "$full" ] && echo 20000 || echo 1000)"; }
part_bench() {
	plain || return
	sh tests/bench/run.sh $gcc_build
	sh tests/bench/http.sh $gcc_build ${full:+--full}
	sh tests/bench/market.sh $gcc_build ${full:+--full}
}

# ---- One after another. ----

count() {
	grep -c "$1" "$2"
}

# run_part NAME: runs it, counts its lines, shows what is not well.
run_part() {
	log=$results/$1.log
	began=$(date +%s)
	"part_$1" >"$log" 2>&1
	status=$?
	# A shell that stumbles ends with 2, a killed one above 128: what it said is not all.
	if [ $status -eq 2 ] || [ $status -gt 125 ]; then
		echo "not ok - $1 comes to its end: exit code $status, see $log" >>"$log"
	fi
	bad=$(count '^not ok' "$log")
	skips=$(count '^ok.* # SKIP' "$log")
	good=$(($(count '^ok' "$log") - skips))
	if [ $((good + bad + skips)) -eq 0 ]; then
		echo "not ok - $1: it said nothing that counts" >>"$log"
		bad=1
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
	skipped=$((skipped + skips))
	printf '%-12s %4d passed, %d failed, %d skipped (%d s)\n' "$1" "$good" "$bad" "$skips" \
		$(($(date +%s) - began))
	grep -E '^not ok|^ok.* # SKIP' "$log" | cut -c 1-400 | sed 's/^/    /'
	# What a failure says beside its line; for the bench, its table.
	if [ "$1" = bench ]; then
		grep -v '^ok' "$log"
	elif [ "$bad" -gt 0 ]; then
		grep '^# ' "$log" | head -n 15 | cut -c 1-400 | sed 's/^/      /'
	fi
}

sh packaging/deps.sh test || {
	echo '0 passed, 1 failed'
	exit 1
}
mkdir -p $results
for part in $parts; do
	run_part "$part"
done
if [ $skipped -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
