/* round_data - what is kept of a call that asks: order, answers, what it remembers. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/check.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"

#define ARGS_MAX ((size_t)1024 * 1024)
#define TARGET_MAX 4096
#define KEPT_MAX ((size_t)64 * 1024)

struct round *round_new(const struct call_order *order, struct span target, uint32_t number)
{
	struct round *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	buf_init(&k->target, TARGET_MAX);
	buf_init(&k->args, ARGS_MAX);
	buf_init(&k->inputs, ROUND_INPUTS_MAX);
	buf_init(&k->kept, KEPT_MAX);
	k->kind = order->kind;
	k->client = order->client;
	k->number = number;
	buf_span(&k->target, target);
	buf_span(&k->args, order->args);
	buf_span(&k->inputs, order->inputs);
	buf_span(&k->kept, order->kept);
	if (k->target.failed || k->args.failed || k->inputs.failed || k->kept.failed) {
		round_free(k);
		return NULL;
	}
	return k;
}

void round_free(struct round *k)
{
	if (!k)
		return;
	buf_done(&k->target);
	buf_done(&k->args);
	buf_done(&k->inputs);
	buf_done(&k->kept);
	free(k);
}

/* Absent when empty. */
static struct span filled(const struct buf *b)
{
	return b->len > 0 ? buf_as_span(b) : NOTHING;
}

/* The arguments as the tool or prompt of today wants them. */
static bool check_again(struct server *s, struct call_order *order, struct fault *f)
{
	const struct check_context none = { NULL, NULL };
	const struct tool *t = order->tool;
	const mcp_table *table = t ? &t->declared->args : &order->prompt->declared->args;

	if (t && t->declared->args_schema)
		return true;
	buf_clear(&s->args);
	if (check_args(table, order->args, t ? &t->check : &none, &s->args, f) < 0)
		return false;
	order->args = buf_as_span(&s->args);
	return true;
}

/* Who reads it today, and the variables of that one. */
static void find_again(struct server *s, struct span uri, struct call_order *order)
{
	buf_clear(&s->args);
	buf_puts(&s->args, "{\"uri\":");
	json_text(&s->args, uri);
	buf_puts(&s->args, ",\"variables\":");
	order->resource = registry_resource_for(s->registry, uri, &s->args);
	buf_char(&s->args, '}');
	if (s->args.failed)
		order->resource = NULL;
	order->args = buf_as_span(&s->args);
}

bool round_order(struct server *s, const struct round *k, struct call_order *ret, struct fault *f)
{
	struct span target = buf_as_span(&k->target);

	*ret = (struct call_order){
		.kind = k->kind,
		.args = buf_as_span(&k->args),
		.lane = LANE_USER,
		.inputs = filled(&k->inputs),
		.kept = filled(&k->kept),
		.client = k->client,
	};
	/* A new configuration may have taken its place while the client thought. */
	if (k->kind == CALL_TOOL)
		ret->tool = registry_tool(s->registry, target);
	else if (k->kind == CALL_PROMPT)
		ret->prompt = registry_prompt(s->registry, target);
	else
		find_again(s, target, ret);
	if (ret->tool || ret->prompt)
		return check_again(s, ret, f);
	if (ret->resource)
		return true;
	(void)fault_set(f, MCP_E_UNSUPPORTED, "this is not offered any more");
	return false;
}

bool round_same_key(struct span a, struct span b)
{
	CLEANUP(buf_done) struct buf left = { 0 };
	CLEANUP(buf_done) struct buf right = { 0 };

	if (span_same(a, b))
		return true;
	if (!memchr(a.at, '\\', a.len) && !memchr(b.at, '\\', b.len))
		return false;
	buf_init(&left, ROUND_INPUTS_MAX);
	buf_init(&right, ROUND_INPUTS_MAX);
	return scan_text(a, &left) && scan_text(b, &right) &&
	       span_same(buf_as_span(&left), buf_as_span(&right));
}

static bool has_key(struct span object, struct span key)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;

	while (scan_member(&it, &name, &value))
		if (round_same_key(name, key))
			return true;
	return false;
}

static void add_members(struct buf *b, struct span object, struct span but, uint32_t *count)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;

	while (*count <= ROUND_KEYS && scan_member(&it, &name, &value)) {
		if (has_key(but, name))
			continue;
		json_next(b);
		buf_span(b, name);
		buf_char(b, ':');
		buf_span(b, value);
		++*count;
	}
}

bool round_merge(struct buf *ret, struct span added)
{
	CLEANUP(buf_done) struct buf all = { 0 };
	uint32_t count = 0;

	if (scan_kind(added) != SCAN_OBJECT)
		return true;
	buf_init(&all, ret->max);
	buf_char(&all, '{');
	add_members(&all, added, NOTHING, &count);
	if (ret->len > 0 && count <= ROUND_KEYS)
		add_members(&all, buf_as_span(ret), added, &count);
	buf_char(&all, '}');
	if (all.failed || count > ROUND_KEYS)
		return false;
	buf_clear(ret);
	buf_span(ret, buf_as_span(&all));
	return !ret->failed;
}

bool round_add(struct buf *ret, struct span key, struct span answer)
{
	CLEANUP(buf_done) struct buf one = { 0 };

	buf_init(&one, ret->max);
	buf_char(&one, '{');
	buf_span(&one, key);
	buf_char(&one, ':');
	buf_span(&one, answer);
	buf_char(&one, '}');
	return !one.failed && round_merge(ret, buf_as_span(&one));
}

bool round_remember(struct round *k, struct span kept)
{
	buf_clear(&k->kept);
	buf_span(&k->kept, kept);
	return !k->kept.failed;
}
