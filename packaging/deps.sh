#!/bin/sh
# deps - installs the Debian packages that are missing: `deps.sh build` or `deps.sh test`.
# Says nothing when nothing is missing.
set -eu

# One package a word; "a|b": either will do, `a` is what gets installed.
build='gcc libc6-dev cmake ninja-build pkgconf|pkg-config libuv1-dev libjson-c-dev libyaml-dev
	libcurl4-openssl-dev|libcurl4-gnutls-dev libzip-dev libsqlite3-dev
	libsodium-dev ca-certificates'
test='libcmocka-dev libssl-dev clang libclang-rt-dev|libclang-rt-14-dev clang-tidy clang-format valgrind
	shellcheck wrk curl nginx-light|nginx-core|nginx'

die() {
	printf '%s\n' "$1" >&2
	exit 1
}

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Prints what is missing of the packages given.
missing() {
	for wanted in "$@"; do
		found=
		for name in $(printf '%s' "$wanted" | tr '|' ' '); do
			if installed "$name"; then
				found=1
			fi
		done
		[ -n "$found" ] || printf '%s ' "${wanted%%|*}"
	done
}

# Runs a command as root; its output is shown only when it does not succeed.
as_root() {
	log=$(mktemp)
	if [ "$(id -u)" = 0 ]; then
		"$@" >"$log" 2>&1 && { rm -f "$log"; return 0; }
	else
		# shellcheck disable=SC2024 # the log is ours, not root's
		sudo "$@" >"$log" 2>&1 && { rm -f "$log"; return 0; }
	fi
	tail -n 15 "$log" >&2
	rm -f "$log"
	return 1
}

case "${1:-}" in
build) wanted=$build ;;
test)
	wanted="$build $test"
	# Any Node with npm will do; Debian's is taken when there is none.
	command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
	;;
*) die 'usage: deps.sh build|test' ;;
esac

command -v dpkg-query >/dev/null 2>&1 ||
	die "this is not Debian; install what these packages hold, then build with cmake: $(echo $wanted)"

# shellcheck disable=SC2086
list=$(missing $wanted)
[ -n "$list" ] || exit 0

printf 'Installing packages: %s\n' "$list"
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null 2>&1 ||
		die "packages are missing and there is no sudo; as root run: apt-get install -y $list"
	sudo -v || die "packages are missing and sudo refused; as root run: apt-get install -y $list"
fi
as_root apt-get update -q ||
	die "apt-get cannot read its package lists (above); check the network, then run this again"
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -q \
	--no-install-recommends $list ||
	die "apt-get could not install: $list(its words are above); mend that, then run this again"
