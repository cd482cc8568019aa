/* market_master_test - master files: read by places of bytes, refused whole, kept over restarts. */
#include "support/scripted_kis.h"

#include "service/market_master.h"
#include "support/temp_folder.h"

static struct buf bytes;
static struct master_table table;

static int start(void **state)
{
	(void)state;
	memset(&script, 0, sizeof script);
	script.wall_ms = AT(10, 0);
	script.mono_ms = 1000000;
	script_env.state_dir = NULL;
	phrase_locale("en");
	buf_init(&bytes, 4 * 1024 * 1024);
	add_market(10);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	buf_done(&bytes);
	master_table_done(&table);
	return 0;
}

static void make_file(enum exchange x)
{
	write_master((uint32_t)x, &bytes);
}

/* ---- Reading. ---- */

static void reads_both_layouts(void **state)
{
	const struct master_row *row;

	(void)state;
	make_file(EXCHANGE_KOSPI);
	assert_int_equal(master_parse(EXCHANGE_KOSPI, buf_as_span(&bytes), &table, NULL), MCP_OK);
	assert_int_equal(table.count, 605);
	row = master_table_find(&table, "100000");
	assert_non_null(row);
	assert_string_equal(row->name, "회사");
	assert_string_equal(row->group, "ST");
	assert_int_equal(row->listed_thousand, 1000);
	assert_null(master_table_find(&table, "100010"));
	master_table_done(&table);

	buf_clear(&bytes);
	make_file(EXCHANGE_KOSDAQ);
	assert_int_equal(master_parse(EXCHANGE_KOSDAQ, buf_as_span(&bytes), &table, NULL), MCP_OK);
	assert_non_null(master_table_find(&table, "100010"));
}

/* The line of the first share, to write marks into. */
static const struct master_row *read_with(enum exchange x, size_t at, const char *mark)
{
	make_file(x);
	memcpy(bytes.at + at, mark, strlen(mark));
	assert_int_equal(master_parse(x, buf_as_span(&bytes), &table, NULL), MCP_OK);
	return master_table_find(&table, x == EXCHANGE_KOSPI ? "100000" : "100010");
}

static void assert_mark(enum exchange x, size_t at, const char *mark, uint32_t flags)
{
	assert_int_equal(read_with(x, at, mark)->flags, flags);
	master_table_done(&table);
	buf_clear(&bytes);
}

static void reads_the_marks_of_kospi(void **state)
{
	(void)state;
	assert_mark(EXCHANGE_KOSPI, 121, "Y", MASTER_HALTED);
	assert_mark(EXCHANGE_KOSPI, 122, "Y", MASTER_LIQUIDATION);
	assert_mark(EXCHANGE_KOSPI, 123, "Y", MASTER_ADMIN);
	assert_mark(EXCHANGE_KOSPI, 124, "01", MASTER_CAUTION);
	assert_mark(EXCHANGE_KOSPI, 124, "02", MASTER_WARNING);
	assert_mark(EXCHANGE_KOSPI, 124, "03", MASTER_DANGER);
	assert_mark(EXCHANGE_KOSPI, 93, "2", MASTER_OVERHEATED);
	assert_mark(EXCHANGE_KOSPI, 93, "1", 0);
	assert_mark(EXCHANGE_KOSPI, 219, "2", MASTER_PREFERRED);
	assert_mark(EXCHANGE_KOSPI, 83, "3", MASTER_FUND);
	assert_mark(EXCHANGE_KOSPI, 90, "Y", MASTER_SPAC);
}

static void reads_the_marks_of_kosdaq(void **state)
{
	(void)state;
	assert_mark(EXCHANGE_KOSDAQ, 116, "Y", MASTER_HALTED);
	assert_mark(EXCHANGE_KOSDAQ, 117, "Y", MASTER_LIQUIDATION);
	assert_mark(EXCHANGE_KOSDAQ, 118, "Y", MASTER_ADMIN);
	assert_mark(EXCHANGE_KOSDAQ, 119, "02", MASTER_WARNING);
	assert_mark(EXCHANGE_KOSDAQ, 88, "3", MASTER_OVERHEATED);
	assert_mark(EXCHANGE_KOSDAQ, 88, " ", 0);
	assert_mark(EXCHANGE_KOSDAQ, 214, "1", MASTER_PREFERRED);
	assert_mark(EXCHANGE_KOSDAQ, 79, "1", MASTER_FUND);
	assert_mark(EXCHANGE_KOSDAQ, 85, "Y", MASTER_SPAC);
}

static void a_name_that_is_not_cp949_is_empty(void **state)
{
	(void)state;
	assert_string_equal(read_with(EXCHANGE_KOSPI, 21, "\xff\xff\xff")->name, "");
}

static void assert_ranked_group(const char *group, bool ranked)
{
	struct master_row row = { .code = "000000" };

	memcpy(row.group, group, 3);
	assert_int_equal(master_is_ranked(&row), ranked);
}

static void ranks_shares_and_what_is_listed_like_them(void **state)
{
	const struct master_row spac = { .group = "ST", .flags = MASTER_SPAC };

	(void)state;
	assert_ranked_group("ST", true);
	assert_ranked_group("FS", true);
	assert_ranked_group("DR", true);
	assert_ranked_group("RT", true);
	assert_ranked_group("IF", true);
	assert_ranked_group("MF", true);
	assert_ranked_group("EF", false);
	assert_ranked_group("EN", false);
	assert_ranked_group("EW", false);
	assert_ranked_group("KN", false);
	assert_false(master_is_ranked(&spac));
}

static void line_ends_of_dos_are_fine(void **state)
{
	struct buf dos;

	(void)state;
	make_file(EXCHANGE_KOSPI);
	buf_init(&dos, 4 * 1024 * 1024);
	for (size_t at = 0; at < bytes.len; at += 289) {
		buf_put(&dos, bytes.at + at, 288);
		buf_puts(&dos, "\r\n");
	}
	assert_int_equal(master_parse(EXCHANGE_KOSPI, buf_as_span(&dos), &table, NULL), MCP_OK);
	assert_int_equal(table.count, 605);
	buf_done(&dos);
}

/* ---- Refusing. ---- */

static void assert_refused(struct span file, const char *part)
{
	struct fault f = { 0 };

	assert_int_equal(master_parse(EXCHANGE_KOSPI, file, &table, &f), MCP_E_UPSTREAM);
	assert_non_null(strstr(f.text, part));
	assert_null(table.rows);
}

static void a_line_of_another_length_refuses_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	memmove(bytes.at + 289, bytes.at + 290, bytes.len - 290);
	assert_refused((struct span){ bytes.at, bytes.len - 1 }, "line 2 of the KOSPI master");
}

static void the_other_markets_file_is_refused(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSDAQ);
	assert_refused(buf_as_span(&bytes), "line 1");
}

static void a_cut_file_is_refused(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	assert_refused((struct span){ bytes.at, 289 * 499 }, "only 499 rows");
	assert_refused((struct span){ bytes.at, bytes.len - 7 }, "is not one of its rows");
}

static void an_empty_file_is_refused(void **state)
{
	(void)state;
	assert_refused((struct span){ NULL, 0 }, "only 0 rows");
	assert_refused(SPAN("<html>503</html>"), "line 1");
}

static void a_code_that_comes_twice_refuses_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	memcpy(bytes.at + 289, bytes.at, 6);
	assert_refused(buf_as_span(&bytes), "a code twice");
}

static void shares_that_are_no_number_refuse_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	bytes.at[289 + 180] = 'x';
	assert_refused(buf_as_span(&bytes), "line 2");
}

static void caps_that_do_not_fit_refuse_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	for (size_t at = 0; at < bytes.len; at += 289)
		bytes.at[at + 274] = '9';
	assert_refused(buf_as_span(&bytes), "do not fit its market caps");
}

/* ---- Once a day, kept. ---- */

static void nothing(void *self)
{
	*(int *)self += 1;
}

static void one_fetch_serves_the_day(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	assert_false(master_want(m, LANE_USER, &w));
	script_run();
	assert_int_equal(woken, 1);
	script.wall_ms = AT(23, 0);
	assert_true(master_want(m, LANE_USER, &w));
	assert_int_equal(script.call_count, 2);
	assert_int_equal(master_take_calls(m), 2);
	master_free(m);
}

static void the_new_day_begins_when_kis_renews(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	(void)master_want(m, LANE_USER, &w);
	script_run();
	script.wall_ms = kst_to_ms(20261124, 7, 44, 0);
	script.mono_ms += 86400000;
	assert_true(master_want(m, LANE_USER, &w));
	assert_int_equal(script.call_count, 2);
	script.wall_ms = kst_to_ms(20261124, 7, 46, 0);
	/* Yesterday's table serves while today's is on its way. */
	assert_true(master_want(m, LANE_USER, &w));
	assert_int_equal(script.call_count, 4);
	master_free(m);
}

static void a_bad_file_leaves_the_last_good_one(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	(void)master_want(m, LANE_USER, &w);
	script_run();
	script.wall_ms = kst_to_ms(20261124, 9, 0, 0);
	script.mono_ms += 86400000;
	script.no_master = true;
	assert_true(master_want(m, LANE_USER, &w));
	script_run();
	assert_non_null(master_find(m, "100000", NULL));
	master_free(m);
}

static void a_forgotten_waiter_is_not_woken(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	(void)master_want(m, LANE_USER, &w);
	master_forget(m, &w);
	script_run();
	assert_int_equal(woken, 0);
	master_free(m);
}

static void load_once(void)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)master_want(m, LANE_USER, &w);
	script_run();
	assert_non_null(master_find(m, "100000", NULL));
	master_free(m);
}

static void real_tables_outlive_the_process(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_REAL;
	load_once();
	assert_int_equal(script.call_count, 2);
	load_once();
	assert_int_equal(script.call_count, 2);
	assert_int_equal(temp_folder_close(state), 0);
}

static void demo_tables_are_not_kept(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_DEMO;
	load_once();
	load_once();
	assert_int_equal(script.call_count, 4);
	assert_int_equal(temp_folder_close(state), 0);
}

static void a_kept_file_that_was_spoilt_is_fetched_again(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_REAL;
	load_once();
	(void)temp_write(state, "master-kospi.mst", "mcp-master 20261123\nspoilt", 26);
	load_once();
	assert_int_equal(script.call_count, 3);
	assert_int_equal(temp_folder_close(state), 0);
}

static void a_folder_that_cannot_be_written_does_no_harm(void **state)
{
	(void)state;
	script_env.state_dir = "/proc/nowhere";
	script.environment = ENVIRONMENT_REAL;
	load_once();
	assert_int_equal(script.call_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_both_layouts),
		TEST(reads_the_marks_of_kospi),
		TEST(reads_the_marks_of_kosdaq),
		TEST(a_name_that_is_not_cp949_is_empty),
		TEST(ranks_shares_and_what_is_listed_like_them),
		TEST(line_ends_of_dos_are_fine),
		TEST(a_line_of_another_length_refuses_the_file),
		TEST(the_other_markets_file_is_refused),
		TEST(a_cut_file_is_refused),
		TEST(an_empty_file_is_refused),
		TEST(a_code_that_comes_twice_refuses_the_file),
		TEST(shares_that_are_no_number_refuse_the_file),
		TEST(caps_that_do_not_fit_refuse_the_file),
		TEST(one_fetch_serves_the_day),
		TEST(the_new_day_begins_when_kis_renews),
		TEST(a_bad_file_leaves_the_last_good_one),
		TEST(a_forgotten_waiter_is_not_woken),
		TEST(real_tables_outlive_the_process),
		TEST(demo_tables_are_not_kept),
		TEST(a_kept_file_that_was_spoilt_is_fetched_again),
		TEST(a_folder_that_cannot_be_written_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
