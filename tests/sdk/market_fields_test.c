/* market_fields_test - every field read from upstream, in recorded bodies: what is written there
 * times its unit is what the program has; the sign stays; what is empty, no number or too large is
 * not known, and never 0. */
#include "market_fields_ask.h"
#include "market_fields_look.h"

#include <math.h>

#include "base/log.h"

#define BODY_MAX ((size_t)1024 * 1024)

static int start(void **state)
{
	log_level(MCP_LOG_ERROR);
	return script_start(state);
}

static int stop(void **state)
{
	return script_stop(state);
}

/* ---- Each way. ---- */

static struct seen (*const looks[FIELD_WAYS])(
	const struct field_group *, const struct field *, const char *body) = {
	[BY_RANK] = look_at_rank,
	[BY_SURGE] = look_at_surge,
	[BY_LIVE] = look_at_live,
	[BY_QUOTE] = look_at_quote,
	[BY_CHART] = look_at_chart,
	[BY_FLOW] = look_at_flow,
	[BY_DETAIL] = look_at_detail,
	[BY_REASON] = look_at_reason,
	[BY_INTERRUPTION] = look_at_interruption,
	[BY_INDEX] = look_at_index,
	[BY_TOTALS] = look_at_totals,
	[BY_BUYERS] = look_at_buyers,
	[BY_PROGRAMS] = look_at_programs,
	[BY_SECTOR] = look_at_sector,
	[BY_NEWS] = look_at_news,
	[BY_DAY] = look_at_day,
	[BY_SHARES] = look_at_shares,
	[BY_FILINGS] = look_at_filings,
	[BY_KRX] = look_at_krx,
};

/* ---- Units. ---- */

/* Ours in one of theirs: won, shares, hundredths. */
static int64_t factor_of(const struct field *f)
{
	static const struct {
		const char *unit;
		int64_t factor;
	} factors[] = {
		{ "백만원", 1000000 },
		{ "억원", 100000000 },
		{ "천주", 1000 },
		{ "%", 100 },
		{ "x", 100 },
	};

	for (size_t i = 0; i < COUNT_OF(factors); i++)
		if (str_same(factors[i].unit, f->unit))
			return factors[i].factor;
	return 1;
}

/* ---- Bodies. ---- */

static struct span row_text(const struct field_group *g, const char *body)
{
	return g->output[0] ? row_at(body, g->output, g->row).text : span_of(body);
}

/* A copy of `body` with `json` as the field's value. */
static char *with_value(const struct field_group *g, char *body, const char *name, const char *json)
{
	const struct span row = row_text(g, body);
	const struct span value = scan_get(row, name);
	struct buf b;
	char *text;

	if (!value.at)
		print_error("%s has no %s\n", g->endpoint, name);
	assert_non_null(value.at);
	buf_init(&b, BODY_MAX);
	buf_put(&b, body, (size_t)(value.at - body));
	buf_puts(&b, json);
	buf_puts(&b, value.at + value.len);
	text = strdup(buf_text(&b));
	assert_non_null(text);
	buf_done(&b);
	free(body);
	return text;
}

static char *with_text(const struct field_group *g, char *body, const char *name, const char *text)
{
	char json[400];

	(void)snprintf(json, sizeof json, "\"%s\"", text);
	return with_value(g, body, name, json);
}

static void recorded_text(
	const struct field_group *g, const struct field *f, const char *body, char ret[128])
{
	struct kis_row row;

	kis_row_init(&row, row_text(g, body));
	assert_true(kis_text(&row, f->name, ret, 128));
}

/* "a=1 b=": each of them in the body; "@" is the field's own text. */
static char *with_others(const struct field_group *g, const struct field *f, char *body)
{
	struct span rest = span_of(f->with);
	struct span one;
	char own[128];

	recorded_text(g, f, body, own);
	while (rest.len > 0 && span_split(&rest, ' ', &one)) {
		const bool is_own = one.len > 0 && one.at[one.len - 1] == '@';
		struct span name;
		char name_text[64];
		char text[320];

		assert_true(span_split(&one, '=', &name));
		(void)snprintf(name_text, sizeof name_text, "%.*s", (int)name.len, name.at);
		(void)snprintf(text, sizeof text, "%.*s%s", (int)(one.len - is_own), one.at,
			is_own ? own : "");
		body = with_text(g, body, name_text, text);
	}
	return body;
}

static char *whole_body(const struct field_group *g)
{
	struct buf b;
	char file[64];
	char *text;

	if (g->made_up) {
		text = strdup(g->made_up);
	} else {
		(void)snprintf(file, sizeof file, "%s.json", g->endpoint);
		sample_read(file, &b);
		text = strdup(buf_text(&b));
		buf_done(&b);
	}
	assert_non_null(text);
	return text;
}

/* The body in which the field stands alone. */
static char *body_for(const struct field_group *g, const struct field *f)
{
	char *body = whole_body(g);

	return f->with ? with_others(g, f, body) : body;
}

/* ---- Looking. ---- */

static int tell(const struct field_group *g, const struct field *f, const char *what,
	const struct seen *seen)
{
	print_error("%s[%u] %s (%s, %s): %s; seen %s %lld \"%s\"\n", g->endpoint, g->row, f->name,
		f->unit, f->source, what, seen->known ? "known" : "null", (long long)seen->number,
		seen->text);
	return 1;
}

static int check_recorded(const struct field_group *g, const struct field *f)
{
	/* What is a part of a sum stands alone; the rest is as it was recorded. */
	char *body = f->kind == AMOUNT ? body_for(g, f) : whole_body(g);
	const struct seen seen = looks[g->way](g, f, body);
	char text[128];
	int64_t wanted;

	recorded_text(g, f, body, text);
	free(body);
	if (!seen.known)
		return tell(g, f, text, &seen);
	if (f->kind == GUARD || f->kind == CHOOSER)
		return 0;
	if (f->kind == WORD)
		return str_same(seen.text, text) ? 0 : tell(g, f, text, &seen);
	wanted = f->says ? strtoll(f->says, NULL, 10)
	                 : llroundl(strtold(text, NULL) * (long double)factor_of(f));
	return seen.number == wanted ? 0 : tell(g, f, text, &seen);
}

static struct seen look_with(const struct field_group *g, const struct field *f, const char *json)
{
	char *body = with_value(g, body_for(g, f), f->name, json);
	const struct seen seen = looks[g->way](g, f, body);

	free(body);
	return seen;
}

static int check_null(const struct field_group *g, const struct field *f, const char *json)
{
	const struct seen seen = look_with(g, f, json);

	return seen.known ? tell(g, f, json, &seen) : 0;
}

static int check_empty(const struct field_group *g, const struct field *f)
{
	if (f->kind == GUARD || f->kind == CHOOSER)
		return 0;
	return check_null(g, f, "\"\"") + check_null(g, f, "\"   \"") + check_null(g, f, "null");
}

static int check_no_number(const struct field_group *g, const struct field *f)
{
	if (f->kind != AMOUNT && f->kind != SIGNED)
		return 0;
	return check_null(g, f, "\"abc\"") + check_null(g, f, "\"12abc\"") +
	       check_null(g, f, "\"--1\"") + check_null(g, f, "{\"a\":\"1\"}");
}

static int check_overflow(const struct field_group *g, const struct field *f)
{
	int wrong = 0;

	if (f->kind != AMOUNT && f->kind != SIGNED)
		return 0;
	wrong += check_null(g, f, "\"99999999999999999999\"");
	if (factor_of(f) > 1)
		wrong += check_null(g, f, "\"9223372036854775807\"");
	return wrong;
}

static int check_negative(const struct field_group *g, const struct field *f)
{
	struct seen seen;

	if (f->kind == AMOUNT)
		return check_null(g, f, "\"-1\"");
	if (f->kind != SIGNED)
		return 0;
	seen = look_with(g, f, "\"-1\"");
	return seen.known && seen.number == -factor_of(f) ? 0 : tell(g, f, "-1", &seen);
}

static int check_positive(const struct field_group *g, const struct field *f)
{
	struct seen seen;

	if (f->kind != SIGNED)
		return 0;
	seen = look_with(g, f, "\"1\"");
	return seen.known && seen.number == factor_of(f) ? 0 : tell(g, f, "1", &seen);
}

static int check_guard(const struct field_group *g, const struct field *f)
{
	char json[64];

	if (f->kind != GUARD)
		return 0;
	(void)snprintf(json, sizeof json, "\"%s\"", f->wrong);
	return check_null(g, f, json);
}

static void check_all(int (*check)(const struct field_group *, const struct field *))
{
	int wrong = 0;

	for (size_t i = 0; i < COUNT_OF(field_groups); i++)
		for (uint32_t k = 0; k < field_groups[i].count; k++)
			wrong += check(&field_groups[i], &field_groups[i].fields[k]);
	assert_int_equal(wrong, 0);
}

/* ---- Tests. ---- */

static void what_was_recorded_times_its_unit_is_what_we_have(void **state)
{
	(void)state;
	check_all(check_recorded);
}

static void what_is_empty_is_null_and_not_zero(void **state)
{
	(void)state;
	check_all(check_empty);
}

static void what_is_no_number_is_null(void **state)
{
	(void)state;
	check_all(check_no_number);
}

static void what_does_not_fit_is_null(void **state)
{
	(void)state;
	check_all(check_overflow);
}

static void below_zero_keeps_its_sign_or_is_null(void **state)
{
	(void)state;
	check_all(check_negative);
}

static void the_newest_minute_of_programs_counts_wherever_it_stands(void **state)
{
	static const struct field_group g = { "6.3", "comp-program-trade-today", NULL, "output", 29,
		BY_PROGRAMS, NULL, 0 };
	static const struct field buys = FIELD(AMOUNT, TOTAL_BUY, "", "", "백만원");
	char *body = whole_body(&g);

	(void)state;
	assert_int_equal(look_at_programs(&g, &buys, body).number, 3322098000000);
	/* The last row, of 16:31, becomes the newest. */
	body = with_text(&g, body, "bsop_hour", "170001");
	assert_int_equal(look_at_programs(&g, &buys, body).number, 3322056000000);
	free(body);
}

static void a_total_that_is_not_its_parts_is_null(void **state)
{
	static const struct field_group g = { "5.5", "inquire-investor-time-by-market", NULL,
		"output", 0, BY_TOTALS, NULL, 0 };
	static const struct field nets =
		FIELD(SIGNED, TOTAL_SLOT(INVESTOR_FOREIGN, TOTAL_NET), "", "", "백만원");
	char *body = with_text(&g, whole_body(&g), "frgn_ntby_tr_pbmn", "-148656");

	(void)state;
	assert_false(look_at_totals(&g, &nets, body).known);
	free(body);
}

static void above_zero_stays_above(void **state)
{
	(void)state;
	check_all(check_positive);
}

static void what_another_field_contradicts_is_null(void **state)
{
	(void)state;
	check_all(check_guard);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_recorded_times_its_unit_is_what_we_have),
		TEST(what_is_empty_is_null_and_not_zero),
		TEST(what_is_no_number_is_null),
		TEST(what_does_not_fit_is_null),
		TEST(below_zero_keeps_its_sign_or_is_null),
		TEST(above_zero_stays_above),
		TEST(the_newest_minute_of_programs_counts_wherever_it_stands),
		TEST(a_total_that_is_not_its_parts_is_null),
		TEST(what_another_field_contradicts_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
