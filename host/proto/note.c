/* note - what a call says while it runs: progress and log messages. */
#include "base/cleanup.h"
#include "data/json.h"
#include "host/proto/peer_inside.h"

void note_progress(struct waiter *w, double done, double total, struct span text)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct pending *p = (struct pending *)w;

	if (!p->progress_token.at || done <= p->last_progress)
		return;
	p->last_progress = done;
	buf_init(&b, 8192);
	buf_puts(&b, "{\"progressToken\":");
	buf_span(&b, p->progress_token);
	buf_puts(&b, ",\"progress\":");
	json_real(&b, done);
	if (total > 0) {
		buf_puts(&b, ",\"total\":");
		json_real(&b, total);
	}
	if (text.at && p->version >= VERSION_2025_03_26) {
		buf_puts(&b, ",\"message\":");
		buf_span(&b, text);
	}
	buf_char(&b, '}');
	if (!b.failed)
		send_notification(p->outlet, "notifications/progress", buf_as_span(&b));
}

void note_log(struct waiter *w, int32_t level, struct span text)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct pending *p = (struct pending *)w;
	enum log_threshold at;
	const char *word = log_level_word(level, &at);

	if (p->log == LOG_OFF || at < p->log || !text.at)
		return;
	buf_init(&b, 8192);
	buf_puts(&b, "{\"level\":");
	json_cstr(&b, word);
	buf_puts(&b, ",\"logger\":");
	json_cstr(&b, p->tool);
	buf_puts(&b, ",\"data\":");
	buf_span(&b, text);
	buf_char(&b, '}');
	if (!b.failed)
		send_notification(p->outlet, "notifications/message", buf_as_span(&b));
}
