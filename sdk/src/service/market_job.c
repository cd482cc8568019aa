/* market_job - how a job ends, what it tells on the way, where its figures stand. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "service/market_part.h"

#define BODY_MAX (1024 * 1024)

/* ---- Ends. ---- */

static void complete(struct job *j, struct service_reply *reply)
{
	const struct env *env = j->market->env;

	reply->id = j->id;
	reply->from = j->from;
	job_free(j);
	env->complete(env->self, reply);
}

void job_refuse(struct job *j, const struct fault *f)
{
	struct service_reply reply = { .fault = *f };

	complete(j, &reply);
}

void job_say_not_kept(struct fault *ret)
{
	(void)fault_set(ret, MCP_E_CLOSED,
		"the market is closed and what this needs is not kept; ask while it is open");
}

void job_refuse_memory(struct job *j)
{
	struct fault f = { 0 };

	(void)fault_set(&f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	job_refuse(j, &f);
}

static void write_inner(
	const struct market_query *q, const struct asked_column *asked, struct buf *b)
{
	uint32_t count;
	const struct column *columns = columns_inside(q->op, asked->column, &count);

	buf_puts(b, ",\"columns\":[");
	for (uint32_t i = 0; i < asked->inner_count; i++) {
		json_next(b);
		json_cstr(b, columns[asked->inner[i]].name);
	}
	buf_puts(b, "]}");
}

static void write_columns(const struct market_query *q, struct buf *b)
{
	uint32_t count;
	const struct column *columns = columns_of(q->op, &count);

	for (uint32_t i = 0; i < q->column_count; i++) {
		const struct asked_column *asked = &q->columns[i];
		const struct column *column = &columns[asked->column];

		json_next(b);
		if (column->kind == COLUMN_LIST)
			buf_puts(b, "{\"name\":");
		json_cstr(b, column->name);
		if (column->kind == COLUMN_LIST)
			write_inner(q, asked, b);
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
	complete(j, &reply);
}

/* ---- On the way. ---- */

void job_progress(struct job *j, double done, double total)
{
	struct service_reply reply = {
		.id = j->id,
		.more = true,
		.done = j->progress_base + done,
		.total = j->progress_base + total,
	};

	provenance_init(&reply.from);
	j->progress_total = total;
	j->market->env->complete(j->market->env->self, &reply);
}

void job_end_phase(struct job *j)
{
	j->progress_base += j->progress_total;
	j->progress_total = 0;
}

bool job_make_result(struct job *j)
{
	free(j->result);
	j->result = calloc(1, sizeof *j->result);
	if (!j->result) {
		job_refuse_memory(j);
		return false;
	}
	provenance_init(&j->result->from);
	return true;
}

/* ---- Where figures stand. ---- */

struct market_session market_now(const struct market *m, enum basis basis)
{
	return market_session(m->calendar, basis, clock_wall(&m->env->clock));
}

void market_stamp(const struct market *m, enum basis basis, int64_t at_ms, struct provenance *p)
{
	stamp_add(m->calendar, kis_environment(m->kis), basis, at_ms, p);
}

void market_note_master(const struct market *m, enum exchange x, struct provenance *p)
{
	const int32_t day = master_old_day(m->master, x);
	char date[16];

	if (day == 0)
		return;
	market_date_text(day, date);
	provenance_note(p,
		"flags and share counts of %s are of %s: the newest master file is not there yet",
		exchange_name(x), date);
}

void market_stamp_day(const struct market *m, int32_t date, struct provenance *p)
{
	const struct market_session now = market_now(m, BASIS_KRX);
	struct provenance stamp;

	if (date == now.date && now.provisional)
		return;
	provenance_init(&stamp);
	stamp.used = true;
	stamp.environment = kis_environment(m->kis);
	stamp.basis = BASIS_KRX;
	stamp.session = "closed";
	stamp.as_of_ms = calendar_end_of(date);
	stamp.fresh_until_ms = now.next_change_ms;
	stamp.complete = p->complete;
	stamp.upstream_calls = p->upstream_calls;
	/* Notes of gaps stay with them. */
	for (uint32_t i = 0; i < p->note_count && !p->complete; i++)
		provenance_note_text(&stamp, span_of(p->notes[i]));
	*p = stamp;
}
