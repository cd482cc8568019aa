/* pending - requests that are answered later: kept, found by id, cancelled. */
#include <stdlib.h>

#include "data/scan.h"
#include "host/proto/peer_inside.h"

/* Where `part` of `whole` lies in the copy at `copy`. */
static struct span moved(struct span part, struct span whole, const char *copy)
{
	if (!part.at)
		return part;
	return (struct span){ copy + (part.at - whole.at), part.len };
}

struct pending *pending_new(const struct request *r)
{
	struct pending *p = calloc(1, sizeof *p + r->whole.len);
	struct span token = scan_get(r->meta, "progressToken");

	if (!p) {
		send_no_memory(r);
		return NULL;
	}
	memcpy(p->message, r->whole.at, r->whole.len);
	p->message_len = r->whole.len;
	p->peer = r->peer;
	p->outlet = r->outlet;
	p->batch = r->batch;
	p->version = r->version;
	p->log = r->log;
	p->client = r->client;
	p->last_progress = -1;
	p->id = moved(r->id, r->whole, p->message);
	if (scan_kind(token) == SCAN_TEXT || scan_kind(token) == SCAN_NUMBER)
		p->progress_token = moved(token, r->whole, p->message);
	p->next = r->peer->pending;
	r->peer->pending = p;
	r->peer->pending_count++;
	return p;
}

struct span pending_moved(const struct pending *p, const struct request *r, struct span part)
{
	return moved(part, r->whole, p->message);
}

void wait_for_plugins(const struct request *r)
{
	struct pending *p = pending_new(r);

	if (!p)
		return;
	p->claims = r->claims ? r->claims->keep(r->claims) : NULL;
	if (r->claims && !p->claims) {
		send_error(r, RPC_INTERNAL, "out of memory; try again later", NOTHING);
		pending_drop(p);
		return;
	}
	p->waits = true;
}

void pending_drop(struct pending *p)
{
	listen_dropped(p);
	for (struct pending **at = &p->peer->pending; *at; at = &(*at)->next) {
		if (*at == p) {
			*at = p->next;
			p->peer->pending_count--;
			break;
		}
	}
	round_drop(p);
	free(p->claims);
	free(p->tool);
	free(p);
}

struct request pending_request(const struct pending *p)
{
	return (struct request){
		.peer = p->peer,
		.outlet = p->outlet,
		.batch = p->batch,
		.version = p->version,
		.id = p->id,
		.whole = { p->message, p->message_len },
		.log = p->log,
		.client = p->client,
	};
}

/* Ids are the same when type and value are: 1 and "1" differ, "a" and "\u0061" do not. */
static bool same_id(struct span a, struct span b)
{
	char plain[MESSAGE_ID_MAX + 1];

	if (span_same(a, b))
		return true;
	return scan_kind(a) == SCAN_TEXT && scan_kind(b) == SCAN_TEXT &&
	       scan_text_into(a, plain, sizeof plain) && scan_text_is(b, plain);
}

static struct pending *find(const struct peer *peer, struct span id)
{
	for (struct pending *p = peer->pending; p; p = p->next)
		if (same_id(p->id, id))
			return p;
	return NULL;
}

/* Clients of modern HTTP may share a connection: each exchange has ids of its own. */
bool pending_has(const struct request *r)
{
	const struct pending *p;

	if (r->peer->kind != PEER_STATELESS)
		return find(r->peer, r->id) != NULL;
	for (p = r->peer->pending; p; p = p->next)
		if (p->outlet == r->outlet && same_id(p->id, r->id))
			return true;
	return false;
}

void pending_give_up(struct pending *p)
{
	dispatch_cancel(p->peer->server->dispatch, &p->waiter);
	if (p->batch && --p->batch->waiting == 0)
		batch_free(p->batch);
	pending_drop(p);
}

void pending_cancel(struct peer *peer, struct span id)
{
	struct pending *p = id.at ? find(peer, id) : NULL;
	struct outlet *outlet;
	struct batch *b;

	if (!p)
		return;
	round_withdraw(p);
	b = p->batch;
	outlet = p->outlet;
	dispatch_cancel(peer->server->dispatch, &p->waiter);
	pending_drop(p);
	if (b)
		batch_settle(peer, b);
	else
		outlet->send(outlet, (struct sending){ .kind = OUT_NOTHING }, NULL, 0);
}
