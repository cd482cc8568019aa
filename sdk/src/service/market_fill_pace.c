/* market_fill_pace - how many shares a second, over the last half minute. */
#include "service/market_fill_part.h"

/* Seconds nothing came in count as 0. */
static void forward(struct fill_pace *p, int64_t second)
{
	/* It stood still: what was before says nothing of what comes. */
	if (second - p->second >= PACE_SECONDS) {
		*p = (struct fill_pace){ .second = second, .from = second };
		return;
	}
	while (p->second < second)
		p->in[++p->second % PACE_SECONDS] = 0;
}

void pace_add(struct fill_pace *p, int64_t mono_ms, uint32_t count)
{
	forward(p, mono_ms / 1000);
	p->in[p->second % PACE_SECONDS] += count;
}

double pace_get(const struct fill_pace *p, int64_t mono_ms)
{
	struct fill_pace now = *p;
	int64_t seconds;
	uint32_t sum = 0;

	forward(&now, mono_ms / 1000);
	seconds = now.second - now.from + 1;
	for (uint32_t i = 0; i < PACE_SECONDS; i++)
		sum += now.in[i];
	return (double)sum / (double)(seconds < PACE_SECONDS ? seconds : PACE_SECONDS);
}
