/* scripted_kis - a KIS client that answers from a small made-up market: for tests of the market
 * service. Include it once, in the test itself: it stands in for kis_client.c.
 *
 * Calls queue up until script_run. What upstream does wrong is switched on by members of `script`.
 */
#ifndef SUPPORT_SCRIPTED_KIS_H
#define SUPPORT_SCRIPTED_KIS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/phrase.h"
#include "data/scan.h"
#include "service/market.h"

#define SCRIPT_SHARES 400
#define SCRIPT_CALLS 1024
#define SCRIPT_REPLIES 16
#define SCRIPT_BODIES 8
#define MASTER_ROWS 600

/* 2026-11-23 is a Monday. */
#define AT(h, m) kst_to_ms(20261123, (h), (m), 0)

struct share {
	char code[8];
	const char *name;
	const char *group;  /* NULL: ST */
	uint32_t scope;     /* 0 KOSPI, 1 KOSDAQ */
	bool elsewhere;     /* the master file has it in the other market */
	bool newly;         /* no master file has it */
	const char *sector; /* four digits; NULL: none */
	bool spac;
	bool preferred;
	int64_t price;
	int64_t volume;
	int64_t value;
	int64_t listed;
	const char *sign;
	const char *change;
	const char *rate;
	const char *value_text; /* instead of `value` */
	const char *quoted;     /* what intstock-multprice says of it, instead; "": nothing */
	bool off_nxt;           /* NXT does not trade it */
	const char *named;      /* in the master file, CP949; NULL: 회사 */
	const char *thousands;  /* listed there, 15 digits; NULL: 1,000 */
};

/* What an endpoint answers whatever is asked, instead of the market. */
struct said {
	const char *endpoint;
	const char *only; /* what its parameters must hold; NULL: whatever they are */
	const char *body;
};

struct queued {
	uint64_t id; /* 1, 2, … in the order they were sent */
	bool open;
	char endpoint[32];
	char params[2048]; /* "NAME=value&NAME=value" */
	enum lane lane;
	void (*done)(void *self, const struct kis_answer *answer);
	void *self;
};

struct script {
	struct share shares[SCRIPT_SHARES];
	uint32_t share_count;
	int64_t wall_ms;
	int64_t mono_ms;
	enum environment environment;

	/* What goes wrong. */
	const char *refuse; /* calls whose "endpoint?params" holds this fail */
	struct said bodies[SCRIPT_BODIES];
	const char *body;   /* what volume-rank answers, instead of the market */
	const char *quote;  /* what inquire-price answers */
	const char *index;  /* what inquire-index-price answers */
	const char *sweep;  /* what intstock-multprice answers */
	const char *days;   /* what chk-holiday answers */
	const char *names;  /* what the file of sector names holds */
	bool ignore_prices; /* price bounds do nothing */
	bool cut_first;     /* price bounds act behind the 30-row cut */
	bool upside_down;   /* the smallest first */
	bool twice;         /* the first row comes again */
	bool flood;         /* more than 30 rows */
	bool no_master;
	bool one_word;       /* every share is said to be KOSPI's */
	uint32_t sink_at;    /* from that call on ... */
	uint32_t sink_until; /* ... up to this one, the leader is in no band */
	bool full;           /* kis_send itself refuses */
	bool quiet;          /* it refuses what nobody waits for: sweeps, holidays */

	/* What happened. */
	struct queued calls[SCRIPT_CALLS];
	uint32_t call_count; /* places of `calls` in use */
	uint64_t last_id;
	uint32_t rank_calls;
	uint32_t detail_calls;
	uint32_t index_calls;
	uint32_t master_calls;
	uint32_t sweep_calls;
	uint32_t day_calls;
	uint32_t names_calls;
	uint32_t open_most; /* calls under way at once */
	struct service_reply replies[SCRIPT_REPLIES];
	uint32_t reply_count;
	uint32_t progress_count;
	double progress_total;
};

static struct script script;
static struct counters script_counters;

/* ---- The world. ---- */

static inline int64_t script_wall(void *self)
{
	(void)self;
	return script.wall_ms;
}

static inline int64_t script_mono(void *self)
{
	(void)self;
	return script.mono_ms;
}

static inline void script_complete(void *self, const struct service_reply *reply)
{
	(void)self;
	if (reply->more) {
		script.progress_count++;
		script.progress_total = reply->total;
		return;
	}
	assert_true(script.reply_count < SCRIPT_REPLIES);
	script.replies[script.reply_count++] = *reply;
}

static struct env script_env = {
	.clock = { .wall_ms = script_wall, .mono_ms = script_mono },
	.counters = &script_counters,
	.complete = script_complete,
};

/* ---- The made-up market. ---- */

static inline struct share *add_share(uint32_t scope, int64_t price, int64_t value)
{
	struct share *s = &script.shares[script.share_count];

	(void)snprintf(s->code, sizeof s->code, "%06u", 100000 + script.share_count * 10);
	s->name = "회사";
	s->scope = scope;
	s->price = price;
	s->value = value;
	s->volume = value / (price > 0 ? price : 1);
	s->listed = 1000000;
	s->sign = "2";
	s->change = "100";
	s->rate = "1.23";
	script.share_count++;
	return s;
}

/* `count` shares, one in two on each market, the first the largest. */
static inline void add_market(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		(void)add_share(
			i % 2, 1000 + (i * 7919) % 90000, 1000000000 - (int64_t)i * 1000000);
}

static inline int64_t param_of(const char *params, const char *name, int64_t otherwise)
{
	const char *at = strstr(params, name);
	char *end;
	long long n;

	if (!at)
		return otherwise;
	at += strlen(name) + 1;
	n = strtoll(at, &end, 10);
	return end == at ? otherwise : n;
}

static bool by_volume;

static inline int64_t key_of(const struct share *s)
{
	return by_volume ? s->volume : s->value;
}

static inline int compare_shares(const void *a, const void *b)
{
	const struct share *const *x = a;
	const struct share *const *y = b;

	return (key_of(*x) < key_of(*y)) - (key_of(*x) > key_of(*y));
}

static inline void write_share(struct buf *b, const struct share *s)
{
	buf_printf(b,
		"%s{\"hts_kor_isnm\":\"%s\",\"mksc_shrn_iscd\":\"%s\",\"stck_prpr\":\"%lld\","
		"\"prdy_vrss_sign\":\"%s\",\"prdy_vrss\":\"%s\",\"prdy_ctrt\":\"%s\","
		"\"acml_vol\":\"%lld\",\"lstn_stcn\":\"%lld\",\"vol_tnrt\":\"0.15\",",
		b->at[b->len - 1] == '[' ? "" : ",", s->name, s->code, (long long)s->price, s->sign,
		s->change, s->rate, (long long)s->volume, (long long)s->listed);
	if (s->value_text)
		buf_printf(b, "\"acml_tr_pbmn\":\"%s\"}", s->value_text);
	else
		buf_printf(b, "\"acml_tr_pbmn\":\"%lld\"}", (long long)s->value);
}

static inline bool is_sunk(const struct share *s, bool banded)
{
	return banded && s == script.shares && script.rank_calls >= script.sink_at &&
	       script.rank_calls <= script.sink_until;
}

static inline void write_ranking(const char *params, struct buf *b)
{
	const struct share *found[SCRIPT_SHARES];
	int64_t low = param_of(params, "FID_INPUT_PRICE_1", 0);
	int64_t high = param_of(params, "FID_INPUT_PRICE_2", INT64_MAX);
	bool banded = param_of(params, "FID_INPUT_PRICE_2", -1) >= 0;
	int64_t scope = param_of(params, "FID_INPUT_ISCD", 0);
	uint32_t count = 0;
	uint32_t limit = script.flood ? 40 : 30;

	by_volume = param_of(params, "FID_BLNG_CLS_CODE", -1) == 0;
	script.rank_calls++;
	for (uint32_t i = 0; i < script.share_count; i++) {
		const struct share *s = &script.shares[i];
		bool inside = !banded || (s->price >= low && s->price <= high);

		if ((scope == 1 && s->scope != 0) || (scope == 1001 && s->scope != 1))
			continue;
		if (is_sunk(s, banded))
			continue;
		if (inside || script.ignore_prices || script.cut_first)
			found[count++] = s;
	}
	qsort(found, count, sizeof *found, compare_shares);
	buf_puts(b, "{\"output\":[");
	for (uint32_t i = 0; i < count && i < limit; i++) {
		const struct share *s = found[script.upside_down ? count - 1 - i : i];

		if (script.cut_first && (s->price < low || s->price > high))
			continue;
		write_share(b, s);
	}
	if (script.twice && count > 0)
		write_share(b, found[0]);
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

/* ---- Master files. ---- */

static inline void put_at(char *line, size_t at, const char *text)
{
	memcpy(line + at, text, strlen(text));
}

struct places {
	size_t length, spac, price, halted, warning, listed, preferred, cap, overheated;
};

static const struct places places[2] = {
	{ 288, 90, 102, 121, 124, 174, 219, 273, 93 },
	{ 282, 85, 97, 116, 119, 169, 214, 267, 88 },
};

/* One line; 1,000 천주 at 10,000 won are 100 억. */
static inline void write_master_line(uint32_t market, const struct share *s, struct buf *b)
{
	const struct places *p = &places[market];
	char line[300];

	memset(line, '0', sizeof line);
	memset(line, ' ', 61);
	put_at(line, 0, s->code);
	put_at(line, 21, s->named ? s->named : "\xc8\xb8\xbb\xe7"); /* 회사 in CP949 */
	put_at(line, 61, s->group ? s->group : "ST");
	put_at(line, p->price, "000010000");
	put_at(line, p->listed, s->thousands ? s->thousands : "000000000001000");
	put_at(line, p->cap, "000000100");
	if (s->sector)
		put_at(line, 68, s->sector);
	if (s->spac)
		put_at(line, p->spac, "Y");
	if (s->preferred)
		put_at(line, p->preferred, "1");
	buf_put(b, line, p->length);
	buf_char(b, '\n');
}

static inline void write_master(uint32_t market, struct buf *b)
{
	struct share filler = { 0 };

	for (uint32_t i = 0; i < script.share_count; i++) {
		const struct share *s = &script.shares[i];

		if ((s->scope ^ (s->elsewhere ? 1u : 0u)) == market && !s->newly)
			write_master_line(market, s, b);
	}
	for (uint32_t i = 0; i < MASTER_ROWS; i++) {
		(void)snprintf(filler.code, sizeof filler.code, "%c%05u", 'A' + (int)market, i);
		write_master_line(market, &filler, b);
	}
}

static inline void write_sector_names(struct buf *b)
{
	script.names_calls++;
	buf_puts(b, script.names ? script.names : "");
	for (int i = 0; i < 12 && !script.names; i++)
		buf_printf(b, "0%04d\xc8\xad\xc7\xd0%34s\n", 5 + i, ""); /* 화학 in CP949 */
}

/* ---- Many quotes at once. ---- */

static inline const struct share *find_share(const char *code)
{
	for (uint32_t i = 0; i < script.share_count; i++)
		if (strcmp(script.shares[i].code, code) == 0)
			return &script.shares[i];
	return NULL;
}

static inline void write_figures(struct buf *b, const struct share *s)
{
	int64_t change = strtoll(s->change, NULL, 10);

	buf_printf(b,
		"\"inter2_prpr\":\"%lld\",\"inter2_prdy_vrss\":\"%s\",\"prdy_vrss_sign\":\"%s\","
		"\"prdy_ctrt\":\"%s\",\"acml_vol\":\"%lld\",\"acml_tr_pbmn\":\"%lld\","
		"\"inter2_prdy_clpr\":\"%lld\",\"inter2_sdpr\":\"%lld\",\"inter2_hgpr\":\"%lld\","
		"\"inter2_lwpr\":\"%lld\"}",
		(long long)s->price, s->change, s->sign, s->rate, (long long)s->volume,
		(long long)s->value, (long long)(s->price - change), (long long)(s->price - change),
		(long long)(s->price ? s->price + 50 : 0), (long long)s->price);
}

/* Those that only fill the master files have not traded. */
static inline void write_quoted(struct buf *b, const char *code, bool is_nxt)
{
	struct share filler = { .scope = code[0] == 'B', .price = 5000 };
	const struct share *s = find_share(code);
	static const struct share none = { .change = "0", .sign = "3", .rate = "0.00" };

	filler.change = "0";
	filler.sign = "3";
	filler.rate = "0.00";
	if (s && s->quoted && s->quoted[0] == '\0')
		return;
	if (b->at[b->len - 1] != '[')
		buf_char(b, ',');
	if (s && s->quoted) {
		buf_puts(b, s->quoted);
		return;
	}
	s = s ? s : &filler;
	buf_printf(b,
		"{\"kospi_kosdaq_cls_name\":\"%s\",\"inter_shrn_iscd\":\"%s\","
		"\"inter_kor_isnm\":\"\",",
		!script.one_word && s->scope ^ (s->elsewhere ? 1u : 0u) ? "코스닥" : "거래소",
		code);
	write_figures(b, is_nxt && s->off_nxt ? &none : s);
}

static inline void write_sweep(const char *params, struct buf *b)
{
	const char *at = params;

	script.sweep_calls++;
	if (script.sweep) {
		buf_puts(b, script.sweep);
		return;
	}
	buf_puts(b, "{\"output\":[");
	while ((at = strstr(at, "FID_INPUT_ISCD_"))) {
		char code[8];

		at = strchr(at, '=') + 1;
		(void)snprintf(code, sizeof code, "%.*s", (int)strcspn(at, "&"), at);
		write_quoted(b, code, strstr(params, "=NX&"));
	}
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

/* ---- Days. ---- */

/* 24 days from the asked one; weekends are closed. */
static inline void write_days(const char *params, struct buf *b)
{
	int32_t date = (int32_t)param_of(params, "BASS_DT", 0);

	script.day_calls++;
	if (script.days) {
		buf_puts(b, script.days);
		return;
	}
	buf_puts(b, "{\"output\":[");
	for (int i = 0; i < 24; i++) {
		int32_t weekday = kst_from_ms(kst_to_ms(date, 12, 0, 0)).weekday;

		buf_printf(b,
			"%s{\"bass_dt\":\"%d\",\"wday_dvsn_cd\":\"%02d\",\"tr_day_yn\":\"Y\","
			"\"opnd_yn\":\"%s\"}",
			i > 0 ? "," : "", (int)date, (int)weekday + 1,
			weekday == 0 || weekday == 6 ? "N" : "Y");
		date = kst_date_add(date, 1);
	}
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

/* ---- The client. ---- */

static inline void write_quote(const char *params, struct buf *b)
{
	const char *code = strstr(params, "FID_INPUT_ISCD=") + strlen("FID_INPUT_ISCD=");

	script.detail_calls++;
	buf_printf(b,
		"{\"output\":{\"stck_shrn_iscd\":\"%.6s\",\"per\":\"13.30\","
		"\"lstn_stcn\":\"1000000\","
		"\"frgn_hldn_qty\":\"502345\"},\"rt_cd\":\"0\"}",
		code);
}

static inline void write_index(const char *params, struct buf *b)
{
	script.index_calls++;
	buf_printf(b,
		"{\"output\":{\"bstp_nmix_prpr\":\"857.60\",\"acml_tr_pbmn\":\"%s\"},"
		"\"rt_cd\":\"0\"}",
		param_of(params, "FID_INPUT_ISCD", 0) == 1 ? "12000" : "8000");
}

static inline const char *find_body(const char *endpoint, const char *params)
{
	for (uint32_t i = 0; i < SCRIPT_BODIES; i++) {
		const struct said *said = &script.bodies[i];

		if (said->endpoint && strcmp(said->endpoint, endpoint) == 0 &&
			(!said->only || strstr(params, said->only)))
			return said->body;
	}
	return NULL;
}

static inline void script_say_to(const char *endpoint, const char *only, const char *body)
{
	uint32_t i = 0;

	while (i < SCRIPT_BODIES && script.bodies[i].endpoint)
		i++;
	assert_true(i < SCRIPT_BODIES);
	script.bodies[i] = (struct said){ endpoint, only, body };
}

static inline void script_say(const char *endpoint, const char *body)
{
	script_say_to(endpoint, NULL, body);
}

static inline void write_answer(const struct queued *c, struct buf *b)
{
	const char *said = find_body(c->endpoint, c->params);

	if (said) {
		buf_puts(b, said);
	} else if (strcmp(c->endpoint, "volume-rank") == 0 && script.body) {
		script.rank_calls++;
		buf_puts(b, script.body);
	} else if (strcmp(c->endpoint, "volume-rank") == 0) {
		write_ranking(c->params, b);
	} else if (strcmp(c->endpoint, "inquire-price") == 0 && script.quote) {
		script.detail_calls++;
		buf_puts(b, script.quote);
	} else if (strcmp(c->endpoint, "inquire-price") == 0) {
		write_quote(c->params, b);
	} else if (strcmp(c->endpoint, "inquire-index-price") == 0 && script.index) {
		buf_puts(b, script.index);
	} else if (strcmp(c->endpoint, "inquire-index-price") == 0) {
		write_index(c->params, b);
	} else if (strcmp(c->endpoint, "intstock-multprice") == 0) {
		write_sweep(c->params, b);
	} else if (strcmp(c->endpoint, "chk-holiday") == 0) {
		write_days(c->params, b);
	} else if (strcmp(c->endpoint, "master-idxcode") == 0) {
		write_sector_names(b);
	} else {
		script.master_calls++;
		write_master(strcmp(c->endpoint, "master-kosdaq") == 0, b);
	}
}

static inline bool is_refused(const struct queued *c)
{
	char whole[sizeof c->params + sizeof c->endpoint + 2];

	if (!script.refuse && !script.no_master)
		return false;
	(void)snprintf(whole, sizeof whole, "%s?%s", c->endpoint, c->params);
	if (script.no_master && strncmp(c->endpoint, "master", 6) == 0)
		return true;
	return script.refuse && strstr(whole, script.refuse);
}

/* The open call that was sent first, which ends; false when there is none. */
static inline bool script_take(struct queued *ret)
{
	struct queued *oldest = NULL;

	for (uint32_t i = 0; i < script.call_count; i++)
		if (script.calls[i].open && (!oldest || script.calls[i].id < oldest->id))
			oldest = &script.calls[i];
	if (!oldest)
		return false;
	oldest->open = false;
	*ret = *oldest;
	return true;
}

/* Answers the oldest call; false when there is none. */
static inline bool script_answer(void)
{
	struct kis_answer answer = { .at_ms = script.wall_ms, .calls = 1 };
	struct queued c;
	struct buf b;

	if (!script_take(&c))
		return false;
	buf_init(&b, 4 * 1024 * 1024);
	if (is_refused(&c))
		(void)fault_set(&answer.fault, MCP_E_UPSTREAM, "scripted refusal");
	else
		write_answer(&c, &b);
	answer.body = buf_as_span(&b);
	c.done(c.self, &answer);
	buf_done(&b);
	return true;
}

static inline void script_run(void)
{
	while (script_answer())
		continue;
}

static inline uint32_t script_open(void)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < script.call_count; i++)
		count += script.calls[i].open;
	return count;
}

static inline bool is_behind(const char *endpoint)
{
	return strcmp(endpoint, "intstock-multprice") == 0 ||
	       strcmp(endpoint, "chk-holiday") == 0 || strcmp(endpoint, "master-idxcode") == 0;
}

/* The next place in the queue; once all were used, one whose call is over. */
static inline struct queued *script_place(void)
{
	if (script.call_count < SCRIPT_CALLS)
		return &script.calls[script.call_count];
	for (uint32_t i = 0; i < SCRIPT_CALLS; i++)
		if (!script.calls[i].open)
			return &script.calls[i];
	return NULL;
}

mcp_status kis_send(struct kis *k, const struct kis_call *call, uint64_t *ret_id, struct fault *f)
{
	struct queued *c = script_place();

	(void)k;
	if (script.quiet && is_behind(call->endpoint))
		return fault_set(f, MCP_E_BUSY, "the script is quiet");
	if (script.full || !c)
		return fault_set(f, MCP_E_MEMORY, "the script is full");
	c->id = ++script.last_id;
	if (script.call_count < SCRIPT_CALLS)
		script.call_count++;
	c->open = true;
	c->done = call->done;
	c->self = call->self;
	c->lane = call->lane;
	(void)snprintf(c->endpoint, sizeof c->endpoint, "%s", call->endpoint);
	c->params[0] = '\0';
	for (uint32_t i = 0; i < call->param_count; i++) {
		size_t used = strlen(c->params);

		(void)snprintf(c->params + used, sizeof c->params - used, "%s=%s&",
			call->params[i].name, call->params[i].value);
	}
	if (script_open() > script.open_most)
		script.open_most = script_open();
	*ret_id = c->id;
	return MCP_OK;
}

void kis_cancel(struct kis *k, uint64_t id)
{
	(void)k;
	for (uint32_t i = 0; i < SCRIPT_CALLS; i++)
		if (script.calls[i].open && script.calls[i].id == id)
			script.calls[i].open = false;
}

int64_t kis_calls_per_second(const struct kis *k)
{
	(void)k;
	return script.environment == ENVIRONMENT_REAL ? 15 : 0;
}

void kis_limits(const struct kis *k, struct kis_limits *ret)
{
	const bool limited = script.environment == ENVIRONMENT_REAL;

	(void)k;
	*ret = (struct kis_limits){
		.has_key = limited,
		.limited = limited,
		.per_second = limited ? 7 : 0,
		.set = limited ? 15 : 0,
		.in_use = limited ? 3 : 0,
	};
}

void kis_wakeup(struct kis *k)
{
	(void)k;
}

enum environment kis_environment(const struct kis *k)
{
	(void)k;
	return script.environment;
}

/* ---- What tests ask and look at. ---- */

static struct market *script_market __attribute__((unused));

static inline int script_start(void **state)
{
	static const struct market_settings settings = { .basis = "KRX" };

	(void)state;
	memset(&script, 0, sizeof script);
	memset(&script_counters, 0, sizeof script_counters);
	script.wall_ms = AT(10, 24);
	script.mono_ms = 1000000;
	script.environment = ENVIRONMENT_DEMO;
	script_env.state_dir = NULL;
	phrase_locale("en");
	script_market =
		market_new(&(struct market_options){ .env = &script_env, .settings = &settings });
	return script_market ? 0 : -1;
}

/* For tests of what thirty rows answer: no snapshot comes of it. */
static inline int script_start_quiet(void **state)
{
	const int s = script_start(state);

	script.quiet = true;
	return s;
}

static inline int script_stop(void **state)
{
	(void)state;
	market_free(script_market);
	for (uint32_t i = 0; i < script.reply_count; i++)
		free(script.replies[i].body);
	return 0;
}

static inline void post(uint64_t id, const char *op, const char *body)
{
	const struct service_request request = {
		.id = id,
		.service = "market/1",
		.op = op,
		.body = span_of(body),
		.deadline_mono_ms = script.mono_ms + 30000,
	};

	market_start(script_market, &request);
}

/* Asks and runs to the end; the reply asked last. */
static inline const struct service_reply *ask(const char *op, const char *body)
{
	uint32_t before = script.reply_count;

	post(before + 1, op, body);
	script_run();
	assert_int_equal(script.reply_count, before + 1);
	return &script.replies[before];
}

/* The value in row `row`, column `column` of a reply, as JSON text. */
static inline const char *cell(const struct service_reply *reply, uint32_t row, uint32_t column)
{
	static char text[256];
	struct span body = { reply->body, reply->body_len };
	struct scan_iter rows = scan_iter(scan_get(body, "rows"));
	struct span at = { 0 };
	struct scan_iter cells;

	assert_true(scan_check(body, NULL));
	for (uint32_t i = 0; i <= row; i++)
		assert_true(scan_item(&rows, &at));
	cells = scan_iter(at);
	for (uint32_t i = 0; i <= column; i++)
		assert_true(scan_item(&cells, &at));
	(void)snprintf(text, sizeof text, "%.*s", (int)at.len, at.at);
	return text;
}

static inline uint32_t row_count(const struct service_reply *reply)
{
	struct span body = { reply->body, reply->body_len };
	struct scan_iter rows = scan_iter(scan_get(body, "rows"));
	struct span row;
	uint32_t count = 0;

	while (scan_item(&rows, &row))
		count++;
	return count;
}

static inline bool has_note(const struct service_reply *reply, const char *part)
{
	for (uint32_t i = 0; i < reply->from.note_count; i++)
		if (strstr(reply->from.notes[i], part))
			return true;
	return false;
}

#endif
