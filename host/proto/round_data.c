/* round_data - what is kept of a call that asks: order, answers, what it remembers. */
#include <stdlib.h>

#include "base/cleanup.h"
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

bool round_order(struct server *s, const struct round *k, struct call_order *ret, struct fault *f)
{
	CLEANUP(buf_done) struct buf variables = { 0 };
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
	buf_init(&variables, ARGS_MAX);
	if (k->kind == CALL_TOOL)
		ret->tool = registry_tool(s->registry, target);
	else if (k->kind == CALL_PROMPT)
		ret->prompt = registry_prompt(s->registry, target);
	else
		ret->resource = registry_resource_for(s->registry, target, &variables);
	if (ret->tool || ret->prompt || ret->resource)
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
