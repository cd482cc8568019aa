# sources - rules that reading the sources is enough for. Sourced by run.sh, in the root.

sources=$(git ls-files -co --exclude-standard '*.c' '*.h')
ours=$(printf '%s\n' "$sources" | grep -v '^tests/')
program=$(printf '%s\n' "$ours" | grep -v '_test\.c$')
scripts=$(git ls-files -co --exclude-standard '*.sh' .ci/run)
texts=$(git ls-files -co --exclude-standard | grep -v '^tests/fuzz/seeds/\|^tests/rules/\|_test\.c$')

[ -n "$program" ] || bad 'git lists the sources' 'it lists none; is this a clone that git trusts?'
none 'nothing includes upward or sideways' \
	"$(awk -f tests/rules/layers.awk $program)"
none 'no banned function is called' \
	"$(grep -nE '(^|[^_[:alnum:]])(sprintf|vsprintf|strcpy|strcat|strncpy|atoi|atol|strtok|gets|alloca) *\(' $sources)"
none 'no sleep in the program' "$(grep -nE '(^|[^_[:alnum:]])(sleep|usleep|nanosleep) *\(' $ours)"
none 'no TODO in the sources' "$(grep -nwE 'TODO|FIXME' $sources)"
none 'each file says in its first line what it is' "$(for f in $sources; do
	name=$(basename "$f"); name=${name%.*}
	head -n 1 "$f" | grep -q "^/\* $name - " || echo "$f"
done)"
# One column a character: what is not ASCII becomes one letter first. A text is not broken to please
# a number.
none 'no line is longer than 100 columns' "$(for f in $sources; do
	LC_ALL=C.UTF-8 sed 's/[^\x01-\x7f]/w/g' "$f" | expand -t 8 |
		awk -v f="$f" 'length($0) > 100 && !/"/ { print f ":" NR }'
done)"
# too_long FILE...: those of more than 400 lines that nobody has looked at.
too_long() {
	for f in "$@"; do
		n=$(wc -l <"$f")
		[ "$n" -le 400 ] || grep -qx "$f" tests/rules/long_files.txt || echo "$f has $n"
	done
}
none 'no file of the program is longer than 400 lines' "$(too_long $program)"
too_long $(printf '%s\n' "$sources" | grep '_test\.c$') | sed 's/^/# a long test: /'
none 'every sentence of the program has its Korean' \
	"$(awk -f tests/rules/phrases.awk $program sdk/src/base/phrases/*.inc)"
none 'no path of a home folder, no address of a registry' \
	"$(grep -d skip -nIE '/home/[a-z]+/|/Users/[A-Za-z]+/|/root/|registry\.npmjs|deb\.debian\.org' $texts)"
none 'scripts are readable for sh' "$(for f in $scripts; do sh -n "$f" 2>&1 || echo "$f"; done)"
# Words are split on purpose; what one script sets, another that sources it uses.
if command -v shellcheck >/dev/null 2>&1; then
	none 'scripts please shellcheck' "$(shellcheck -s sh -S warning -e SC2086,SC2046,SC2034,SC2154 $scripts 2>&1)"
else
	skipped 'scripts please shellcheck' 'shellcheck is not installed'
fi
none 'clang-format has nothing to say' \
	"$(clang-format --dry-run -Werror $sources 2>&1 | grep -E '(warning|error):')"
if [ -f README.md ] && [ -f README.ko.md ]; then
	same 'both READMEs have the same headings' "$(grep -c '^#' README.md)" "$(grep -c '^#' README.ko.md)"
else
	bad 'both READMEs have the same headings' 'README.md or README.ko.md is missing'
fi
