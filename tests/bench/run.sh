#!/bin/sh
# run - the host beside a bare echo, in figures: `run.sh BUILD [CALLS]`. It reports, with the bars
# beside; how fast a machine is today is no reason to fail.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
calls=${2:-3000}
. tests/e2e/common.sh

demo=$(demo_config)
tool=get_volume_ranking
args='{"count":10}'

# figure NAME VALUE BAR
figure() {
	printf '%-34s %10s %38s\n' "$1" "$2" "$3"
}

clean "$built/tests/bench" --calls "$calls" "$built/tests/echo" "$host" "$demo" $tool "$args" ||
	bad 'the bench runs' 'see above'
clean "$built/tests/bench" --unpinned --calls "$calls" "$built/tests/echo" "$host" "$demo" $tool "$args" ||
	bad 'the bench runs unpinned' 'see above'
if command -v valgrind >/dev/null 2>&1; then
	figure 'instructions per warm call' \
		"$(clean sh tests/bench/callgrind.sh "$built" "$demo" $tool "$args")" '<= 25000'
fi
: >"$home/count"
figure 'allocations per warm call' "$(clean "$built/tests/calls" --counter "$home/count" $tool "$args" 1000 \
	env LD_PRELOAD="$built/tests/preload_count.so" PRELOAD_COUNT_FILE="$home/count" \
	"$host" --config "$demo")" '0'
ok 'the benches ran'
