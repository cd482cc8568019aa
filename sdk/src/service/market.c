/* market - the market in domain words on top of the KIS client: service market/1. */
#include "service/market.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "service/market_part.h"

#define KEPT_MS 10000
#define BODY_MAX (1024 * 1024)

struct market *market_new(
	const struct env *env, struct kis *kis, const struct market_settings *settings)
{
	struct market *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	m->env = env;
	m->kis = kis;
	m->settings = settings;
	m->calendar = calloc(1, sizeof *m->calendar);
	m->master = master_new(env, kis);
	m->details = detail_cache_new();
	if (!m->calendar || !m->master || !m->details) {
		market_free(m);
		return NULL;
	}
	return m;
}

static void unlink_job(struct job *j)
{
	struct job **at = &j->market->jobs;

	while (*at && *at != j)
		at = &(*at)->next;
	if (*at)
		*at = j->next;
}

static void free_job(struct job *j)
{
	unlink_job(j);
	ranking_free(j->ranking);
	details_free(j->details);
	batch_cancel(&j->totals);
	sync_free(j->sync);
	free(j->result);
	free(j);
}

static void cancel_job(struct job *j)
{
	struct fault f;

	(void)fault_set(&f, MCP_E_CANCELLED, "the call was cancelled");
	job_refuse(j, &f);
}

void market_free(struct market *m)
{
	if (!m)
		return;
	while (m->jobs)
		cancel_job(m->jobs);
	for (int b = 0; b < 2; b++)
		for (int s = 0; s < SCOPES; s++)
			for (int k = 0; k < SORTS; k++)
				free(m->kept[b][s][k].result);
	master_free(m->master);
	lru_free(m->details);
	free(m->calendar);
	free(m);
}

void market_start(struct market *m, const struct service_request *request)
{
	struct service_reply reply = { .id = request->id };
	struct job *j = calloc(1, sizeof *j);

	provenance_init(&reply.from);
	if (!j) {
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		m->env->complete(m->env->self, &reply);
		return;
	}
	j->market = m;
	j->id = request->id;
	j->lane = request->lane;
	j->deadline_mono_ms = request->deadline_mono_ms;
	provenance_init(&j->from);
	j->next = m->jobs;
	m->jobs = j;
	if (str_same(request->op, "sync"))
		sync_start(j, request->body);
	else if (market_query_read(request, m->settings, &j->query, &reply.fault) < 0)
		job_refuse(j, &reply.fault);
	else if (j->query.is_summary)
		summary_start(j);
	else
		top_start(j);
}

void market_cancel(struct market *m, uint64_t id)
{
	for (struct job *j = m->jobs; j; j = j->next)
		if (j->id == id) {
			cancel_job(j);
			return;
		}
}

/* ---- Ends. ---- */

void job_complete(struct job *j, struct service_reply *reply)
{
	const struct env *env = j->market->env;

	reply->id = j->id;
	reply->from = j->from;
	free_job(j);
	env->complete(env->self, reply);
}

void job_refuse(struct job *j, const struct fault *f)
{
	struct service_reply reply = { .fault = *f };

	job_complete(j, &reply);
}

static void write_columns(const struct market_query *q, struct buf *b)
{
	for (uint32_t i = 0; i < q->column_count; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_cstr(b, market_column_name(q->is_summary, q->columns[i]));
	}
}

void job_answer(struct job *j, void (*write_row)(const struct job *j, uint32_t row, struct buf *b),
	uint32_t rows)
{
	struct service_reply reply = { 0 };
	struct buf b;

	buf_init(&b, BODY_MAX);
	buf_puts(&b, "{\"columns\":[");
	write_columns(&j->query, &b);
	buf_puts(&b, "],\"rows\":[");
	for (uint32_t i = 0; i < rows; i++) {
		buf_puts(&b, i > 0 ? ",[" : "[");
		write_row(j, i, &b);
		buf_char(&b, ']');
	}
	buf_puts(&b, "]}");
	reply.body = buf_take(&b, &reply.body_len);
	if (!reply.body)
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	buf_done(&b);
	job_complete(j, &reply);
}

void job_progress(struct job *j, double done, double total)
{
	struct service_reply reply = {
		.id = j->id,
		.more = true,
		.done = done,
		.total = total,
	};

	provenance_init(&reply.from);
	j->market->env->complete(j->market->env->self, &reply);
}

/* ---- Where figures stand. ---- */

void market_stamp(const struct market *m, enum basis basis, int64_t at_ms, struct provenance *p)
{
	stamp_add(m->calendar, kis_environment(m->kis), basis, at_ms, p);
}

const struct ranking_result *market_kept(
	struct market *m, enum basis basis, enum market_scope scope, enum market_sort sort)
{
	const struct kept *k = &m->kept[basis == BASIS_NXT][scope][sort];

	if (!k->result || clock_mono(&m->env->clock) > k->until_mono_ms)
		return NULL;
	/* Not over the end of its session. */
	if (k->result->from.fresh_until_ms &&
		clock_wall(&m->env->clock) >= k->result->from.fresh_until_ms)
		return NULL;
	return k->result;
}

void market_keep(struct market *m, const struct market_query *q, const struct ranking_result *r)
{
	struct kept *k = &m->kept[q->basis == BASIS_NXT][q->scope][q->sort];

	if (!k->result)
		k->result = calloc(1, sizeof *k->result);
	if (!k->result)
		return;
	*k->result = *r;
	k->until_mono_ms = clock_mono(&m->env->clock) + KEPT_MS;
}
