#!/bin/sh
# quickstart - from a fresh Debian to a first answer: installs, builds, asks the demo market.
# Run it again at any time: what is done already is not done twice.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build
host=$build/bin/mcp-volume-ranking
log=$build/quickstart.log

fail() {
	printf '\n%s\nNot ready.\n' "$1" >&2
	exit 1
}

build_it() {
	mkdir -p "$build"
	if [ ! -f "$build/CMakeCache.txt" ]; then
		printf 'Preparing the build (log: %s).\n' "$log"
		cmake -S "$root" -B "$build" -G Ninja >"$log" 2>&1 || return 1
	fi
	if [ ! -x "$host" ]; then
		printf 'Building; this takes about a minute (log: %s).\n' "$log"
	fi
	cmake --build "$build" --parallel >"$log" 2>&1
}

# The question is asked of the demo market, whatever keys this machine has.
ask() {
	demo=$build/quickstart.yaml
	printf 'kis:\n  environment: demo\ntools:\n  volume: {}\n' >"$demo"
	env -u KOREA_INVESTMENT_APP_KEY -u KOREA_INVESTMENT_APP_SECRET \
		"$host" --config "$demo" call get_volume_ranking count=10
}

sh "$root/packaging/deps.sh" build || fail 'The packages above are needed first.'
if ! build_it; then
	tail -n 20 "$log" >&2
	fail "The build did not finish; the end of $log is above."
fi

printf 'Which shares lead by trading value? Asked of the built-in demo market:\n\n'
ask || fail 'The program was built but did not answer; its own words are above.'

path=$(printf '%s' "$host" | sed 's/[\\"]/\\&/g')
cat <<END

Connect an assistant. It starts the program itself; restart it after the change.

  Claude Desktop (claude_desktop_config.json) and Cursor (~/.cursor/mcp.json):

    {"mcpServers": {"volume-ranking": {"command": "$path"}}}

  VS Code (.vscode/mcp.json):

    {"servers": {"volume-ranking": {"type": "stdio", "command": "$path"}}}

Without a key the program answers from the demo market. For real figures put your key of Korea
Investment & Securities (KIS Developers, a real account's) into the environment, beside "command":

    "env": {"KOREA_INVESTMENT_APP_KEY": "...", "KOREA_INVESTMENT_APP_SECRET": "..."}

Settings: $root/config/mcp-volume-ranking.yaml shows every key; give yours with --config.

Ready: $host
END
