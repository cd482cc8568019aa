/* kis_server_fault - what shall go wrong next. */
#include "kis_server.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "data/scan.h"

static const char *const kinds[] = { "", "status", "delay", "cut", "garbage", "html", "hang",
	"reset", "rate", "token", "truncate", "flood", "clear" };

static enum fault_kind kind_of(struct span text)
{
	for (size_t i = 1; i < COUNT_OF(kinds); i++) {
		if (scan_text_is(text, kinds[i]))
			return (enum fault_kind)i;
	}
	return FAULT_NONE;
}

bool server_fault_add(struct server *s, struct span json)
{
	struct server_fault f = { .times = 1 };
	bool added = false;

	if (!scan_check(json, NULL))
		return false;
	f.kind = kind_of(scan_get(json, "kind"));
	if (f.kind == FAULT_NONE)
		return false;
	(void)scan_text_into(scan_get(json, "match"), f.match, sizeof f.match);
	(void)scan_int(scan_get(json, "value"), &f.value);
	(void)scan_int(scan_get(json, "times"), &f.times);
	(void)pthread_mutex_lock(&s->lock);
	if (f.kind == FAULT_CLEAR) {
		memset(s->faults, 0, sizeof s->faults);
		added = true;
	}
	for (int i = 0; i < SERVER_FAULTS && !added; i++) {
		if (s->faults[i].kind == FAULT_NONE) {
			s->faults[i] = f;
			added = true;
		}
	}
	(void)pthread_mutex_unlock(&s->lock);
	return added;
}

struct server_fault server_fault_take(struct server *s, const struct server_request *r)
{
	struct server_fault taken = { .kind = FAULT_NONE };
	char target[2048];

	(void)snprintf(target, sizeof target, "%s?%.*s", r->path, (int)r->query.len, r->query.at);
	(void)pthread_mutex_lock(&s->lock);
	for (int i = 0; i < SERVER_FAULTS; i++) {
		struct server_fault *f = &s->faults[i];

		if (f->kind == FAULT_NONE || !strstr(target, f->match))
			continue;
		taken = *f;
		if (f->times > 0 && --f->times == 0)
			f->kind = FAULT_NONE;
		break;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return taken;
}
