# check - what test scripts share: one line for each check. Sourced, not run.

# ok NAME · bad NAME WHY · skipped NAME WHY
ok() {
	printf 'ok - %s\n' "$1"
}

bad() {
	printf 'not ok - %s: %s\n' "$1" "$2"
}

skipped() {
	printf 'ok - %s # SKIP %s\n' "$1" "$2"
}

# none NAME TEXT: good when TEXT is empty; else TEXT is what is wrong.
none() {
	if [ -z "$2" ]; then
		ok "$1"
	else
		bad "$1" "$(printf '%s' "$2" | head -n 20 | tr '\n' ';')"
	fi
}

# same NAME WANTED SEEN
same() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		bad "$1" "wanted \"$2\", saw \"$3\""
	fi
}

# has NAME TEXT PATTERN: good when a line of TEXT matches.
has() {
	if printf '%s\n' "$2" | grep -q -- "$3"; then
		ok "$1"
	else
		bad "$1" "\"$3\" is not in: $(printf '%s' "$2" | head -n 5 | tr '\n' ';')"
	fi
}
