/* shortcut - questions that come again, known by their bytes. */
#include "host/proto/shortcut.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "host/proto/peer_inside.h"

#define TEXT_MAX 4096 /* bytes of a message worth remembering */
#define DIGITS_MAX 18 /* of an id: always within 64 bits */
#define STRING_ID_MAX 64

/* Bytes of a whole number without sign or leading zero at the start of `s`; 0: there is none. */
static size_t digits_at(struct span s)
{
	size_t n = 0;

	while (n < s.len && n <= DIGITS_MAX && s.at[n] >= '0' && s.at[n] <= '9')
		n++;
	return n > DIGITS_MAX || (n > 1 && s.at[0] == '0') ? 0 : n;
}

/* Bytes of a string of plain ASCII, quotes included; 0 when it is anything else. */
static size_t string_at(struct span s)
{
	size_t n = 1;

	while (n < s.len && n <= STRING_ID_MAX && s.at[n] >= ' ' && s.at[n] <= '~' &&
		s.at[n] != '"' && s.at[n] != '\\')
		n++;
	return n < s.len && s.at[n] == '"' ? n + 1 : 0;
}

static size_t id_at(struct span s)
{
	return s.len > 0 && s.at[0] == '"' ? string_at(s) : digits_at(s);
}

/* True when `line` is the remembered message with some id, which *ret_id gets. */
static bool matches(const struct shortcut *c, struct span line, struct span *ret_id)
{
	struct span id;

	if (!c->text || line.len <= c->before + c->behind)
		return false;
	id = (struct span){ line.at + c->before, line.len - c->before - c->behind };
	if (id_at(id) != id.len || memcmp(line.at, c->text, c->before) != 0)
		return false;
	*ret_id = id;
	return memcmp(line.at + line.len - c->behind, c->text + c->before, c->behind) == 0;
}

static bool is_valid(const struct peer *p, const struct shortcut *c)
{
	return c->legacy == p->legacy && c->generation == p->server->generation;
}

static bool try(struct peer *p, struct shortcut *c, const struct incoming *in)
{
	struct request r = { .peer = p, .outlet = in->outlet, .version = c->version };
	const struct answer *a;

	if (!matches(c, in->text, &r.id) || !is_valid(p, c))
		return false;
	if (p->pending && pending_has(&r))
		return false;
	if (in->claims && version_is_modern(c->version) &&
		!gate_known(in->claims, "tools/call", c->tool->declared->name))
		return false;
	a = dispatch_kept(p->server->dispatch, c->tool,
		(struct span){ c->text + c->before + c->behind, c->key });
	if (!a)
		return false;
	send_answer(&r, a, false);
	return true;
}

bool shortcut_answer(struct peer *p, const struct incoming *in)
{
	struct shortcuts *s = p->shortcuts;

	if (try(p, &s->at[s->last], in))
		return true;
	for (uint32_t i = 0; i < SHORTCUTS; i++) {
		if (i != s->last && try(p, &s->at[i], in)) {
			s->last = i;
			return true;
		}
	}
	return false;
}

static void forget(struct shortcut *c)
{
	free(c->text);
	*c = (struct shortcut){ 0 };
}

/* The place of a message that is known but void or cold now, or the one to be replaced. */
static struct shortcut *place_for(struct shortcuts *s, struct span line)
{
	struct span id;

	for (uint32_t i = 0; i < SHORTCUTS; i++)
		if (matches(&s->at[i], line, &id))
			return &s->at[i];
	s->next = (s->next + 1) % SHORTCUTS;
	return &s->at[s->next];
}

void shortcut_learn(const struct request *r, const struct tool *tool, struct span key)
{
	struct shortcut *c;
	size_t behind = (size_t)(r->whole.at + r->whole.len - (r->id.at + r->id.len));
	size_t before = (size_t)(r->id.at - r->whole.at);
	char *text;

	if (r->batch || key.len == 0 || r->whole.len > TEXT_MAX || id_at(r->id) != r->id.len)
		return;
	text = malloc(before + behind + key.len);
	if (!text)
		return;
	memcpy(text, r->whole.at, before);
	memcpy(text + before, r->id.at + r->id.len, behind);
	memcpy(text + before + behind, key.at, key.len);
	c = place_for(r->peer->shortcuts, r->whole);
	forget(c);
	*c = (struct shortcut){
		.text = text,
		.before = before,
		.behind = behind,
		.key = key.len,
		.tool = tool,
		.version = r->version,
		.legacy = r->peer->legacy,
		.generation = r->peer->server->generation,
	};
}

struct shortcuts *shortcuts_new(void)
{
	return calloc(1, sizeof(struct shortcuts));
}

void shortcuts_free(struct shortcuts *s)
{
	if (!s)
		return;
	for (uint32_t i = 0; i < SHORTCUTS; i++)
		forget(&s->at[i]);
	free(s);
}
