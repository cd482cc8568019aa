/* format_test - figures and results as text. */
#include "support/fake_host.h"

#include <math.h>
#include <string.h>

#include "base/phrase.h"
#include "base/str.h"
#include "data/decode.h"
#include "service/format.h"

static struct buf out;

static int start(void **state)
{
	(void)state;
	phrase_locale("en");
	buf_init(&out, 1 << 20);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	buf_done(&out);
	return 0;
}

static const char *won(int64_t n, bool is_korean)
{
	buf_clear(&out);
	format_won(n, is_korean, false, &out);
	return buf_text(&out);
}

static void won_in_korean_steps(void **state)
{
	(void)state;
	assert_string_equal(won(0, true), "0원");
	assert_string_equal(won(9999, true), "9,999원");
	assert_string_equal(won(10000, true), "1만");
	assert_string_equal(won(12345678, true), "1,235만");
	assert_string_equal(won(140000000, true), "1.4억");
	assert_string_equal(won(1234567890, true), "12억");
	assert_string_equal(won(584861890300, true), "5,849억");
	assert_string_equal(won(1234567890123, true), "1조 2,346억");
	assert_string_equal(won(3000000000000, true), "3조");
	assert_string_equal(won(10000000000000000, true), "10,000조");
}

static void won_in_english_steps(void **state)
{
	(void)state;
	assert_string_equal(won(0, false), "0");
	assert_string_equal(won(999999, false), "1.00M");
	assert_string_equal(won(994999, false), "994,999");
	assert_string_equal(won(12345678, false), "12.35M");
	assert_string_equal(won(584861890300, false), "584.86B");
	assert_string_equal(won(1234567890123, false), "1.23T");
	assert_string_equal(won(10000000000000000, false), "10,000.00T");
}

static void a_step_reached_by_rounding_is_taken(void **state)
{
	(void)state;
	assert_string_equal(won(99999999, true), "1.0억");
	assert_string_equal(won(99994999, true), "9,999만");
	assert_string_equal(won(999999999, true), "10억");
	assert_string_equal(won(999999999999, true), "1조");
	assert_string_equal(won(999950000000, true), "1조");
	assert_string_equal(won(999999999999, false), "1.00T");
	assert_string_equal(won(999999999, false), "1.00B");
}

static void the_largest_and_the_smallest_are_written(void **state)
{
	(void)state;
	assert_string_equal(won(INT64_MAX, true), "9,223,372조 369억");
	assert_string_equal(won(INT64_MIN, true), "-9,223,372조 369억");
	assert_string_equal(won(-584861890300, false), "-584.86B");
}

static const char *grouped(int64_t n, bool is_signed)
{
	buf_clear(&out);
	format_grouped(n, is_signed, &out);
	return buf_text(&out);
}

static void integers_are_grouped_by_thousands(void **state)
{
	(void)state;
	assert_string_equal(grouped(0, true), "0");
	assert_string_equal(grouped(999, false), "999");
	assert_string_equal(grouped(1000, false), "1,000");
	assert_string_equal(grouped(-1234567, false), "-1,234,567");
	assert_string_equal(grouped(1234567, true), "+1,234,567");
	assert_string_equal(grouped(INT64_MIN, false), "-9,223,372,036,854,775,808");
}

static const char *percent(double n, bool is_signed)
{
	buf_clear(&out);
	format_percent(n, is_signed, &out);
	return buf_text(&out);
}

static void percent_has_two_decimals(void **state)
{
	(void)state;
	assert_string_equal(percent(3.21, false), "3.21%");
	assert_string_equal(percent(3.21, true), "+3.21%");
	assert_string_equal(percent(-0.46, true), "-0.46%");
	assert_string_equal(percent(-0.001, true), "0.00%");
	assert_string_equal(percent(0, true), "0.00%");
}

/* ---- The service. ---- */

static void the_service_writes_for_its_reader(void **state)
{
	struct fake_host host = fake_host_start(state);
	const mcp_format_v1 *f = &format_v1_functions;
	const mcp_list none = { 0 };

	assert_string_equal(f->won(&host.ctx, MCP_KNOWN_INT(1234567890123)), "1.23T");
	fake_host_korean(&host, &none);
	assert_string_equal(f->won(&host.ctx, MCP_KNOWN_INT(1234567890123)), "1조 2,346억");
	assert_string_equal(f->count(&host.ctx, MCP_KNOWN_INT(1234567)), "1,234,567");
	assert_string_equal(f->percent(&host.ctx, MCP_KNOWN_REAL(3.21), 1), "+3.21%");
}

static void null_is_a_dash(void **state)
{
	struct fake_host host = fake_host_start(state);
	const mcp_format_v1 *f = &format_v1_functions;

	assert_string_equal(f->won(&host.ctx, (mcp_int){ 0 }), "-");
	assert_string_equal(f->count(&host.ctx, (mcp_int){ 0 }), "-");
	assert_string_equal(f->percent(&host.ctx, (mcp_real){ 0 }, 0), "-");
	assert_string_equal(f->percent(&host.ctx, MCP_KNOWN_REAL(NAN), 0), "-");
}

static void without_memory_it_is_a_dash_too(void **state)
{
	struct fake_host host = fake_host_start(state);

	host.allocs_left = 0;
	assert_string_equal(format_v1_functions.won(&host.ctx, MCP_KNOWN_INT(1)), "-");
}

/* ---- Tables and results. ---- */

struct row {
	int64_t rank;
	const char *name;
	mcp_int price;
	mcp_real rate;
	mcp_real ratio;
	mcp_real plain;
	mcp_bool halted;
	mcp_int nothing;
	mcp_int hidden;
	mcp_texts flags;
};

/* clang-format off */
static const mcp_field row_fields[] = {
	MCP_INT(struct row, rank, "", .title = "Rank"),
	MCP_TEXT(struct row, name, "", .title = "Name"),
	MCP_INT(struct row, price, "", .unit = "KRW/share"),
	MCP_REAL(struct row, rate, "", .unit = "%", .flags = MCP_F_SIGNED),
	MCP_REAL(struct row, ratio, "", .unit = "x"),
	MCP_REAL(struct row, plain, "", .flags = MCP_F_SIGNED),
	MCP_BOOL(struct row, halted, "", .title = "Halted"),
	MCP_INT(struct row, nothing, "", .title = "Nothing"),
	MCP_INT(struct row, hidden, "", .flags = MCP_F_QUIET),
	MCP_TEXTS(struct row, flags, "", .title = "Flags"),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

struct inner {
	mcp_int total;
	mcp_real share;
};

static const mcp_field inner_fields[] = {
	MCP_INT(struct inner, total, "", .unit = "KRW"),
	MCP_REAL(struct inner, share, "", .unit = "%"),
};
static const mcp_table inner_table = MCP_TABLE(struct inner, inner_fields);

struct answer {
	const char *when;
	mcp_rows ranking;
	const void *summary;
	const void *missing;
};

static const mcp_field answer_fields[] = {
	MCP_TEXT(struct answer, when, "", .title = "When"),
	MCP_ROWS(struct answer, ranking, "", row_table, .title = "Ranking"),
	MCP_OBJECT(struct answer, summary, "", inner_table, .title = "Summary"),
	MCP_OBJECT(struct answer, missing, "", inner_table, .title = "Missing"),
};
static const mcp_table answer_table = MCP_TABLE(struct answer, answer_fields);
/* clang-format on */

static const char *const flags[] = { "A", "B" };

static const struct row rows[] = {
	{
		.rank = 1,
		.name = "삼성전자",
		.price = { 73400, 1, 0 },
		.rate = { 1.5, 1, 0 },
		.ratio = { 13.3, 1, 0 },
		.plain = { 0.25, 1, 0 },
		.halted = { 1, 1 },
		.hidden = { 5, 1, 0 },
		.flags = { flags, 2, sizeof *flags },
	},
	{
		.rank = 20,
		.name = "LG\n화학",
		.halted = { 0, 1 },
		.flags = { flags, 0, sizeof *flags },
	},
};

static const mcp_rows both = { rows, 2, sizeof *rows };

static void a_table_lines_up_in_hangul(void **state)
{
	struct fake_host host = fake_host_start(state);

	assert_string_equal(format_v1_functions.table(&host.ctx, &row_table, both),
		"Rank  Name       price    rate   ratio  plain  Halted  Flags\n"
		"   1  삼성전자  73,400  +1.50%  13.30x  +0.25  yes     A,B\n"
		"  20  LG화학         -       -       -      -  no\n");
}

static void headings_follow_the_phrases(void **state)
{
	static const mcp_phrase words[] = { { "Rank", "순위" }, { "Name", "이름" } };
	static const mcp_list list = MCP_PHRASES(words);
	struct fake_host host = fake_host_start(state);

	fake_host_korean(&host, &list);
	assert_non_null(
		strstr(format_v1_functions.table(&host.ctx, &row_table, both), "순위  이름"));
	assert_non_null(strstr(format_v1_functions.table(&host.ctx, &row_table, both), "73,400원"));
}

/* ---- Rows inside a row. ---- */

struct leader {
	const char *code;
	const char *name;
	mcp_real part;
};

struct group {
	const char *name;
	mcp_rows leaders;
	mcp_rows hidden;
	mcp_texts why;
};

/* clang-format off */
static const mcp_field leader_fields[] = {
	MCP_TEXT(struct leader, code, "", .flags = MCP_F_QUIET),
	MCP_TEXT(struct leader, name, ""),
	MCP_REAL(struct leader, part, "", .unit = "%"),
};
static const mcp_table leader_table = MCP_TABLE(struct leader, leader_fields);

static const mcp_field group_fields[] = {
	MCP_TEXT(struct group, name, "", .title = "Name"),
	MCP_ROWS(struct group, leaders, "", leader_table, .title = "Leaders"),
	MCP_ROWS(struct group, hidden, "", leader_table, .flags = MCP_F_QUIET),
	MCP_TEXTS(struct group, why, "", .title = "Why"),
};
static const mcp_table group_table = MCP_TABLE(struct group, group_fields);
/* clang-format on */

static const struct leader leaders[] = {
	{ "005930", "삼성전자", { 31.2, 1, 0 } },
	{ "000660", "SK하이닉스", { 0, 0, 0 } },
	{ "005380", "현대차", { 1, 1, 0 } },
};

static const char *const why[] = { "price_limit", "nobody's word" };

static const struct group groups[] = {
	{
		.name = "전기전자",
		.leaders = { leaders, 3, sizeof *leaders },
		.hidden = { leaders, 3, sizeof *leaders },
		.why = { why, 2, sizeof *why },
	},
	{ .name = "기타", .leaders = { leaders, 0, sizeof *leaders } },
	{ .name = "없음" },
};

static const mcp_rows three_groups = { groups, 3, sizeof *groups };

static void a_cell_shows_the_first_two_rows_of_a_list(void **state)
{
	struct fake_host host = fake_host_start(state);

	assert_string_equal(format_v1_functions.table(&host.ctx, &group_table, three_groups),
		"Name      Leaders                      Why\n"
		"전기전자  삼성전자 31.20%, SK하이닉스  price_limit,nobody's word\n"
		"기타                                   -\n"
		"없음      -                            -\n");
}

static void words_of_a_list_are_said_in_the_readers_language(void **state)
{
	struct fake_host host = fake_host_start(state);

	fake_host_korean(&host, NULL);
	assert_non_null(strstr(format_v1_functions.table(&host.ctx, &group_table, three_groups),
		"상·하한가,nobody's word"));
}

static void rows_of_nothing_known_are_no_table(void **state)
{
	static const struct inner nothing = { .total = { 0 } };
	const mcp_rows one = { &nothing, 1, sizeof nothing };
	struct fake_host host = fake_host_start(state);

	assert_string_equal(format_v1_functions.table(&host.ctx, &inner_table, one), "");
}

static void no_rows_are_no_table(void **state)
{
	struct fake_host host = fake_host_start(state);

	assert_string_equal(format_v1_functions.table(&host.ctx, &row_table, (mcp_rows){ 0 }), "");
}

static const struct inner totals = { { 1234567890123, 1, 0 }, { 31.25, 1, 0 } };

static void a_result_is_lines_then_tables(void **state)
{
	const struct answer answer = { .when = "10:24", .ranking = both, .summary = &totals };

	(void)state;
	format_result(&answer_table, &answer, "en", NULL, &out);
	assert_string_equal(buf_text(&out),
		"When: 10:24\n"
		"Summary: total 1.23T · share 31.25%\n"
		"Missing: -\n"
		"\nRanking (2)\n"
		"Rank  Name       price    rate   ratio  plain  Halted  Flags\n"
		"   1  삼성전자  73,400  +1.50%  13.30x  +0.25  yes     A,B\n"
		"  20  LG화학         -       -       -      -  no\n");
}

static void a_korean_result_has_korean_headings(void **state)
{
	static const mcp_phrase words[] = { { "When", "때" }, { "Summary", "요약" } };
	static const mcp_list list = MCP_PHRASES(words);
	const struct answer answer = { .when = "10:24", .summary = &totals };

	(void)state;
	phrase_locale("ko");
	format_result(&answer_table, &answer, "ko", &list, &out);
	assert_non_null(strstr(buf_text(&out), "때: 10:24\n요약: total 1조 2,346억"));
}

static void an_older_table_with_shorter_rows_is_read(void **state)
{
	struct older {
		const char *name;
		uint32_t type;
		uint32_t offset;
	};
	static const struct older fields[] = { { "when", MCP_T_TEXT, 0 } };
	const mcp_table table = {
		.at = (const mcp_field *)(const void *)fields,
		.count = 1,
		.stride = sizeof *fields,
		.struct_size = sizeof(char *),
	};
	const char *when = "now";

	(void)state;
	format_result(&table, &when, "en", NULL, &out);
	assert_string_equal(buf_text(&out), "when: now\n");
}

static void what_does_not_fit_is_marked(void **state)
{
	struct buf tiny;

	(void)state;
	buf_init(&tiny, 8);
	format_result(&answer_table, &(struct answer){ .when = "10:24" }, "en", NULL, &tiny);
	assert_true(tiny.failed);
	buf_done(&tiny);
}

/* ---- JSON. ---- */

static void a_struct_is_json_by_its_table(void **state)
{
	struct fake_host host = fake_host_start(state);
	const struct answer answer = { .when = "10:24" };
	const char *json = format_v1_functions.json(&host.ctx, &answer_table, &answer);
	struct fault f = { 0 };

	assert_non_null(json);
	buf_clear(&out);
	assert_int_equal(encode_object(&answer_table, &answer, &out, &f), MCP_OK);
	assert_string_equal(json, buf_text(&out));
}

static void what_is_no_json_is_said(void **state)
{
	struct fake_host host = fake_host_start(state);
	const struct answer broken = { .when = "\xff" };
	const mcp_table lie = { .count = 1, .at = NULL, .stride = 8, .struct_size = 8 };

	assert_null(format_v1_functions.json(&host.ctx, &answer_table, &broken));
	assert_true(host.status < 0);
	assert_null(format_v1_functions.json(&host.ctx, &lie, &broken));
	assert_string_not_equal(host.said, "");
	host.allocs_left = 0;
	assert_null(format_v1_functions.json(
		&host.ctx, &answer_table, &(struct answer){ .when = "10:24" }));
	assert_int_equal(host.status, MCP_E_MEMORY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(won_in_korean_steps),
		TEST(won_in_english_steps),
		TEST(a_step_reached_by_rounding_is_taken),
		TEST(the_largest_and_the_smallest_are_written),
		TEST(integers_are_grouped_by_thousands),
		TEST(percent_has_two_decimals),
		TEST(the_service_writes_for_its_reader),
		TEST(a_struct_is_json_by_its_table),
		TEST(what_is_no_json_is_said),
		TEST(null_is_a_dash),
		TEST(without_memory_it_is_a_dash_too),
		TEST(a_table_lines_up_in_hangul),
		TEST(headings_follow_the_phrases),
		TEST(a_cell_shows_the_first_two_rows_of_a_list),
		TEST(words_of_a_list_are_said_in_the_readers_language),
		TEST(rows_of_nothing_known_are_no_table),
		TEST(no_rows_are_no_table),
		TEST(a_result_is_lines_then_tables),
		TEST(a_korean_result_has_korean_headings),
		TEST(an_older_table_with_shorter_rows_is_read),
		TEST(what_does_not_fit_is_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
