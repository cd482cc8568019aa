/* demo_token - a login reply that opens nothing. */
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"

#include <stdio.h>

#define VALID_S 86400
#define SAME_MS 21600000LL /* asked again within six hours: the same token */

long demo_token(const struct demo_call *c, struct buf *ret)
{
	const uint64_t h = draw_at(c->d->key, DRAW_STREAM, c->r->wall_ms / SAME_MS);
	const struct kst end = kst_from_ms(c->r->wall_ms + VALID_S * 1000LL);

	buf_printf(ret, "{\"access_token\":\"demo.%016llx.%016llx\",", (unsigned long long)h,
		(unsigned long long)draw_mix(h));
	buf_printf(ret, "\"access_token_token_expired\":\"%04d-%02d-%02d %02d:%02d:%02d\",",
		(int)end.year, (int)end.month, (int)end.day, (int)end.hour, (int)end.minute,
		(int)end.second);
	buf_printf(ret, "\"token_type\":\"Bearer\",\"expires_in\":%d}", VALID_S);
	return 200;
}
