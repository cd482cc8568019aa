/* tasks_write - tasks as clients see them. */
#include <time.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "host/proto/tasks_inside.h"

static const char *const words[] = {
	[TASK_WORKING] = "working",
	[TASK_INPUT_REQUIRED] = "input_required",
	[TASK_COMPLETED] = "completed",
	[TASK_FAILED] = "failed",
	[TASK_CANCELLED] = "cancelled",
};

/* ISO 8601, UTC, to the millisecond. */
static void write_time(struct buf *b, const char *name, int64_t wall_ms)
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm parts = { 0 };
	char text[40];

	(void)gmtime_r(&seconds, &parts);
	(void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
		parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
		parts.tm_sec, (int)(wall_ms % 1000));
	json_name(b, name);
	json_cstr(b, text);
}

void task_write_head(const struct task *t, struct buf *b)
{
	buf_puts(b, "\"taskId\":");
	json_cstr(b, t->id);
	json_name(b, "status");
	json_cstr(b, words[t->status]);
	write_time(b, "createdAt", t->created_wall_ms);
	write_time(b, "lastUpdatedAt", t->updated_wall_ms);
	json_name(b, "ttlMs");
	json_int(b, t->ends_mono_ms - t->created_mono_ms);
	json_name(b, "pollIntervalMs");
	json_int(b, TASK_POLL_MS);
}

static void write_questions(const struct task *t, struct buf *b)
{
	json_name(b, "inputRequests");
	buf_char(b, '{');
	for (const struct task_question *q = t->questions; q; q = q->next) {
		if (!q->is_open)
			continue;
		json_next(b);
		buf_span(b, q->name);
		buf_char(b, ':');
		buf_span(b, q->request);
	}
	buf_char(b, '}');
}

void task_write(const struct task *t, struct buf *b)
{
	task_write_head(t, b);
	b->failed |= t->status > TASK_INPUT_REQUIRED && t->result.failed;
	if (t->status == TASK_INPUT_REQUIRED)
		write_questions(t, b);
	if (t->status == TASK_COMPLETED) {
		buf_puts(b, ",\"result\":{\"resultType\":\"complete\",");
		buf_span(b, buf_as_span(&t->result));
		buf_char(b, '}');
	}
	if (t->status == TASK_FAILED) {
		json_name(b, "error");
		buf_span(b, buf_as_span(&t->result));
	}
}
