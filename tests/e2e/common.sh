# common - a home of its own for a script's runs of the host. Sourced, in the root; $built is a build.

. tests/support/check.sh

built=$(cd "$built" && pwd) || exit 1
host=$built/bin/mcp-volume-ranking
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 1' INT TERM

# What a test's key looks like; no output may ever show it.
test_key=PSTESTKEYabcdefghijklmnopqrstuvwx012
test_secret='TESTSECRETzyxwvutsrqponmlkjihgfedcba9876543210+/='

# config NAME: writes standard input as a config; prints its path.
config() {
	cat >"$home/$1.yaml"
	printf '%s\n' "$home/$1.yaml"
}

# The demo market at a fixed time, nothing kept from one run to another.
demo_config() {
	config demo <<-END
		locale: en
		state_dir: $home/state
		kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
		cache: {fresh: 3600s, keep: 7200s}
		tools: {volume: {}}
	END
}

# clean COMMAND...: runs it in an environment that holds nothing of this machine.
clean() {
	env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 $extra "$@"
}
extra=

# run LIMIT_S ARGUMENTS...: runs the host; sets $code, $out, $err.
run() {
	limit=$1
	shift
	clean timeout -k 2 "$limit" "$host" "$@" >"$home/out" 2>"$home/err" </dev/null
	code=$?
	out=$(cat "$home/out")
	err=$(cat "$home/err")
}

# one_sentence NAME CODE PATTERN: how the last run must have ended.
one_sentence() {
	if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
		bad "$1" 'it did not end in time'
	elif [ "$code" -ne "$2" ]; then
		bad "$1" "exit code $code instead of $2: $err"
	elif [ "$(printf '%s\n' "$err" | grep -vc '^see mcp-volume-ranking --help$')" -ne 1 ] || [ -z "$err" ]; then
		bad "$1" "not one line: $(printf '%s' "$err" | tr '\n' ';')"
	elif ! printf '%s' "$err" | grep -qE -- "$3"; then
		bad "$1" "\"$3\" is not in: $err"
	elif [ -n "$out" ]; then
		bad "$1" "something on standard output: $out"
	elif leaks "$home/out" "$home/err"; then
		bad "$1" 'it shows a secret'
	else
		ok "$1: $(printf '%s' "$err" | head -n 1)"
	fi
}

# leaks FILE...: true when one of them shows the key, the secret, or a part of them.
leaks() {
	grep -qF -e "$test_key" -e "$test_secret" -e "${test_key%????????}" -e "${test_secret%????????????}" \
		-- "$@" 2>/dev/null
}
