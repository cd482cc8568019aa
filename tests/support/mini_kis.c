/* mini_kis - settings, folder and clock of a client under test. */
#include "support/mini_kis.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/kis_hash.h"

void mini_kis_init(struct mini_kis *m)
{
	memset(m, 0, sizeof *m);
	mini_wire_init(&m->wire);
	m->env = (struct env){ .clock = m->wire.clock, .counters = &m->counters };
	m->settings = (struct kis_settings){
		.environment = "real",
		.app_key = "PSkeykeykeykeykeykeykeykeykeykeykey0",
		.app_secret = "a-secret-that-nobody-may-see-anywhere",
		.requests_per_second = 15,
		.deadline = 10,
		.body_max = 65536,
		.base_url = "https://kis.test:9443",
		.master_url = "https://master.test",
	};
	m->sources.opendart.base_url = "https://dart.test";
	m->sources.krx.base_url = "https://krx.test";
}

void mini_kis_folder(struct mini_kis *m)
{
	(void)snprintf(m->folder, sizeof m->folder, "/tmp/mini-kis-XXXXXX");
	m->env.state_dir = mkdtemp(m->folder);
}

void mini_kis_path(const struct mini_kis *m, const char *name, char *ret, size_t room)
{
	char hash[KIS_HASH_ROOM];

	kis_hash_hex(kis_hash(KIS_HASH_START, span_of(m->settings.app_key)), hash);
	(void)snprintf(ret, room, "%s/%s/%s", m->folder, hash, name);
}

void mini_kis_start_as(struct mini_kis *m, enum environment environment)
{
	m->kis = kis_new(&(struct kis_options){
		.env = &m->env,
		.settings = &m->settings,
		.sources = &m->sources,
		.environment = environment,
		.wire = &m->wire.wire,
	});
}

void mini_kis_start(struct mini_kis *m)
{
	mini_kis_start_as(m, ENVIRONMENT_REAL);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void mini_kis_end(struct mini_kis *m)
{
	kis_free(m->kis);
	m->kis = NULL;
	if (m->folder[0])
		(void)nftw(m->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void got(void *self, const struct kis_answer *answer)
{
	struct mini_got *g = self;

	g->times++;
	g->fault = answer->fault;
	g->calls = answer->calls;
	g->at_ms = answer->at_ms;
	g->mono_ms = g->wire->mono_ms;
	(void)snprintf(g->body, sizeof g->body, "%.*s", (int)answer->body.len,
		answer->body.at ? answer->body.at : "");
}

mcp_status mini_kis_ask_in(struct mini_kis *m, enum lane lane, const char *endpoint,
	const char *value, struct mini_got *ret)
{
	const mcp_kis_param param = { "N", value };

	*ret = (struct mini_got){ .wire = &m->wire };
	return kis_send(m->kis,
		&(struct kis_call){
			.endpoint = endpoint,
			.params = &param,
			.param_count = value ? 1 : 0,
			.lane = lane,
			.deadline_mono_ms = m->deadline_ms,
			.done = got,
			.self = ret,
		},
		&ret->id, &ret->fault);
}

mcp_status mini_kis_ask(
	struct mini_kis *m, const char *endpoint, const char *value, struct mini_got *ret)
{
	return mini_kis_ask_in(m, LANE_USER, endpoint, value, ret);
}

void mini_kis_ask_many(
	struct mini_kis *m, const char *endpoint, uint32_t count, struct mini_got *ret)
{
	for (uint32_t i = 0; i < count; i++) {
		char value[16];

		(void)snprintf(value, sizeof value, "%u", i);
		(void)mini_kis_ask(m, endpoint, value, &ret[i]);
	}
}

void mini_kis_run(struct mini_kis *m, int64_t ms)
{
	int64_t until = m->wire.mono_ms + ms;

	while (m->wire.mono_ms < until)
		kis_step(m->kis, (int)(until - m->wire.mono_ms));
}

uint32_t mini_got_count(const struct mini_got *all, uint32_t count, mcp_status status)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++)
		n += all[i].times == 1 && all[i].fault.status == status;
	return n;
}
