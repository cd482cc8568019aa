#!/bin/sh
# soak - the market service over simulated days, the host over an opening: `soak.sh BUILD [full]`.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
full=${2:-}
. tests/e2e/common.sh

# days DAYS FIRST EVERY: one run; what it says are lines of this test already.
days() {
	"$built/tests/soak" "$@"
	# 1: it came to its end, and some checks failed.
	case $? in
	0 | 1) ;;
	*) bad "$1 days from $2 come to their end" 'it was killed or could not begin' ;;
	esac
}

if [ -n "$full" ]; then
	# Four weekends, Christmas, the year's last day, New Year, the first day that opens at ten.
	days 30 20261207 1
	days 3 20261118 4
else
	days 3 20270103 30
fi

# The program itself, seconds before an opening.
boundary=$(config boundary <<-END
	locale: en
	state_dir: $home/state
	kis: {environment: demo, demo_clock: "2026-11-24T08:59:54+09:00"}
	tools: {volume: {}}
END
)
said=$(clean "$built/tests/boundary" "$host" --config "$boundary" serve)
code=$?
printf '%s\n' "$said"
same 'the host answers on over an opening, each time with the session of its figures' 0 "$code"
