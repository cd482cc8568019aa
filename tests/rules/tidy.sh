# tidy - clang-tidy over the program: functions of 60 lines, nesting 3, five parameters, and its
# finds of bugs. Sourced by run.sh, in the root; $built is a build with compile_commands.json.

tidy_log=$(mktemp)
git ls-files -co --exclude-standard 'sdk/*.c' 'host/*.c' 'plugins/*.c' | grep -v '_test\.c$' |
	xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$built" \
		--extra-arg=-Wno-gnu-zero-variadic-macro-arguments >"$tidy_log" 2>/dev/null
none 'clang-tidy has nothing to say' "$(grep -E '(warning|error):' "$tidy_log" | sed "s|$PWD/||" | sort -u)"
rm -f "$tidy_log"
