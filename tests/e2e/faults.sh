#!/bin/sh
# faults - what goes wrong around the program: one clear sentence, the right exit code, an end.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh

demo=$(demo_config)

# ---- Usage: 2. ----

run 5 fetch
one_sentence 'an unknown command' 2 'no command "fetch"'
run 5 cal
one_sentence 'a misspelt command' 2 'did you mean "call"'
run 5 --colour
one_sentence 'an unknown option' 2 'no option "--colour"'
run 5 --config
one_sentence 'an option without its value' 2 '--config'
run 10 --config "$demo" call
one_sentence 'a call without a tool' 2 'tool'
run 10 --config "$demo" call get_volume_rankin
one_sentence 'an unknown tool' 2 'did you mean "get_volume_ranking"'
run 10 --config "$demo" call get_volume_ranking count
one_sentence 'a word that is no argument' 2 'NAME=VALUE'
run 10 --config "$demo" sync everything
one_sentence 'a word sync does not take' 2 'everything'
run 10 --config "$demo" list --bars
one_sentence 'an option of another command' 2 'list.*--bars'
run 10 --config "$demo" sync
same 'the demo market keeps nothing' 0 "$code"
has 'and says so' "$out" 'keeps nothing'

# ---- The call: 1. ----

run 10 --config "$demo" call get_volume_ranking count=99
one_sentence 'a count that is too large' 1 'count.*99.*50'
run 10 --config "$demo" call get_volume_ranking market=NYSE
one_sentence 'an unknown market' 1 'NYSE.*KOSPI'
run 10 --config "$demo" call get_volume_ranking coutn=3
one_sentence 'an unknown argument' 1 'coutn.*count'

# ---- Configuration: 3. ----

run 5 --config "$home/nowhere.yaml" list
one_sentence 'a config that is not there' 3 'nowhere.yaml'
run 5 --config "$home" list
one_sentence 'a config that is a folder' 3 .
mkfifo "$home/fifo.yaml"
run 5 --config "$home/fifo.yaml" list
one_sentence 'a config that is a FIFO' 3 fifo.yaml
run 5 --config "$(printf 'tools:\n  volme: {}\n' | config a)" list
one_sentence 'an unknown tool in the config' 3 'a.yaml:2:.*volme.*did you mean "volume"'
run 5 --config "$(printf 'cache:\n  fresh: 60s\n  kep: 1s\n' | config b)" list
one_sentence 'an unknown key' 3 'b.yaml:3:.*"kep".*did you mean "keep"'
run 5 --config "$(printf 'cache:\n\tfresh: 60s\n' | config c)" list
one_sentence 'a tab in YAML' 3 'c.yaml:2'
run 5 --config "$(printf 'kis:\n  requests_per_second: many\n' | config d)" list
one_sentence 'a word for a number' 3 'd.yaml:2.*many'
run 5 --config "$(printf 'kis:\n  app_key: ${NOT_SET_ANYWHERE}\n' | config e)" list
one_sentence 'a variable that is not set' 3 'e.yaml:2.*NOT_SET_ANYWHERE'
run 5 --config "$(printf 'locale: ko\nlocale: en\n' | config f)" list
one_sentence 'a key given twice' 3 'f.yaml:2.*locale'
run 5 --config "$(printf 'kis:\n  environment: demmo\n' | config g)" list
one_sentence 'a choice that is none' 3 'g.yaml:2.*demmo.*demo'
run 5 --config "$(head -c 3000 /dev/urandom | config h)" list
one_sentence 'a config of noise' 3 h.yaml
extra="KOREA_INVESTMENT_APP_KEY=$test_key"
run 5 list
one_sentence 'a key without its secret' 3 SECRET
extra="KOREA_INVESTMENT_APP_SECRET=$test_secret"
run 5 list
one_sentence 'a secret without its key' 3 KEY
extra="MAX_RANKING_COUNT=lots"
run 5 list
one_sentence 'a variable that is no number' 3 'MAX_RANKING_COUNT.*lots'
extra=
run 5 --config "$(printf 'kis: {environment: replay, replay: %s/none}\ntools: {volume: {}}\n' "$home" |
	config i)" call get_volume_ranking
if [ "$code" = 3 ] || [ "$code" = 4 ]; then
	one_sentence 'a replay folder that is not there' "$code" none
else
	one_sentence 'a replay folder that is not there' 4 none
fi

# A tool that cannot be loaded is named; the others work.
printf 'not a plugin\n' >"$home/text.so"
broken=$(config broken <<END
locale: en
state_dir: $home/state
kis: {environment: demo}
tools:
  volume: {}
  gone: {path: $home/gone.so}
  text: {path: $home/text.so}
END
)
run 15 --config "$broken" check
same 'check ends with 3 when a tool is broken' 3 "$code"
has 'check names the tool that is gone' "$out" 'gone.*refused'
has 'check names the file that is no plugin' "$out" 'text.*refused'
has 'check says that the good one is ready' "$out" 'volume.*ready'
run 15 --config "$broken" call get_volume_ranking count=1
same 'a good tool answers beside broken ones' 0 "$code"

# ---- What is on, in words. ----

run 15 --config "$(printf 'locale: en\nlimits: {ranking_count: 7}\n' | config few)" list
has 'list shows the bounds that hold' "$out" '^    count .*\[1\.\.7\] (= 7)'
run 15 --config "$demo" check
has 'check counts one tool as one' "$out" 'ready, 1 tool,'
run 15 --config "$(printf 'locale: en\ntools: {}\n' | config bare)" check
has 'check says that no tool is on' "$out" '^plugin .*none;'
clean timeout 15 "$host" --config "$demo" call get_volume_ranking count=1 >"$home/out"
same 'an answer ends with one newline' 0 "$(tail -n 1 "$home/out" | grep -c '^$')"

# ---- No network, a dead upstream: 4. ----

# real NAME BASE_URL
real() {
	config "$1" <<-END
		locale: en
		state_dir: $home/state-$1
		kis:
		  environment: real
		  app_key: \${KOREA_INVESTMENT_APP_KEY}
		  app_secret: \${KOREA_INVESTMENT_APP_SECRET}
		  base_url: $2
		  master_url: $2
		  deadline: 3s
		tools: {volume: {}}
	END
}

extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=$test_secret"
run 20 --config "$(real refused https://127.0.0.1:1)" call get_volume_ranking
one_sentence 'nobody listens at the address' 4 .
run 20 --config "$(real unknown https://no-such-host.invalid:9443)" call get_volume_ranking
one_sentence 'no network: the name is unknown' 4 .
run 5 --config "$(real plain http://127.0.0.1:1)" list
one_sentence 'an address without TLS' 3 'https'
extra=

# ---- Places that cannot be written. ----

unwritable=$(config unwritable <<END
locale: en
state_dir: /dev/null/state
kis: {environment: demo}
tools: {volume: {}}
END
)
run 15 --config "$unwritable" call get_volume_ranking count=1
same 'a home that cannot be written still gives an answer' 0 "$code"
same 'and one warning at most' 1 "$([ "$(printf '%s' "$err" | grep -c .)" -le 1 ] && echo 1)"
clean timeout 15 "$host" --config "$demo" call get_volume_ranking count=1 >/dev/full 2>"$home/err"
code=$? out='' err=$(cat "$home/err")
one_sentence 'a full disk behind standard output' 1 'full'
clean timeout 15 "$host" --config "$demo" list >/dev/full 2>"$home/err"
code=$?
same 'list into a full disk is no success' 1 "$([ $code -ne 0 ] && [ $code -lt 5 ] && echo 1)"

# ---- Ends. ----

clean timeout 10 "$host" --config "$demo" </dev/null >"$home/out" 2>"$home/err"
same 'no input at all ends well' 0 $?
mkfifo "$home/in"
# Not by `clean`: $! must be the host itself.
env -i PATH="$PATH" HOME="$home" "$host" --config "$demo" <"$home/in" >"$home/out" 2>"$home/err" &
pid=$!
exec 9>"$home/in"
printf '{"jsonrpc":"2.0","id":1,"method":"ping"}\n' >&9
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -s "$home/out" ] && break
	sleep 0.2
done
kill -TERM $pid
wait $pid
same 'SIGTERM ends it well' 0 $?
exec 9>&-
has 'it had answered' "$(cat "$home/out")" '"result":{}'
