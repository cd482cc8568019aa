#!/bin/sh
# readme - what the READMEs tell to paste: requests over HTTP by hand.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/e2e/serving.sh

# commands README: its shell blocks with requests.
commands() {
	awk '/^```/ { if (code && text ~ /curl -s /) printf "%s", text; code = $0 == "```sh"; text = ""; next }
		{ text = text $0 "\n" }' "$1"
}

# answers README: its requests, put to a host that serves.
answers() {
	commands "$1" | sed "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" >"$home/paste.sh"
	same "$1: three requests are shown" 3 "$(grep -c 'curl -s ' "$home/paste.sh")"
	out=$(clean timeout -k 2 60 sh "$home/paste.sh" 2>&1)
	same "$1: both eras answer with rows" 2 "$(printf '%s\n' "$out" | grep -o '"rank":1,' | wc -l)"
	has "$1: they are of KOSDAQ" "$out" '"market":"KOSDAQ"'
}

if ! command -v curl >/dev/null 2>&1; then
	skipped 'requests by hand' 'curl is not installed'
elif start_http "$(demo_config)"; then
	answers README.md
	answers README.ko.md
else
	bad 'the host serves' "$(cat "$home/http.err")"
fi
stop_http
