#!/bin/sh
# find - find_stock and resources from the shell, in Korean and English: names, initials, codes, what is
# nobody's, an upstream that is not there; and as clients see them.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh
. tests/node.sh

# market LOCALE: the demo market in that language; nothing is kept.
market() {
	config "find_$1" <<-END
		locale: $1
		state_dir: $home/state
		kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
		tools: {find: {}, stocks: {}, status: {}, briefing: {}}
	END
}

# finds NAME PATTERN ARGUMENTS...: find_stock answers so.
finds() {
	name=$1
	pattern=$2
	shift 2
	run 30 --config "$conf" call find_stock "$@"
	same "$name: it answers" 0 "$code"
	has "$name" "$out" "$pattern"
}

conf=$(market ko)
finds 'a name says that it is fictional' '^가상 데이터 (데모)$' query=겐야중공업
finds 'a whole name' '^644090 *겐야중공업 *KOSPI *0012 *기계·장비 *name$' query=겐야중공업
finds 'a part of a name' '^644090 .* name_part$' query=야중공 count=3
finds 'initial consonants' '^644090 .* initials$' query=ㄱㅇㅈㄱㅇ
finds 'initials among syllables' '^644090 .* initials$' 'query=겐 ㅇ중'
finds 'a code' '^644090 .* code$' query=644090
finds 'a code as others write it' '^644090 .* code$' query=644090.KS
finds 'the beginning of a code' '^※ 146종목이 맞아 그중 3종목만 보여 줍니다$' query=64 count=3
finds 'another market' '^"644090": KOSDAQ에 맞는 종목이 없습니다$' query=644090 market=KOSDAQ
finds 'a name that nobody has' '^※ 그런 이름이나 코드의 종목이 없습니다' query=samsung
run 30 --config "$conf" call find_stock query=' - '
one_sentence 'nothing to look for' 1 '찾을 수 없습니다'

conf=$(market en)
finds 'in English' '^"겐야중공업": 1 shares of KOSPI + KOSDAQ$' query=겐야중공업
finds 'funds by their name' 'ETF, ETN, SPAC or the like fit: those are never ranked$' query=레버리지
finds 'a code of nobody' '999999 is no listed share of KOSPI or KOSDAQ$' query=999999
run 30 --config "$conf" call find_stock query=ㄱㅇㅈㄱㅇ --json
has 'a code is text' "$out" '"stock_code": "644090"'
has 'it says what fits' "$out" '"matched_by": "initials"'
has 'it is of the morning' "$out" '"timestamp": "2026-11-23T07:45:00+09:00"'
run 30 --config "$conf" call find_stock query=x count=51
one_sentence 'more than fifty' 1 'count'

# From the shell, too.
reads() {
	name=$1
	pattern=$2
	shift 2
	run 30 --config "$conf" read "$@"
	same "$name: it answers" 0 "$code"
	has "$name" "$out" "$pattern"
}
reads 'one share' '^  "stock_name": "겐야중공업",$' kis://stocks/644090
has 'one share is fictional' "$out" '^  "notice": "Fictional demo data",$'
reads 'all that a resource gives' '"mimeType": "application/json"' kis://status --json
run 30 --config "$conf" read kis://stocks/999999
one_sentence 'a share of nobody' 1 '999999 is no listed share'
run 30 --config "$conf" read kis://nothing
one_sentence 'a resource of nobody' 2 'no resource "kis://nothing"; .* list names them'
run 30 --config "$conf" read
one_sentence 'nothing to read' 2 "needs a resource's URI"
run 30 --config "$conf" check
has 'check counts prompts and resources' "$out" '^plugin .*stocks: ready, 2 resources, version'
has 'check counts prompts' "$out" '^plugin .*briefing: ready, 2 prompts, version'
run 30 --config "$conf" check --json
has 'check as JSON' "$out" '^  "good": true$'
run 30 --config "$conf" list
has 'list has prompts' "$out" '^market_briefing [(]prompt[)] - Market briefing$'
has 'list has resources' "$out" '^kis://stocks/[{]code[}] [(]resource[)] - One share$'
run 30 --config "$conf" list --json
has 'list as JSON' "$out" '"uriTemplate": "kis://stocks/[{]code[}]"'

# Nobody listens there.
conf=$(config dead <<-END
	locale: en
	state_dir: $home/dead
	log: {level: error}
	kis:
	  environment: real
	  app_key: \${KOREA_INVESTMENT_APP_KEY}
	  app_secret: \${KOREA_INVESTMENT_APP_SECRET}
	  base_url: https://127.0.0.1:1
	  master_url: https://127.0.0.1:1
	  deadline: 2s
	tools: {find: {}}
END
)
extra="KOREA_INVESTMENT_APP_KEY=$test_key KOREA_INVESTMENT_APP_SECRET=$test_secret"
run 30 --config "$conf" call find_stock query=삼성전자
one_sentence 'an upstream that is not there' 4 'master file|reached|connect|refused'

if ! node_ready; then
	skipped 'clients see resources, prompts and completion' "$node_why"
	exit 0
fi
clean timeout -k 5 300 "$node" tests/e2e/find.mjs "$host" "$home"
code=$?
[ $code -eq 0 ] || [ $code -eq 1 ] || bad 'the conversations come to their end' "exit code $code"
