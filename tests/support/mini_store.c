/* mini_store - a history database for tests: asks, and waits for the answer. */
#include "support/mini_store.h"

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"

#define PATIENCE_MS 10000

static void wake(void *self)
{
	const struct mini_store *m = self;

	/* A full pipe has woken already. */
	if (write(m->woken[1], "", 1) < 0)
		return;
}

void mini_store_open(struct mini_store *m, const char *module, const char *folder, bool may_write)
{
	struct fault f = { 0 };

	*m = (struct mini_store){ .ops = store_ops_load(module, &f) };
	(void)snprintf(m->path, sizeof m->path, "%s/history.db", folder);
	if (!m->ops || pipe2(m->woken, O_CLOEXEC | O_NONBLOCK) < 0)
		errx(1, "no store: %s", f.text);
	if (m->ops->open(
		    &(struct store_options){
			    .path = m->path,
			    .locale = "en",
			    .may_write = may_write,
			    .wake = wake,
			    .self = m,
		    },
		    &m->store, &f) < 0)
		errx(1, "no store: %s", f.text);
}

void mini_store_close(struct mini_store *m)
{
	m->ops->close(m->store);
	m->store = NULL;
	(void)close(m->woken[0]);
	(void)close(m->woken[1]);
}

struct store_event mini_store_event(struct mini_store *m)
{
	struct pollfd woken = { .fd = m->woken[0], .events = POLLIN };
	struct store_event e;
	char byte;

	while (!m->ops->take(m->store, &e)) {
		if (poll(&woken, 1, PATIENCE_MS) <= 0 || read(m->woken[0], &byte, 1) != 1)
			errx(1, "no event came");
	}
	return e;
}

struct store_event mini_store_load(struct mini_store *m)
{
	struct store_event e = { .kind = STORE_FAULT };

	e.fault.status = m->ops->load(m->store, 0, 0);
	return e.fault.status < 0 ? e : mini_store_event(m);
}

struct store_event mini_store_save(struct mini_store *m, const struct store_batch *b)
{
	struct store_event e = { .kind = STORE_FAULT };
	uint64_t ticket;

	return m->ops->save(m->store, b, &ticket, &e.fault) < 0 ? e : mini_store_event(m);
}

static void put_code(char *ret, const char *code)
{
	(void)snprintf(ret, 8, "%s", code);
}

struct store_bar mini_bar(const char *code, int32_t date, int64_t n)
{
	struct store_bar ret = {
		.date = date,
		.bar = {
			.volume = 1000 * n + 1,
			.value = 1000000000 * n + 2,
			.listed = 5000000000 + n,
			.close = (int32_t)(70000 + n % 1000),
			.base = (int32_t)(71000 + n % 1000),
			.known = (uint16_t)(n % 32),
			.split = (uint16_t)(n % 2),
		},
	};

	put_code(ret.code, code);
	return ret;
}

struct store_flow mini_flow(const char *code, int32_t date, uint32_t who, int64_t n)
{
	struct store_flow ret = {
		.date = date,
		.who = who,
		.flow = {
			.buy_amount = 3000000 * n,
			.sell_amount = 5000000 * n,
			.net_amount = -2000000 * n,
			.buy_volume = 30 * n,
			.sell_volume = 50 * n,
			.net_volume = -20 * n,
			.known = (uint16_t)(n % 64),
			.rounded = (uint16_t)(n % 2),
		},
	};

	put_code(ret.code, code);
	return ret;
}

struct store_mark mini_mark(const char *code, uint32_t kind, int32_t until)
{
	struct store_mark ret = { .kind = kind, .until = until };

	put_code(ret.code, code);
	return ret;
}

const struct store_bar *mini_find_bar(const struct store_event *e, const char *code, int32_t date)
{
	for (uint32_t i = 0; i < e->bar_count; i++)
		if (e->bars[i].date == date && str_same(e->bars[i].code, code))
			return &e->bars[i];
	return NULL;
}
