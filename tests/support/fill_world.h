/* fill_world - a small market around market_fill: for tests. Include it once, in the test itself:
 * it stands in for the KIS client, the master files, the snapshots and the store.
 *
 * Calls queue up until world_run. The store's "disk" outlives a fill, as a file would.
 */
#ifndef SUPPORT_FILL_WORLD_H
#define SUPPORT_FILL_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/phrase.h"
#include "service/market_fill.h"

#define WORLD_SHARES 400
#define WORLD_CALLS 20000
#define WORLD_DISK 60000

/* 2026-11-24 is a Tuesday, 2026-11-23 the open day before it. */
#define TODAY 20261124
#define YESTERDAY 20261123
#define FRIDAY 20261120

struct world_call {
	bool open;
	char endpoint[40];
	char code[8];
	int32_t date; /* the last day asked for */
	enum lane lane;
	void (*done)(void *self, const struct kis_answer *answer);
	void *self;
};

struct disk {
	struct store_bar bars[WORLD_DISK];
	struct store_flow flows[WORLD_DISK];
	struct store_mark marks[WORLD_SHARES * FILL_KINDS * 4];
	struct store_day days[64];
	uint32_t bar_count;
	uint32_t flow_count;
	uint32_t mark_count;
	uint32_t day_count;
	uint32_t batches;
	int32_t dropped_before;
};

struct world {
	int64_t wall_ms;
	int64_t mono_ms;
	enum environment environment;
	const char *state_dir;
	struct calendar calendar;
	struct source_settings sources;
	struct fill_parts parts;
	struct fill *fill;
	uint32_t woken;

	/* The market. */
	struct master_row rows[WORLD_SHARES];
	struct master_entry entries[WORLD_SHARES];
	uint32_t share_count;
	uint32_t generation;
	bool no_master;
	struct fault master_why;

	/* What goes wrong. */
	uint32_t refuse_nth; /* every n-th call; 1: all */
	const char *refuse;  /* calls whose "endpoint code" holds this */
	const char *body;    /* what every call answers instead */
	const char *body_of; /* ... only this endpoint; NULL: all */
	int32_t split_on;    /* every share is split on that day */
	bool unsettled;      /* the newest day's investors are empty */
	bool lacks_today;    /* rows end a day early */
	bool no_rows;        /* nobody has rows */
	const char *alone;   /* ... but for all others than this code, when set */
	bool krx_late;       /* KRX does not have the newest day yet */
	bool krx_refuses;
	bool full; /* kis_send itself refuses */

	/* What happened. */
	struct world_call calls[WORLD_CALLS];
	uint32_t call_count;
	uint32_t next;
	uint32_t most_open;
	uint32_t open;

	/* The snapshots. */
	struct snapshot *snapshot; /* lent */
	struct snapshot_waiter *snapshot_waiter;
	uint32_t sweeps;

	/* The store. */
	struct disk *disk;
	bool reader;
	bool store_refused; /* loading fails */
	bool no_module;
	uint32_t saves_fail;
	bool load_due;
	bool changed;
	uint64_t ticket;
	uint64_t saved; /* the last ticket that is committed */
	uint64_t failed;
	bool holds_saves; /* committed when the test says so */
	uint32_t closed;
};

static struct world world;
static struct counters world_counters;

static inline int64_t world_wall(void *self)
{
	(void)self;
	return world.wall_ms;
}

static inline int64_t world_mono(void *self)
{
	(void)self;
	return world.mono_ms;
}

static struct env world_env = {
	.clock = { .wall_ms = world_wall, .mono_ms = world_mono },
	.counters = &world_counters,
};

/* ---- What every figure is: by share and day, so that each can be looked at. ---- */

static inline int64_t number_of(const char *code)
{
	return strtoll(code, NULL, 10);
}

static inline int64_t close_of(const char *code, int32_t date)
{
	return 1000 + number_of(code) % 1000 * 10 + date % 100;
}

static inline int64_t volume_of(const char *code, int32_t date)
{
	return 100 + number_of(code) % 100 + date % 31;
}

static inline int64_t value_of_day(const char *code, int32_t date)
{
	return close_of(code, date) * volume_of(code, date) + 7;
}

static inline void add_shares(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct master_row *row = &world.rows[world.share_count];

		(void)snprintf(
			row->code, sizeof row->code, "%06u", 100000 + world.share_count * 10);
		row->listed_thousand = 1000;
		/* The last is the largest. */
		row->base_price = 1000 + world.share_count;
		row->previous_volume = 1000;
		world.entries[world.share_count].row = row;
		world.entries[world.share_count].exchange =
			world.share_count % 2 ? EXCHANGE_KOSDAQ : EXCHANGE_KOSPI;
		world.share_count++;
	}
	world.generation++;
}

/* ---- Bodies. ---- */

/* Everything ends at 20:05, but on the exam day. */
static inline int32_t completed_day(void)
{
	int32_t today = kst_from_ms(world.wall_ms).date;

	if (calendar_is_open_day(&world.calendar, today) &&
		world.wall_ms >= kst_to_ms(today, 20, 5, 0))
		return today;
	return calendar_previous_day(&world.calendar, today);
}

/* The newest day a body has. */
static inline int32_t last_day(const struct world_call *c)
{
	if (world.lacks_today)
		return calendar_previous_day(&world.calendar, completed_day());
	if (calendar_is_open_day(&world.calendar, c->date))
		return c->date;
	return calendar_previous_day(&world.calendar, c->date);
}

static inline bool has_no_rows(const char *code)
{
	return world.no_rows || (world.alone && strcmp(world.alone, code) == 0);
}

static inline void comma(struct buf *b)
{
	if (b->at[b->len - 1] != '[')
		buf_char(b, ',');
}

static inline void write_bar(struct buf *b, const char *code, int32_t date)
{
	int32_t before = calendar_previous_day(&world.calendar, date);

	comma(b);
	buf_printf(b,
		"{\"stck_bsop_date\":\"%d\",\"stck_clpr\":\"%lld\",\"acml_vol\":\"%lld\","
		"\"acml_tr_pbmn\":\"%lld\",\"prtt_rate\":\"%s\",\"prdy_vrss_sign\":\"%s\","
		"\"prdy_vrss\":\"%lld\"}",
		date, (long long)close_of(code, date), (long long)volume_of(code, date),
		(long long)value_of_day(code, date), date == world.split_on ? "0.20" : "0.00",
		close_of(code, date) < close_of(code, before) ? "5" : "2",
		(long long)(close_of(code, date) - close_of(code, before)));
}

static inline void write_chart(struct buf *b, const struct world_call *c)
{
	int32_t date = last_day(c);

	buf_printf(b,
		"{\"output1\":{\"stck_shrn_iscd\":\"%s\",\"lstn_stcn\":\"1000123\"},"
		"\"output2\":[",
		c->code);
	for (int i = 0; i <= HISTORY_DAYS && !has_no_rows(c->code); i++) {
		write_bar(b, c->code, date);
		date = calendar_previous_day(&world.calendar, date);
	}
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

static inline void write_class(struct buf *b, const char *name, int64_t buy, int64_t sell)
{
	int64_t unit = strcmp(name, "whol_smtn") == 0 ? 1000 : 1;

	buf_printf(b,
		",\"%s_shnu_vol\":\"%lld\",\"%s_seln_vol\":\"%lld\",\"%s_ntby_qty\":\"%lld\","
		"\"%s_shnu_tr_pbmn\":\"%lld\",\"%s_seln_tr_pbmn\":\"%lld\","
		"\"%s_ntby_tr_pbmn\":\"%lld\"",
		name, (long long)buy, name, (long long)sell, name, (long long)(buy - sell), name,
		(long long)(buy * unit), name, (long long)(sell * unit), name,
		(long long)((buy - sell) * unit));
}

static inline void write_empty_class(struct buf *b, const char *name)
{
	buf_printf(b,
		",\"%s_shnu_vol\":\"\",\"%s_seln_vol\":\"\",\"%s_ntby_qty\":\"\","
		"\"%s_shnu_tr_pbmn\":\"\",\"%s_seln_tr_pbmn\":\"\",\"%s_ntby_tr_pbmn\":\"\"",
		name, name, name, name, name, name);
}

/* Foreigners buy the volume, institutions twice, individuals three times; each sells 50. */
static inline void write_investors(struct buf *b, const struct world_call *c)
{
	static const char *const names[] = { "frgn", "orgn", "prsn" };
	int32_t date = kst_from_ms(world.wall_ms).date;

	if (!calendar_is_open_day(&world.calendar, date))
		date = calendar_previous_day(&world.calendar, date);
	if (world.lacks_today)
		date = calendar_previous_day(&world.calendar, completed_day());
	buf_puts(b, "{\"output\":[");
	for (int i = 0; i < 30 && !has_no_rows(c->code); i++) {
		comma(b);
		buf_printf(b, "{\"stck_bsop_date\":\"%d\"", date);
		for (int k = 0; k < 3; k++) {
			if (i == 0 && world.unsettled)
				write_empty_class(b, names[k]);
			else
				write_class(b, names[k], volume_of(c->code, date) * (k + 1), 50);
		}
		buf_char(b, '}');
		date = calendar_previous_day(&world.calendar, date);
	}
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

static inline void write_programs(struct buf *b, const struct world_call *c)
{
	int32_t date = last_day(c);

	buf_puts(b, "{\"output\":[");
	for (int i = 0; i < 30 && !has_no_rows(c->code); i++) {
		comma(b);
		buf_printf(b, "{\"stck_bsop_date\":\"%d\"", date);
		write_class(b, "whol_smtn", volume_of(c->code, date) * 5, 60);
		buf_char(b, '}');
		date = calendar_previous_day(&world.calendar, date);
	}
	buf_puts(b, "],\"rt_cd\":\"0\"}");
}

static inline void write_krx(struct buf *b, const struct world_call *c)
{
	enum exchange x = strcmp(c->endpoint, "krx-kosdaq") == 0 ? EXCHANGE_KOSDAQ : EXCHANGE_KOSPI;
	int32_t before = calendar_previous_day(&world.calendar, c->date);
	bool is_late = world.krx_late && c->date >= kst_from_ms(world.wall_ms).date;

	buf_puts(b, "{\"OutBlock_1\":[");
	for (uint32_t i = 0; i < world.share_count && !is_late; i++) {
		const char *code = world.rows[i].code;

		if (world.entries[i].exchange != x)
			continue;
		comma(b);
		buf_printf(b,
			"{\"BAS_DD\":\"%d\",\"ISU_CD\":\"%s\",\"TDD_CLSPRC\":\"%lld\","
			"\"CMPPREVDD_PRC\":\"%lld\",\"ACC_TRDVOL\":\"%lld\","
			"\"ACC_TRDVAL\":\"%lld\",\"LIST_SHRS\":\"1000123\"}",
			c->date, code, (long long)close_of(code, c->date),
			(long long)(close_of(code, c->date) - close_of(code, before)),
			(long long)volume_of(code, c->date),
			(long long)value_of_day(code, c->date));
	}
	buf_puts(b, "]}");
}

static inline void write_body(struct buf *b, const struct world_call *c)
{
	if (world.body && (!world.body_of || strcmp(world.body_of, c->endpoint) == 0))
		buf_puts(b, world.body);
	else if (strcmp(c->endpoint, "inquire-daily-itemchartprice") == 0)
		write_chart(b, c);
	else if (strcmp(c->endpoint, "inquire-investor") == 0)
		write_investors(b, c);
	else if (strcmp(c->endpoint, "program-trade-by-stock-daily") == 0)
		write_programs(b, c);
	else
		write_krx(b, c);
}

/* ---- The client. ---- */

mcp_status kis_send(struct kis *k, const struct kis_call *call, uint64_t *ret_id, struct fault *f)
{
	struct world_call *c = &world.calls[world.call_count];

	(void)k;
	assert_true(world.call_count < WORLD_CALLS);
	if (world.full)
		return fault_set(f, MCP_E_MEMORY, "no room for a call");
	*c = (struct world_call){
		.open = true, .lane = call->lane, .done = call->done, .self = call->self
	};
	c->date = kst_from_ms(world.wall_ms).date;
	(void)snprintf(c->endpoint, sizeof c->endpoint, "%s", call->endpoint);
	for (uint32_t i = 0; i < call->param_count; i++) {
		const mcp_kis_param *p = &call->params[i];

		if (strcmp(p->name, "FID_INPUT_ISCD") == 0)
			(void)snprintf(c->code, sizeof c->code, "%s", p->value);
		/* FID_INPUT_DATE_2 comes after FID_INPUT_DATE_1. */
		if (strstr(p->name, "DATE") || strcmp(p->name, "basDd") == 0)
			c->date = (int32_t)number_of(p->value);
	}
	*ret_id = ++world.call_count;
	world.open++;
	world.most_open = world.open > world.most_open ? world.open : world.most_open;
	return MCP_OK;
}

void kis_cancel(struct kis *k, uint64_t id)
{
	(void)k;
	world.open -= world.calls[id - 1].open;
	world.calls[id - 1].open = false;
}

enum environment kis_environment(const struct kis *k)
{
	(void)k;
	return world.environment;
}

static inline bool is_refused(const struct world_call *c)
{
	char whole[64];

	(void)snprintf(whole, sizeof whole, "%s %s", c->endpoint, c->code);
	if (world.krx_refuses && strncmp(c->endpoint, "krx", 3) == 0)
		return true;
	return (world.refuse_nth && world.next % world.refuse_nth == 0) ||
	       (world.refuse && strstr(whole, world.refuse));
}

/* Answers the oldest call; false when there is none. */
static inline bool world_answer(void)
{
	struct kis_answer answer = { .at_ms = world.wall_ms, .calls = 1 };
	struct buf b;

	while (world.next < world.call_count && !world.calls[world.next].open)
		world.next++;
	if (world.next == world.call_count)
		return false;
	struct world_call c = world.calls[world.next];

	world.calls[world.next++].open = false;
	world.open--;
	buf_init(&b, 1024 * 1024);
	if (is_refused(&c))
		(void)fault_set(&answer.fault, MCP_E_UPSTREAM, "scripted refusal");
	else
		write_body(&b, &c);
	answer.body = buf_as_span(&b);
	c.done(c.self, &answer);
	buf_done(&b);
	return true;
}

/* How many calls went to an endpoint (of a code, or of any). */
static inline uint32_t calls_of(const char *endpoint, const char *code)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < world.call_count; i++)
		n += strcmp(world.calls[i].endpoint, endpoint) == 0 &&
		     (!code || strcmp(world.calls[i].code, code) == 0);
	return n;
}

/* ---- The master files. ---- */

bool master_want(struct master *m, enum lane lane, struct master_waiter *w)
{
	(void)m;
	(void)lane;
	(void)w;
	return true;
}

void master_forget(struct master *m, struct master_waiter *w)
{
	(void)m;
	w->waiting = false;
}

uint32_t master_roster(struct master *m, const struct master_entry **ret)
{
	(void)m;
	*ret = world.entries;
	return world.no_master ? 0 : world.share_count;
}

const struct fault *master_fault(const struct master *m, enum exchange x)
{
	(void)m;
	(void)x;
	return &world.master_why;
}

uint32_t master_generation(const struct master *m)
{
	(void)m;
	return world.generation;
}

const struct master_row *master_find(
	const struct master *m, const char *code, enum exchange *ret_exchange)
{
	(void)m;
	(void)ret_exchange;
	for (uint32_t i = 0; i < world.share_count; i++)
		if (strcmp(world.rows[i].code, code) == 0)
			return &world.rows[i];
	return NULL;
}

const char *exchange_name(enum exchange x)
{
	return x == EXCHANGE_KOSPI ? "KOSPI" : "KOSDAQ";
}

/* ---- The snapshots. ---- */

const struct snapshot *snapshots_newest(struct snapshots *s, enum basis basis)
{
	(void)s;
	return basis == BASIS_KRX ? world.snapshot : NULL;
}

bool snapshots_want(struct snapshots *s, enum basis basis, struct snapshot_waiter *w)
{
	(void)s;
	(void)basis;
	world.sweeps++;
	w->waiting = true;
	world.snapshot_waiter = w;
	return false;
}

void snapshots_forget(struct snapshots *s, struct snapshot_waiter *w)
{
	(void)s;
	w->waiting = false;
	world.snapshot_waiter = NULL;
}

uint32_t snapshot_find(const struct snapshot *s, const char *code)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (strcmp(s->shares[i].row.code, code) == 0)
			return i;
	return UINT32_MAX;
}

/* ---- The store. ---- */

static inline mcp_status disk_open(
	const struct store_options *o, struct store **ret, struct fault *f)
{
	(void)o;
	(void)f;
	*ret = (struct store *)(void *)&world;
	return MCP_OK;
}

static inline void disk_close(struct store *s)
{
	(void)s;
	world.closed++;
}

static inline bool disk_is_writer(struct store *s)
{
	(void)s;
	return !world.reader;
}

static inline mcp_status disk_load(struct store *s, int32_t bars_from, int32_t flows_from)
{
	(void)s;
	/* Enough for what is looked at. */
	assert_true(bars_from < kst_date_add(kst_from_ms(world.wall_ms).date, -95));
	assert_true(flows_from < kst_date_add(kst_from_ms(world.wall_ms).date, -14));
	world.load_due = true;
	world.woken++;
	return MCP_OK;
}

static inline void put_mark(struct disk *d, const struct store_mark *m)
{
	for (uint32_t i = 0; i < d->mark_count; i++)
		if (strcmp(d->marks[i].code, m->code) == 0 && d->marks[i].kind == m->kind) {
			d->marks[i] = *m;
			return;
		}
	d->marks[d->mark_count++] = *m;
}

static inline mcp_status disk_save(
	struct store *s, const struct store_batch *b, uint64_t *ret_ticket, struct fault *f)
{
	struct disk *d = world.disk;

	(void)s;
	if (world.reader)
		return fault_set(f, MCP_E_CONFIG, "another process writes");
	*ret_ticket = ++world.ticket;
	world.woken++;
	if (world.saves_fail > 0) {
		world.saves_fail--;
		world.failed = world.ticket;
		return MCP_OK;
	}
	assert_true(d->bar_count + b->bar_count <= WORLD_DISK);
	assert_true(d->flow_count + b->flow_count <= WORLD_DISK);
	for (uint32_t i = 0; i < b->bar_count; i++)
		d->bars[d->bar_count++] = b->bars[i];
	for (uint32_t i = 0; i < b->flow_count; i++)
		d->flows[d->flow_count++] = b->flows[i];
	for (uint32_t i = 0; i < b->mark_count; i++)
		put_mark(d, &b->marks[i]);
	for (uint32_t i = 0; i < b->day_count; i++)
		d->days[d->day_count++] = b->days[i];
	d->dropped_before = b->drop_before ? b->drop_before : d->dropped_before;
	d->batches++;
	return MCP_OK;
}

static inline void *copy_of(const void *at, size_t bytes)
{
	void *ret = malloc(bytes + 1);

	assert_non_null(ret);
	if (bytes > 0)
		memcpy(ret, at, bytes);
	return ret;
}

static inline void give_disk(struct store_event *e)
{
	const struct disk *d = world.disk;

	*e = (struct store_event){
		.kind = STORE_LOADED,
		.bars = copy_of(d->bars, d->bar_count * sizeof *d->bars),
		.flows = copy_of(d->flows, d->flow_count * sizeof *d->flows),
		.marks = copy_of(d->marks, d->mark_count * sizeof *d->marks),
		.days = copy_of(d->days, d->day_count * sizeof *d->days),
		.bar_count = d->bar_count,
		.flow_count = d->flow_count,
		.mark_count = d->mark_count,
		.day_count = d->day_count,
	};
}

static inline bool disk_take(struct store *s, struct store_event *ret)
{
	(void)s;
	*ret = (struct store_event){ 0 };
	if (world.load_due) {
		world.load_due = false;
		if (world.store_refused)
			*ret = (struct store_event){ .kind = STORE_FAULT,
				.fault = { .status = MCP_E_CONFIG, .text = "newer schema" } };
		else
			give_disk(ret);
		return true;
	}
	if (world.failed) {
		*ret = (struct store_event){ .kind = STORE_FAULT,
			.ticket = world.failed,
			.fault = { .status = MCP_E_CONFIG, .text = "no space is left" } };
		world.failed = 0;
		world.saved = world.ticket;
		return true;
	}
	if (world.saved < world.ticket && !world.holds_saves) {
		*ret = (struct store_event){ .kind = STORE_SAVED, .ticket = ++world.saved };
		return true;
	}
	if (!world.changed)
		return false;
	world.changed = false;
	ret->kind = STORE_CHANGED;
	return true;
}

static const struct store_ops disk_ops = {
	.open = disk_open,
	.close = disk_close,
	.is_writer = disk_is_writer,
	.load = disk_load,
	.save = disk_save,
	.take = disk_take,
};

const struct store_ops *store_ops_load(const char *module, struct fault *f)
{
	(void)module;
	if (!world.no_module)
		return &disk_ops;
	(void)fault_set(f, MCP_E_CONFIG, "there is no module");
	return NULL;
}

void store_event_done(struct store_event *e)
{
	free(e->bars);
	free(e->flows);
	free(e->marks);
	free(e->days);
	*e = (struct store_event){ 0 };
}

/* ---- What tests do. ---- */

static inline void world_wake(void *self)
{
	(void)self;
	world.woken++;
}

/* A fill, as the program starts it; the disk is what it was. */
static inline void begin(void)
{
	world_env.state_dir = world.state_dir;
	world.parts = (struct fill_parts){
		.env = &world_env,
		.calendar = &world.calendar,
		.history = history_new(),
		.flows = flows_new(),
		.sources = &world.sources,
		.module = "module",
		.wake = world_wake,
	};
	world.snapshot_waiter = NULL;
	world.load_due = false;
	world.fill = fill_new(&world.parts);
	assert_non_null(world.fill);
}

static inline void end(void)
{
	fill_free(world.fill);
	world.fill = NULL;
	history_free(world.parts.history);
	flows_free(world.parts.flows);
}

static inline void pass(int64_t ms)
{
	world.wall_ms += ms;
	world.mono_ms += ms;
}

static inline void at(int32_t date, int32_t hour, int32_t minute)
{
	int64_t to = kst_to_ms(date, hour, minute, 0);

	pass(to - world.wall_ms);
}

static inline void start_all(void)
{
	for (int k = 0; k < FILL_KINDS; k++)
		fill_start(world.fill, (enum fill_kind)k);
}

/* One turn of the upstream thread: as often as it is woken. */
static inline int64_t step(void)
{
	int64_t next;

	do {
		world.woken = 0;
		next = fill_step(world.fill);
	} while (world.woken > 0);
	return next;
}

/* Answers `count` calls, or all there are when it is 0; time stands still. */
static inline void answer_some(uint32_t count)
{
	(void)step();
	for (uint32_t i = 0; (count == 0 || i < count) && world_answer(); i++)
		(void)step();
}

/* Lets `ms` pass as the upstream thread would: each step when it is due, every call answered. */
static inline void run_for(int64_t ms)
{
	int64_t until = world.mono_ms + ms;

	for (;;) {
		int64_t next;

		answer_some(0);
		next = step();
		if (world.mono_ms + next >= until)
			break;
		pass(next > 0 ? next : 1);
	}
	pass(until - world.mono_ms);
	(void)step();
}

static inline struct fill_state state_of(enum fill_kind kind)
{
	struct fill_state s;

	fill_state(world.fill, kind, &s);
	return s;
}

static inline int world_start(void **state)
{
	(void)state;
	memset(&world, 0, sizeof world);
	world.disk = calloc(1, sizeof *world.disk);
	assert_non_null(world.disk);
	world.wall_ms = kst_to_ms(TODAY, 10, 0, 0);
	world.mono_ms = 1000000000;
	world.environment = ENVIRONMENT_REAL;
	world.state_dir = "/nowhere";
	phrase_locale("en");
	log_level(MCP_LOG_ERROR);
	add_shares(40);
	return 0;
}

static inline int world_stop(void **state)
{
	(void)state;
	if (world.fill)
		end();
	free(world.disk);
	return 0;
}

#define WORLD_TEST(test) cmocka_unit_test_setup_teardown(test, world_start, world_stop)

#endif
