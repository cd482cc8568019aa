/* market_master_load - fetches the master files once a day and keeps the last good ones. */
#include "service/market_master.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "service/market_sector_load.h"

#define KEPT_MAX (16 * 1024 * 1024)
#define KEPT_HEAD "mcp-master %08d\n" /* a kept file begins with the day it is of */
#define KEPT_HEAD_LENGTH 20
#define TRY_AGAIN_MS 60000
#define FETCH_MS 10000
/* KIS renews the files about 07:35; until then yesterday's are the newest. */
#define RENEWED_AFTER_MS (INT64_C(7) * 3600000 + INT64_C(45) * 60000)

struct file {
	struct master *master;
	enum exchange exchange;
	struct master_table table;
	int32_t day; /* the table is of; 0: no table */
	bool fetching;
	uint64_t call;
	int64_t tried_ms; /* mono; 0: never */
	struct fault fault;
};

struct master {
	const struct env *env;
	struct kis *kis;
	bool looked; /* into the state folder */
	uint32_t calls;
	struct file files[EXCHANGES];
	struct sector_load names;
	uint32_t generation; /* grows with each new table */
	struct master_entry *roster;
	uint32_t roster_count;
	uint32_t roster_generation; /* it was made of; 0: there is none */
	struct master_waiter *waiters;
};

static void on_names(void *self);

struct master *master_new(const struct env *env, struct kis *kis)
{
	struct master *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	m->env = env;
	m->kis = kis;
	m->names = (struct sector_load){ .env = env, .kis = kis, .done = on_names, .self = m };
	for (int x = 0; x < EXCHANGES; x++) {
		m->files[x].master = m;
		m->files[x].exchange = (enum exchange)x;
	}
	return m;
}

void master_free(struct master *m)
{
	if (!m)
		return;
	for (int x = 0; x < EXCHANGES; x++) {
		if (m->files[x].fetching)
			kis_cancel(m->kis, m->files[x].call);
		master_table_done(&m->files[x].table);
	}
	sector_load_done(&m->names);
	free(m->roster);
	free(m);
}

/* Only real figures are kept: the demo's cost nothing and must never stand in for them. */
static bool is_kept(const struct master *m)
{
	return m->env->state_dir && kis_environment(m->kis) == ENVIRONMENT_REAL;
}

static void kept_path(const struct file *file, char *ret, size_t room)
{
	(void)snprintf(ret, room, "%s/master-%s.mst", file->master->env->state_dir,
		file->exchange == EXCHANGE_KOSPI ? "kospi" : "kosdaq");
}

static void set_table(struct file *file, const struct master_table *table, int32_t day)
{
	master_table_done(&file->table);
	file->table = *table;
	file->day = day;
	file->master->generation++;
}

static void load_kept(struct file *file)
{
	CLEANUP(buf_done) struct buf bytes;
	struct master_table table;
	struct span body;
	char path[4096];
	int64_t day;

	buf_init(&bytes, KEPT_MAX);
	kept_path(file, path, sizeof path);
	if (file_read(path, &bytes, NULL) < 0 || bytes.len < KEPT_HEAD_LENGTH)
		return;
	if (!span_int((struct span){ bytes.at + 11, 8 }, &day) || day < 20000101 || day > 99991231)
		return;
	body = (struct span){ bytes.at + KEPT_HEAD_LENGTH, bytes.len - KEPT_HEAD_LENGTH };
	if (master_parse(file->exchange, body, &table, NULL) < 0)
		return;
	set_table(file, &table, (int32_t)day);
}

static void save_kept(const struct file *file, struct span body)
{
	CLEANUP(buf_done) struct buf bytes;
	struct fault f = { 0 };
	char path[4096];

	buf_init(&bytes, KEPT_MAX);
	buf_printf(&bytes, KEPT_HEAD, file->day);
	buf_span(&bytes, body);
	kept_path(file, path, sizeof path);
	if (bytes.failed || file_save(path, bytes.at, bytes.len, &f) < 0)
		log_warn("master file not kept market=%s reason=\"%s\"",
			exchange_name(file->exchange), f.text);
}

static int32_t newest_day(const struct master *m)
{
	return kst_from_ms(clock_wall(&m->env->clock) - RENEWED_AFTER_MS).date;
}

/* A caller waits only for what is not there at all. */
static bool is_ready(const struct master *m, const struct master_waiter *w)
{
	for (int x = 0; x < EXCHANGES; x++)
		if (m->files[x].day == 0 && m->files[x].fetching)
			return false;
	return !w->with_names || m->names.day != 0 || !m->names.fetching;
}

static struct master_waiter *first_ready(const struct master *m)
{
	struct master_waiter *w = m->waiters;

	while (w && !is_ready(m, w))
		w = w->next;
	return w;
}

static void wake_waiters(struct master *m)
{
	struct master_waiter *w;

	while ((w = first_ready(m))) {
		master_forget(m, w);
		w->ready(w->self);
	}
}

static void on_names(void *self)
{
	wake_waiters(self);
}

static bool wants_names(const struct master *m)
{
	const struct master_waiter *w = m->waiters;

	while (w && !w->with_names)
		w = w->next;
	return w;
}

static void want_names(struct master *m);

static void take_table(struct file *file, const struct kis_answer *answer)
{
	struct master_table table;

	file->fault = answer->fault;
	if (file->fault.status == MCP_OK)
		(void)master_parse(file->exchange, answer->body, &table, &file->fault);
	if (file->fault.status < 0) {
		log_info("master file not loaded market=%s reason=\"%s\"",
			exchange_name(file->exchange), file->fault.text);
		return;
	}
	set_table(file, &table, newest_day(file->master));
	if (is_kept(file->master))
		save_kept(file, answer->body);
}

static void on_answer(void *self, const struct kis_answer *answer)
{
	struct file *file = self;

	file->fetching = false;
	file->master->calls += answer->calls;
	take_table(file, answer);
	if (wants_names(file->master))
		want_names(file->master);
	wake_waiters(file->master);
}

static void fetch(struct file *file, enum lane lane)
{
	struct master *m = file->master;
	int64_t now = clock_mono(&m->env->clock);
	struct kis_call call = {
		.endpoint = file->exchange == EXCHANGE_KOSPI ? "master-kospi" : "master-kosdaq",
		.lane = file->day ? LANE_BACKGROUND : lane,
		.deadline_mono_ms = now + FETCH_MS,
		.done = on_answer,
		.self = file,
	};

	file->tried_ms = now;
	file->fetching = kis_send(m->kis, &call, &file->call, &file->fault) == MCP_OK;
}

static bool is_due(const struct file *file)
{
	const struct master *m = file->master;

	if (file->fetching || file->day == newest_day(m))
		return false;
	return file->tried_ms == 0 || clock_mono(&m->env->clock) - file->tried_ms >= TRY_AGAIN_MS;
}

/* ---- Names of sectors. ---- */

/* Behind the tables, which are what most answers wait for. */
static void want_names(struct master *m)
{
	if (master_has(m, EXCHANGE_KOSPI) && master_has(m, EXCHANGE_KOSDAQ))
		sector_load_want(
			&m->names, newest_day(m), wants_names(m) ? LANE_USER : LANE_BACKGROUND);
}

const char *master_sector_name(const struct master *m, int32_t sector)
{
	return sector_names_find(&m->names.table, sector);
}

bool master_has_names(const struct master *m)
{
	return m->names.day != 0;
}

/* ---- What others ask. ---- */

void master_recall(struct master *m)
{
	for (int x = 0; x < EXCHANGES && !m->looked && is_kept(m); x++)
		load_kept(&m->files[x]);
	m->looked = true;
}

bool master_want(struct master *m, enum lane lane, struct master_waiter *w)
{
	master_recall(m);
	for (int x = 0; x < EXCHANGES; x++)
		if (is_due(&m->files[x]))
			fetch(&m->files[x], lane);
	want_names(m);
	if (is_ready(m, w))
		return true;
	if (w->waiting)
		return false;
	w->waiting = true;
	w->next = m->waiters;
	m->waiters = w;
	return false;
}

void master_forget(struct master *m, struct master_waiter *w)
{
	struct master_waiter **at = &m->waiters;

	if (!w->waiting)
		return;
	while (*at && *at != w)
		at = &(*at)->next;
	if (*at)
		*at = w->next;
	w->waiting = false;
}

bool master_has(const struct master *m, enum exchange x)
{
	return m->files[x].day != 0;
}

const struct master_table *master_table(const struct master *m, enum exchange x)
{
	return &m->files[x].table;
}

int32_t master_day(const struct master *m, enum exchange x)
{
	return m->files[x].day;
}

int64_t master_renewed_ms(int32_t day)
{
	return kst_to_ms(day, 0, 0, 0) + RENEWED_AFTER_MS;
}

const struct fault *master_fault(const struct master *m, enum exchange x)
{
	return &m->files[x].fault;
}

int32_t master_old_day(const struct master *m, enum exchange x)
{
	return m->files[x].day < newest_day(m) ? m->files[x].day : 0;
}

const struct master_row *master_find(
	const struct master *m, const char *code, enum exchange *ret_exchange)
{
	for (int x = 0; x < EXCHANGES; x++) {
		const struct master_row *row = master_table_find(&m->files[x].table, code);

		if (row && ret_exchange)
			*ret_exchange = (enum exchange)x;
		if (row)
			return row;
	}
	return NULL;
}

uint32_t master_generation(const struct master *m)
{
	return m->generation;
}

uint32_t master_roster(struct master *m, const struct master_entry **ret)
{
	const struct master_table tables[EXCHANGES] = { m->files[0].table, m->files[1].table };

	if (!master_has(m, EXCHANGE_KOSPI) || !master_has(m, EXCHANGE_KOSDAQ))
		return 0;
	if (m->roster_generation != m->generation) {
		free(m->roster);
		m->roster = NULL;
		m->roster_generation = 0;
		if (!master_roster_make(tables, &m->roster, &m->roster_count))
			return 0;
		m->roster_generation = m->generation;
	}
	*ret = m->roster;
	return m->roster_count;
}

uint32_t master_take_calls(struct master *m)
{
	uint32_t calls = m->calls;

	m->calls = 0;
	return calls;
}
