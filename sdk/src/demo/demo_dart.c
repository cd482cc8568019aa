/* demo_dart - companies as OpenDART knows them, and the list of their codes. */
#include "demo/demo_dart.h"

#include <stdio.h>

#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_draw.h"

#define FIRST_CODE 100000
#define CODE_STEP 37
#define UNLISTED_CODE 5 /* after that of the listed company it belongs to */

bool demo_dart_files(const struct demo_issue *i)
{
	return !i->preferred && (i->product == DEMO_SHARE || i->product == DEMO_SPAC);
}

static uint32_t code_of(const struct demo *d, const struct demo_issue *i)
{
	return FIRST_CODE + (uint32_t)(i - d->issues) * CODE_STEP;
}

void demo_dart_code(const struct demo *d, const struct demo_issue *i, char ret[9])
{
	(void)snprintf(ret, 9, "%08u", code_of(d, i) % 100000000);
}

const struct demo_issue *demo_dart_find(const struct demo *d, const char *code)
{
	const struct demo_issue *i;
	int64_t n;

	if (strlen(code) != 8 || !span_int(span_of(code), &n) || n < FIRST_CODE)
		return NULL;
	n -= FIRST_CODE;
	if (n % CODE_STEP != 0 || n / CODE_STEP >= (int64_t)d->count)
		return NULL;
	i = &d->issues[n / CODE_STEP];
	return demo_dart_files(i) ? i : NULL;
}

const char *demo_dart_class(const struct demo_issue *i)
{
	static const char *const classes[] = { "Y", "K", "N" };

	return classes[i->market];
}

long demo_dart_status(struct buf *b, const char *status, const char *message)
{
	buf_char(b, '{');
	demo_text(b, "status", status);
	demo_text(b, "message", message);
	buf_char(b, '}');
	return 200;
}

/* `stock` is a blank for who is not listed, as in the real file. */
static void put_corp(
	struct buf *b, uint32_t code, const char *name, const char *stock, int32_t changed)
{
	buf_printf(b,
		"    <list>\n        <corp_code>%08u</corp_code>\n"
		"        <corp_name>%s</corp_name>\n        <stock_code>%s</stock_code>\n"
		"        <modify_date>%08d</modify_date>\n    </list>\n",
		code % 100000000, name, stock, (int)changed);
}

long demo_dart_corps(const struct demo_call *c, struct buf *ret)
{
	buf_puts(ret, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result>\n");
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];
		const int32_t age = (int32_t)(draw_at(i->key, DRAW_TREASURY, 9) % 3000);
		const int32_t changed = kst_date_add(20251231, -age);
		char name[80];

		if (!demo_dart_files(i) || !demo_issue_is_listed(i, c->list.day))
			continue;
		put_corp(ret, code_of(c->d, i), i->name, i->code, changed);
		(void)snprintf(name, sizeof name, "%s파트너스", i->name);
		put_corp(ret, code_of(c->d, i) + UNLISTED_CODE, name, " ", changed);
	}
	buf_puts(ret, "</result>\n");
	return 200;
}
