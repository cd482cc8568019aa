/* demo_rank - the filter of the ranking endpoints. */
#include "demo/demo_rank.h"

#include "demo/demo_action.h"

/* Positions in FID_TRGT_EXLS_CLS_CODE. */
enum leave_out {
	OUT_WARNED,
	OUT_MANAGED,
	OUT_LIQUIDATING,
	OUT_UNFAITHFUL,
	OUT_PREFERRED,
	OUT_HALTED,
	OUT_ETF,
	OUT_ETN,
	OUT_NO_CREDIT,
	OUT_SPAC,
	OUT_COUNT,
};

bool demo_filter_read(const struct demo_call *c, const char *screen, struct demo_filter *ret)
{
	char text[32];

	*ret = (struct demo_filter){
		.day = c->at.day,
		.kind = (int)demo_param_int(c, "FID_DIV_CLS_CODE", 0),
		.price_low = demo_param_int(c, "FID_INPUT_PRICE_1", 0),
		.price_high = demo_param_int(c, "FID_INPUT_PRICE_2", INT64_MAX),
		.volume_low = demo_param_int(c, "FID_VOL_CNT", 0),
	};
	(void)demo_param(c, "FID_TRGT_EXLS_CLS_CODE", ret->leave_out, sizeof ret->leave_out);
	(void)demo_param(c, "FID_TRGT_CLS_CODE", ret->margins, sizeof ret->margins);
	(void)demo_param(c, "FID_COND_SCR_DIV_CODE", text, sizeof text);
	if (!str_same(text, screen))
		return false;
	(void)demo_param(c, "FID_COND_MRKT_DIV_CODE", text, sizeof text);
	if (!demo_venue_parse(text, &ret->venue) || ret->venue == DEMO_VENUE_BOTH)
		return false;
	(void)demo_param(c, "FID_INPUT_ISCD", text, sizeof text);
	return demo_scope_parse(text, &ret->scope);
}

static bool is_left_out(const struct demo_issue *i, int64_t day, int position)
{
	switch (position) {
	case OUT_WARNED:
		return i->warning > 0;
	case OUT_MANAGED:
		return i->flags & DEMO_MANAGED;
	case OUT_LIQUIDATING:
		return i->flags & DEMO_LIQUIDATING;
	case OUT_UNFAITHFUL:
		return i->flags & DEMO_UNFAITHFUL;
	case OUT_PREFERRED:
		return i->preferred > 0;
	case OUT_HALTED:
		return demo_issue_is_halted(i, day);
	case OUT_ETF:
		return i->product == DEMO_ETF;
	case OUT_ETN:
		return i->product == DEMO_ETN;
	case OUT_NO_CREDIT:
		return !(i->flags & DEMO_CREDIT);
	default:
		return i->product == DEMO_SPAC;
	}
}

/* Nine flags: margin 30, 40, 50, 60, 100 %, then credit deposit 30, 40, 50, 60 %. Anything shorter
 * filters nothing. */
static bool margin_wanted(const char *flags, const struct demo_issue *i)
{
	static const uint16_t rates[] = { 30, 40, 50, 60, 100 };

	if (strlen(flags) != 9 || strchr(flags, '1') == NULL)
		return true;
	for (int n = 0; n < 5; n++) {
		if (i->margin_rate <= rates[n])
			return flags[n] == '1' || (n < 4 && flags[5 + n] == '1');
	}
	return false;
}

bool demo_filter_admits(const struct demo_filter *f, const struct demo_issue *i)
{
	if (!demo_scope_covers(f->scope, i) || !demo_issue_is_listed(i, f->day))
		return false;
	if (f->venue == DEMO_VENUE_NXT && !(i->flags & DEMO_NXT))
		return false;
	if ((f->kind == 1 && i->preferred) || (f->kind == 2 && !i->preferred))
		return false;
	for (int n = 0; n < OUT_COUNT && f->leave_out[n] != '\0'; n++) {
		if (f->leave_out[n] == '1' && is_left_out(i, f->day, n))
			return false;
	}
	return margin_wanted(f->margins, i);
}

bool demo_filter_prices(const struct demo_filter *f, const struct demo_quote *q)
{
	return q->price >= f->price_low && q->price <= f->price_high && q->volume >= f->volume_low;
}

static bool goes_before(int64_t key, const struct demo_issue *i, const struct demo_ranked *row)
{
	return key > row->key || (key == row->key && strcmp(i->code, row->issue->code) < 0);
}

void demo_top_offer(
	struct demo_top *t, int64_t key, const struct demo_issue *i, const struct demo_quote *q)
{
	int at = t->count;

	if (at == DEMO_RANK_MAX && !goes_before(key, i, &t->rows[at - 1]))
		return;
	if (at == DEMO_RANK_MAX)
		at--;
	else
		t->count++;
	while (at > 0 && goes_before(key, i, &t->rows[at - 1])) {
		t->rows[at] = t->rows[at - 1];
		at--;
	}
	t->rows[at] = (struct demo_ranked){ .key = key, .issue = i, .quote = *q };
}
