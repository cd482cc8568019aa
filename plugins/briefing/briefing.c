/* briefing - words that make a model tell about the market in the right order and honestly:
 * market_briefing, unusual_volume_review. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <mcp/content.h>
#include <mcp/market_rows.h>

#include "briefing_words.h"

#define PAGE_MAX 8192
#define WORDS_MAX 100 /* bytes of what a caller may put into the text */

struct briefing_args {
	const char *market;
	const char *focus;
};

struct review_args {
	const char *market;
	const char *threshold;
	const char *stock;
};

struct sector {
	const char *sector_name;
};

struct match {
	const char *code;
	int64_t matched;
};

/* clang-format off */
static const mcp_field briefing_fields[] = {
	MCP_TEXT(struct briefing_args, market, "ALL, KOSPI or KOSDAQ; left out: ALL."),
	MCP_TEXT(struct briefing_args, focus, "A sector, a share or a question to look at closely."),
};
static const mcp_field review_fields[] = {
	MCP_TEXT(struct review_args, market, "ALL, KOSPI or KOSDAQ; left out: ALL."),
	MCP_TEXT(struct review_args, threshold,
		"The least volume in percent of the 20-day mean, such as 300; left out: the host's setting."),
	MCP_TEXT(struct review_args, stock, "A share's name or code to look at closely."),
};

static const mcp_field sector_fields[] = {
	MCP_TEXT(struct sector, sector_name, "Korean name."),
};
static const mcp_table sector_table = MCP_TABLE(struct sector, sector_fields);

static const mcp_field match_fields[] = {
	MCP_TEXT(struct match, code, "Six characters."),
	MCP_INT(struct match, matched, "Shares that fit."),
};
static const mcp_table match_table = MCP_TABLE(struct match, match_fields);

/* clang-format on */

/* ---- Writing. ---- */

struct page {
	mcp_ctx *ctx;
	char *at; /* [PAGE_MAX]; NULL: memory is out */
	size_t len;
	int is_full;
};

static struct page begin(mcp_ctx *ctx)
{
	return (struct page){ .ctx = ctx, .at = mcp_alloc(ctx, PAGE_MAX) };
}

/* `fmt` is said in the reader's language. */
static void add(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void add(struct page *p, const char *fmt, ...)
{
	const size_t room = PAGE_MAX - p->len;
	va_list values;
	int n;

	if (!p->at || p->is_full)
		return;
	va_start(values, fmt);
	n = vsnprintf(p->at + p->len, room, mcp_say(p->ctx, fmt), values);
	va_end(values);
	p->is_full = n < 0 || (size_t)n >= room;
	if (!p->is_full)
		p->len += (size_t)n;
}

static mcp_status finish(struct page *p, const char *description)
{
	const mcp_content *content = mcp_service(p->ctx, "content/1");
	mcp_status s;

	if (!content)
		return MCP_E_UNSUPPORTED;
	if (!p->at || p->is_full)
		return mcp_fail(
			p->ctx, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	s = content->describe(p->ctx, mcp_say(p->ctx, description));
	return s < 0 ? s : content->text(p->ctx, p->at);
}

/* ---- What callers give. ---- */

static const char *const markets[] = { "ALL", "KOSPI", "KOSDAQ" };
#define MARKETS (sizeof markets / sizeof *markets)

static int is_given(const char *text)
{
	return text && text[strspn(text, " ")] != '\0';
}

/* NULL: refused. */
static const char *market_of(mcp_ctx *ctx, const char *market)
{
	if (!is_given(market))
		return markets[0];
	for (size_t i = 0; i < MARKETS; i++)
		if (strcmp(markets[i], market) == 0)
			return markets[i];
	(void)mcp_fail(ctx, MCP_E_ARGUMENT, "market is \"%s\"; give ALL, KOSPI or KOSDAQ", market);
	return NULL;
}

/* It becomes a part of one sentence. */
static mcp_status check_words(mcp_ctx *ctx, const char *name, const char *words)
{
	if (!words)
		return MCP_OK;
	if (strlen(words) > WORDS_MAX)
		return mcp_fail(ctx, MCP_E_ARGUMENT, "%s is too long; give at most %d bytes", name,
			WORDS_MAX);
	if (strpbrk(words, "\n\r\t\"{}"))
		return mcp_fail(ctx, MCP_E_ARGUMENT,
			"%s holds a line's end, a quote or a brace; give plain words", name);
	return MCP_OK;
}

static mcp_status check_threshold(mcp_ctx *ctx, const char *threshold)
{
	const size_t digits = threshold ? strspn(threshold, "0123456789") : 0;

	if (!is_given(threshold))
		return MCP_OK;
	if (threshold[digits] != '\0' || threshold[0] == '0' || digits > 5)
		return mcp_fail(ctx, MCP_E_ARGUMENT,
			"threshold is \"%s\"; give whole percent, such as 300", threshold);
	return MCP_OK;
}

/* ---- The prompts. ---- */

static mcp_status get_briefing(mcp_ctx *ctx, const void *data)
{
	const struct briefing_args *a = data;
	const char *market = market_of(ctx, a->market);
	struct page page;
	mcp_status s;

	if (!market)
		return MCP_E_ARGUMENT;
	s = check_words(ctx, "focus", a->focus);
	if (s < 0)
		return s;

	page = begin(ctx);
	add(&page, briefing_intro, mcp_market_words(market));
	add(&page, briefing_steps, market, market, market, market);
	if (is_given(a->focus))
		add(&page, briefing_focus, a->focus);
	add(&page, briefing_form);
	add(&page, rules);
	return finish(&page, "A briefing on the Korean stock market");
}

static mcp_status get_review(mcp_ctx *ctx, const void *data)
{
	const struct review_args *a = data;
	const char *market = market_of(ctx, a->market);
	struct page page;
	mcp_status s;

	if (!market)
		return MCP_E_ARGUMENT;
	s = check_threshold(ctx, a->threshold);
	if (s == MCP_OK)
		s = check_words(ctx, "stock", a->stock);
	if (s < 0)
		return s;

	page = begin(ctx);
	add(&page, review_intro, mcp_market_words(market));
	if (is_given(a->threshold))
		add(&page, review_step_threshold, market, a->threshold);
	else
		add(&page, review_step, market);
	add(&page, review_steps, market, market);
	if (is_given(a->stock))
		add(&page, review_stock, a->stock);
	add(&page, review_form);
	add(&page, rules);
	return finish(&page, "A review of unusual trading volume");
}

/* ---- Completion. ---- */

/* Whatever the case of Latin letters in `value`. */
static int begins(const char *word, const char *value)
{
	while (*value && (*value >= 'a' && *value <= 'z' ? *value - 32 : *value) == *word) {
		value++;
		word++;
	}
	return *value == '\0';
}

static mcp_status complete_of(
	mcp_ctx *ctx, const char *const *words, size_t count, const char *value)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s = content ? MCP_OK : MCP_E_UNSUPPORTED;

	for (size_t i = 0; s == MCP_OK && i < count; i++)
		if (begins(words[i], value))
			s = content->value(ctx, words[i]);
	return s;
}

static int is_new(const struct sector *all, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (all[k].sector_name && strcmp(all[k].sector_name, all[i].sector_name) == 0)
			return 0;
	return 1;
}

/* Names of sectors that hold what has been typed; both markets have most of them. */
static mcp_status complete_sector(mcp_ctx *ctx, const char *value)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const mcp_market_query query = { .size = sizeof query };
	const struct sector *all;
	mcp_rows rows = { 0 };
	mcp_status s;

	if (!content)
		return MCP_E_UNSUPPORTED;
	s = mcp_market_sector_names(ctx, &query, &sector_table, &rows);
	all = rows.at;
	for (uint32_t i = 0; s == MCP_OK && i < rows.count; i++)
		if (all[i].sector_name && strstr(all[i].sector_name, value) && is_new(all, i))
			s = content->value(ctx, all[i].sector_name);
	return s;
}

/* Codes of shares whose name or code fits. */
static mcp_status complete_stock(mcp_ctx *ctx, const char *value)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const mcp_market_query query = { .size = sizeof query, .count = 50, .text = value };
	const struct match *all;
	mcp_rows rows = { 0 };
	mcp_status s = MCP_OK;

	if (!content)
		return MCP_E_UNSUPPORTED;
	if (is_given(value))
		s = mcp_market_find(ctx, &query, &match_table, &rows);
	all = rows.at;
	for (uint32_t i = 0; s == MCP_OK && i < rows.count; i++)
		s = content->value(ctx, all[i].code);
	if (s == MCP_OK && rows.count > 0)
		s = content->total(ctx, all[0].matched);
	return s;
}

static mcp_status complete(mcp_ctx *ctx, const char *argument, const char *value)
{
	static const char *const thresholds[] = { "150", "200", "300", "500", "1000" };

	if (strcmp(argument, "market") == 0)
		return complete_of(ctx, markets, MARKETS, value);
	if (strcmp(argument, "threshold") == 0)
		return complete_of(ctx, thresholds, sizeof thresholds / sizeof *thresholds, value);
	if (strcmp(argument, "focus") == 0)
		return complete_sector(ctx, value);
	return complete_stock(ctx, value);
}

static const mcp_prompt market_briefing = {
	MCP_PROMPT_HEAD,
	.name = "market_briefing",
	.title = "Market briefing",
	.help = "A briefing on the Korean stock market: what trades, which sectors lead, who buys.",
	.args = MCP_TABLE(struct briefing_args, briefing_fields),
	.get = get_briefing,
	.complete = complete,
};

static const mcp_prompt unusual_volume_review = {
	MCP_PROMPT_HEAD,
	.name = "unusual_volume_review",
	.title = "Unusual volume review",
	.help = "A review of shares whose volume is far above their mean, and what may explain it.",
	.args = MCP_TABLE(struct review_args, review_fields),
	.get = get_review,
	.complete = complete,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "briefing",
	.version = "0.1.0",
	.license = "MIT",
	.needs = MCP_NEEDS("market/1", "content/1"),
	.phrases = MCP_PHRASES(phrases),
	.prompts = MCP_PROMPTS(&market_briefing, &unusual_volume_review),
};
