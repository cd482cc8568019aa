/* market_master_test - master files: read by places of bytes, refused whole, kept over restarts. */
#include "support/scripted_kis.h"

#include "service/market_master.h"
#include "service/market_sector_names.h"
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

static const struct master_row *read_line(enum exchange x)
{
	assert_int_equal(master_parse(x, buf_as_span(&bytes), &table, NULL), MCP_OK);
	return master_table_find(&table, x == EXCHANGE_KOSPI ? "100000" : "100010");
}

/* Writes into the first line. */
static void write_at(size_t at, const char *text)
{
	memcpy(bytes.at + at, text, strlen(text));
}

static void assert_figures(const struct master_row *row)
{
	assert_int_equal(row->base_price, 10001);
	assert_int_equal(row->previous_volume, 123456789012);
	assert_int_equal(row->listed_on, 19750611);
	assert_int_equal(row->rights, 1);
	assert_int_equal(row->par_change, 2);
	assert_int_equal(row->capital_increase, 99);
}

static void reads_the_figures_of_kospi(void **state)
{
	const struct master_row *row;

	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_at(64, "002700130000");
	write_at(102, "000010001");
	write_at(129, "010299");
	write_at(142, "123456789012");
	write_at(166, "19750611");
	row = read_line(EXCHANGE_KOSPI);
	assert_figures(row);
	assert_int_equal(row->sector, 13);
	assert_int_equal(row->sector_large, 27);
}

static void reads_the_figures_of_kosdaq(void **state)
{
	const struct master_row *row;

	(void)state;
	make_file(EXCHANGE_KOSDAQ);
	write_at(64, "101400000000");
	write_at(97, "000010001");
	write_at(124, "010299");
	write_at(137, "123456789012");
	write_at(161, "19750611");
	row = read_line(EXCHANGE_KOSDAQ);
	assert_figures(row);
	assert_int_equal(row->sector, 1014);
	assert_int_equal(row->sector_large, 1014);
}

static void blanks_are_not_known(void **state)
{
	const struct master_row *row;

	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_at(64, "            ");
	write_at(102, "         ");
	write_at(129, "      ");
	write_at(142, "            ");
	write_at(166, "        ");
	row = read_line(EXCHANGE_KOSPI);
	assert_int_equal(row->sector, 0);
	assert_int_equal(row->base_price, 0);
	assert_int_equal(row->previous_volume, 0);
	assert_int_equal(row->listed_on, 0);
	assert_int_equal(row->rights, 0);
	assert_int_equal(row->par_change, 0);
}

static void a_mark_that_is_no_number_is_another_one(void **state)
{
	const struct master_row *row;

	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_at(131, "X1");
	write_at(166, "00000611");
	row = read_line(EXCHANGE_KOSPI);
	assert_int_equal(row->par_change, 99);
	assert_int_equal(row->listed_on, 0);
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

static void write_in_each_line(size_t at, const char *text)
{
	for (size_t line = 0; line < bytes.len; line += 289)
		memcpy(bytes.at + line + at, text, strlen(text));
}

static void a_file_without_caps_is_refused(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_in_each_line(273, "         ");
	assert_refused(buf_as_span(&bytes), "do not fit its market caps");
}

static void sectors_of_the_other_market_refuse_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_in_each_line(64, "10141014");
	assert_refused(buf_as_span(&bytes), "sectors of the KOSPI master file");
}

static void words_where_numbers_belong_refuse_the_file(void **state)
{
	(void)state;
	make_file(EXCHANGE_KOSPI);
	write_in_each_line(166, "YYYYMMDD");
	assert_refused(buf_as_span(&bytes), "605 rows of the KOSPI master file hold no numbers");
}

/* ---- Names of sectors. ---- */

#define CHEMICALS "\xc8\xad\xc7\xd0"

static void make_names(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_printf(&bytes, "0%04u%-40s\n", i + 1, CHEMICALS);
}

static void names_of_sectors_are_read(void **state)
{
	struct sector_names names;

	(void)state;
	make_names(12);
	buf_puts(&bytes, "11009" CHEMICALS "\r\n");
	assert_int_equal(sector_names_parse(buf_as_span(&bytes), &names, NULL), MCP_OK);
	assert_int_equal(names.count, 13);
	assert_string_equal(sector_names_find(&names, 1), "화학");
	assert_string_equal(sector_names_find(&names, 1009), "화학");
	assert_null(sector_names_find(&names, 13));
	sector_names_done(&names);
	assert_null(sector_names_find(&names, 1));
}

static void assert_names_refused(void)
{
	struct sector_names names = { 0 };
	struct fault f = { 0 };

	assert_int_equal(sector_names_parse(buf_as_span(&bytes), &names, &f), MCP_E_UPSTREAM);
	assert_non_null(strstr(f.text, "sector names"));
	assert_null(names.rows);
	buf_clear(&bytes);
}

static void files_that_are_no_sector_names_are_refused(void **state)
{
	(void)state;
	assert_names_refused();
	buf_puts(&bytes, "<html>503</html>");
	assert_names_refused();
	make_names(9);
	assert_names_refused();
	/* The name begins elsewhere. */
	for (int i = 0; i < 20; i++)
		buf_printf(&bytes, "%03d%-42s\n", i, CHEMICALS);
	assert_names_refused();
	make_names(2001);
	assert_names_refused();
}

static void few_strange_rows_are_left_out_many_refuse(void **state)
{
	struct sector_names names;

	(void)state;
	make_names(20);
	buf_puts(&bytes, "x\n00021\n");
	assert_int_equal(sector_names_parse(buf_as_span(&bytes), &names, NULL), MCP_OK);
	assert_int_equal(names.count, 20);
	sector_names_done(&names);
	buf_puts(&bytes, "y\n");
	assert_names_refused();
}

static void a_sector_with_two_names_has_none(void **state)
{
	struct sector_names names;

	(void)state;
	make_names(12);
	buf_puts(&bytes, "00005\xc8\xb8\xbb\xe7\n00006" CHEMICALS "\n");
	assert_int_equal(sector_names_parse(buf_as_span(&bytes), &names, NULL), MCP_OK);
	assert_null(sector_names_find(&names, 5));
	assert_string_equal(sector_names_find(&names, 6), "화학");
	assert_int_equal(names.count, 11);
	sector_names_done(&names);
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
	script_run();
	assert_int_equal(script.master_calls, 2);
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
	script_run();
	assert_int_equal(script.master_calls, 2);
	script.wall_ms = kst_to_ms(20261124, 7, 46, 0);
	/* Yesterday's table serves while today's is on its way. */
	assert_true(master_want(m, LANE_USER, &w));
	script_run();
	assert_int_equal(script.master_calls, 4);
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

static void a_lost_file_says_why(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	script.refuse = "master-kosdaq";
	(void)master_want(m, LANE_USER, &w);
	script_run();
	assert_int_equal(master_fault(m, EXCHANGE_KOSPI)->status, MCP_OK);
	assert_string_equal(master_fault(m, EXCHANGE_KOSDAQ)->text, "scripted refusal");
	master_free(m);
}

static void one_waiter_may_want_twice(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)state;
	assert_false(master_want(m, LANE_USER, &w));
	assert_false(master_want(m, LANE_USER, &w));
	script_run();
	assert_int_equal(woken, 1);
	master_free(m);
}

/* ---- The roster. ---- */

static void load(struct master *m)
{
	int woken = 0;
	struct master_waiter w = { .ready = nothing, .self = &woken };

	(void)master_want(m, LANE_USER, &w);
	script_run();
}

static void the_roster_holds_each_ranked_share_once(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	const struct master_entry *roster;
	uint32_t count;

	(void)state;
	script.shares[2].spac = true;
	script.shares[3].group = "EF";
	load(m);
	count = master_roster(m, &roster);
	assert_int_equal(count, 10 - 2 + 2 * MASTER_ROWS);
	for (uint32_t i = 1; i < count; i++)
		assert_true(strcmp(roster[i - 1].row->code, roster[i].row->code) < 0);
	assert_string_equal(roster[0].row->code, "100000");
	assert_int_equal(roster[0].exchange, EXCHANGE_KOSPI);
	assert_string_equal(roster[1].row->code, "100010");
	assert_int_equal(roster[1].exchange, EXCHANGE_KOSDAQ);
	assert_string_equal(roster[2].row->code, "100040");
	master_free(m);
}

static void a_code_of_both_markets_stands_once(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	const struct master_entry *roster;

	(void)state;
	memcpy(script.shares[1].code, "100000", 7);
	load(m);
	assert_int_equal(master_roster(m, &roster), 10 - 1 + 2 * MASTER_ROWS);
	assert_int_equal(roster[0].exchange, EXCHANGE_KOSPI);
	assert_string_equal(roster[1].row->code, "100020");
	master_free(m);
}

static void half_a_market_is_no_roster(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	const struct master_entry *roster;

	(void)state;
	assert_int_equal(master_roster(m, &roster), 0);
	script.refuse = "master-kosdaq";
	load(m);
	assert_int_equal(master_roster(m, &roster), 0);
	script.refuse = NULL;
	script.mono_ms += 60000;
	load(m);
	assert_int_not_equal(master_roster(m, &roster), 0);
	master_free(m);
}

static void a_new_table_begins_a_new_roster(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	const struct master_entry *roster;
	uint32_t before;

	(void)state;
	load(m);
	before = master_generation(m);
	(void)master_roster(m, &roster);
	assert_int_equal(master_generation(m), before);
	(void)add_share(0, 1000, 5000);
	script.wall_ms = kst_to_ms(20261124, 9, 0, 0);
	script.mono_ms += 86400000;
	load(m);
	assert_int_not_equal(master_generation(m), before);
	assert_int_equal(master_roster(m, &roster), 11 + 2 * MASTER_ROWS);
	master_free(m);
}

/* ---- Names, behind the tables. ---- */

static void names_follow_the_tables_and_nobody_waits(void **state)
{
	struct master *m = master_new(&script_env, NULL);

	(void)state;
	load(m);
	assert_int_equal(script.names_calls, 0);
	assert_null(master_sector_name(m, 5));
	load(m);
	assert_int_equal(script.calls[2].lane, LANE_BACKGROUND);
	assert_string_equal(master_sector_name(m, 5), "화학");
	load(m);
	assert_int_equal(script.names_calls, 1);
	master_free(m);
}

static void lost_names_do_no_harm_and_are_asked_again(void **state)
{
	struct master *m = master_new(&script_env, NULL);

	(void)state;
	script.names = "<html>503</html>";
	load(m);
	load(m);
	assert_null(master_sector_name(m, 5));
	script.names = NULL;
	script.mono_ms += 3599999;
	load(m);
	assert_int_equal(script.names_calls, 1);
	script.mono_ms += 1;
	load(m);
	assert_string_equal(master_sector_name(m, 5), "화학");
	/* The last good ones stay. */
	script.names = "nothing";
	script.wall_ms = kst_to_ms(20261124, 9, 0, 0);
	script.mono_ms += 86400000;
	load(m);
	load(m);
	assert_int_equal(script.names_calls, 3);
	assert_string_equal(master_sector_name(m, 5), "화학");
	master_free(m);
}

static void freeing_while_names_are_awaited_is_fine(void **state)
{
	struct master *m = master_new(&script_env, NULL);
	struct master_waiter w = { 0 };

	(void)state;
	load(m);
	assert_true(master_want(m, LANE_USER, &w));
	master_free(m);
	assert_int_equal(script_open(), 0);
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
	assert_int_equal(script.master_calls, 2);
	load_once();
	assert_int_equal(script.master_calls, 2);
	assert_int_equal(temp_folder_close(state), 0);
}

static void demo_tables_are_not_kept(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_DEMO;
	load_once();
	load_once();
	assert_int_equal(script.master_calls, 4);
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
	assert_int_equal(script.master_calls, 3);
	assert_int_equal(temp_folder_close(state), 0);
}

static void a_folder_that_cannot_be_written_does_no_harm(void **state)
{
	(void)state;
	script_env.state_dir = "/proc/nowhere";
	script.environment = ENVIRONMENT_REAL;
	load_once();
	assert_int_equal(script.master_calls, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_both_layouts),
		TEST(reads_the_marks_of_kospi),
		TEST(reads_the_marks_of_kosdaq),
		TEST(reads_the_figures_of_kospi),
		TEST(reads_the_figures_of_kosdaq),
		TEST(blanks_are_not_known),
		TEST(a_mark_that_is_no_number_is_another_one),
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
		TEST(a_file_without_caps_is_refused),
		TEST(sectors_of_the_other_market_refuse_the_file),
		TEST(words_where_numbers_belong_refuse_the_file),
		TEST(names_of_sectors_are_read),
		TEST(files_that_are_no_sector_names_are_refused),
		TEST(few_strange_rows_are_left_out_many_refuse),
		TEST(a_sector_with_two_names_has_none),
		TEST(one_fetch_serves_the_day),
		TEST(the_new_day_begins_when_kis_renews),
		TEST(a_bad_file_leaves_the_last_good_one),
		TEST(a_lost_file_says_why),
		TEST(one_waiter_may_want_twice),
		TEST(the_roster_holds_each_ranked_share_once),
		TEST(a_code_of_both_markets_stands_once),
		TEST(half_a_market_is_no_roster),
		TEST(a_new_table_begins_a_new_roster),
		TEST(names_follow_the_tables_and_nobody_waits),
		TEST(lost_names_do_no_harm_and_are_asked_again),
		TEST(freeing_while_names_are_awaited_is_fine),
		TEST(a_forgotten_waiter_is_not_woken),
		TEST(real_tables_outlive_the_process),
		TEST(demo_tables_are_not_kept),
		TEST(a_kept_file_that_was_spoilt_is_fetched_again),
		TEST(a_folder_that_cannot_be_written_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
