/* market_samples_test - real recorded bodies, read in place, against what the market service makes
 * of them: every figure, to the won. */
#include "support/samples.h"
#include "support/scripted_kis.h"

#include <json-c/json.h>

#include <math.h>

#include "base/cleanup.h"
#include "service/market_holidays.h"
#include "service/market_master.h"
#include "service/market_multprice.h"

static struct buf body;
static struct json_object *recorded;

/* The file's text, lent. */
static const char *sample(const char *name)
{
	sample_read(name, &body);
	return buf_text(&body);
}

static int start(void **state)
{
	return script_start(state);
}

static int stop(void **state)
{
	buf_done(&body);
	json_object_put(recorded);
	recorded = NULL;
	return script_stop(state);
}

static const char *field(struct json_object *row, const char *name)
{
	return json_object_get_string(json_object_object_get(row, name));
}

/* A recorded text in a cell as it is: "-0.46" is -0.46. */
static void assert_as_recorded(const struct service_reply *reply, uint32_t i, uint32_t column,
	struct json_object *row, const char *name)
{
	assert_string_equal(cell(reply, i, column), field(row, name));
}

static void assert_quoted(const struct service_reply *reply, uint32_t i, uint32_t column,
	struct json_object *row, const char *name)
{
	char quoted[128];

	(void)snprintf(quoted, sizeof quoted, "\"%s\"", field(row, name));
	assert_string_equal(cell(reply, i, column), quoted);
}

static void assert_row(const struct service_reply *reply, uint32_t i, struct json_object *row)
{
	char cap[32];
	int64_t price = strtoll(field(row, "stck_prpr"), NULL, 10);
	int64_t listed = strtoll(field(row, "lstn_stcn"), NULL, 10);

	assert_as_recorded(reply, i, 0, row, "data_rank");
	assert_quoted(reply, i, 1, row, "mksc_shrn_iscd");
	assert_quoted(reply, i, 2, row, "hts_kor_isnm");
	assert_as_recorded(reply, i, 3, row, "stck_prpr");
	assert_as_recorded(reply, i, 4, row, "prdy_vrss");
	assert_as_recorded(reply, i, 5, row, "prdy_ctrt");
	assert_as_recorded(reply, i, 6, row, "acml_vol");
	assert_as_recorded(reply, i, 7, row, "acml_tr_pbmn");
	assert_as_recorded(reply, i, 8, row, "lstn_stcn");
	assert_as_recorded(reply, i, 9, row, "vol_tnrt");
	(void)snprintf(cap, sizeof cap, "%lld", (long long)(price * listed));
	assert_string_equal(cell(reply, i, 10), cap);
}

#define EVERY \
	"\"columns\":[\"rank\",\"code\",\"name\",\"price\",\"change\",\"change_rate\"," \
	"\"volume\",\"trading_value\",\"listed_shares\",\"turnover_rate\",\"market_cap\"]"

static void a_recorded_ranking_is_answered_to_the_won(void **state)
{
	const struct service_reply *reply;
	struct json_object *rows;

	(void)state;
	script.body = sample("volume-rank.json");
	recorded = json_tokener_parse(script.body);
	rows = json_object_object_get(recorded, "output");
	reply = ask("top", "{\"market\":\"KOSPI\",\"sort_by\":\"volume\",\"count\":30," EVERY "}");
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_int_equal(row_count(reply), json_object_array_length(rows));
	for (uint32_t i = 0; i < row_count(reply); i++)
		assert_row(reply, i, json_object_array_get_idx(rows, i));
	assert_true(reply->from.complete);
}

static void another_key_than_recorded_is_sorted_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.body = sample("volume-rank.json");
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":30," EVERY "}");
	assert_string_equal(cell(reply, 0, 1), "\"005930\"");
	assert_string_equal(cell(reply, 1, 1), "\"000660\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "did not come in the asked order"));
}

static void a_recorded_quote_gives_ownership_and_per(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.quote = sample("inquire-price.json");
	add_market(60);
	memcpy(script.shares[0].code, "005930", 7);
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":1,"
			   "\"columns\":[\"foreign_ratio\",\"per\"]}");
	assert_string_equal(cell(reply, 0, 0), "50.23");
	assert_string_equal(cell(reply, 0, 1), "13.30");
}

static void a_recorded_index_gives_its_trading_value(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.index = sample("inquire-index-price.json");
	script.refuse = "inquire-index-price?FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=1001";
	reply = ask("summary", "{\"columns\":[\"kospi_trading_value\",\"total_trading_value\"]}");
	assert_string_equal(cell(reply, 0, 0), "11507962000000");
	assert_string_equal(cell(reply, 0, 1), "null");
}

/* The real row, then as often again with other codes, so that the file is long enough. */
static void a_recorded_master_row_is_read(void **state)
{
	struct master_table table = { 0 };
	struct fault f = { 0 };
	const struct master_row *row;
	struct buf file;
	char code[16];

	(void)state;
	(void)sample("kospi_code-one-row.mst");
	buf_init(&file, 1024 * 1024);
	buf_span(&file, buf_as_span(&body));
	for (uint32_t i = 0; i < MASTER_ROWS; i++) {
		(void)snprintf(code, sizeof code, "A%05u", i);
		buf_puts(&file, code);
		buf_put(&file, body.at + 6, body.len - 6);
	}
	assert_int_equal(master_parse(EXCHANGE_KOSPI, buf_as_span(&file), &table, &f), MCP_OK);
	row = master_table_find(&table, "005930");
	assert_non_null(row);
	assert_string_equal(row->name, "삼성전자");
	assert_string_equal(row->group, "ST");
	assert_int_equal(row->listed_thousand, 5846278);
	assert_int_equal(row->flags, 0);
	assert_true(master_is_ranked(row));
	assert_int_equal(row->base_price, 269000);
	assert_int_equal(row->previous_volume, 22517076);
	assert_int_equal(row->listed_on, 19750611);
	assert_int_equal(row->sector, 13);
	assert_int_equal(row->sector_large, 27);
	assert_int_equal(row->rights, 0);
	assert_int_equal(row->par_change, 0);
	assert_int_equal(row->capital_increase, 0);
	master_table_done(&table);
	buf_done(&file);
}

/* Field of KIS, unit: won and shares as they are, rates in hundredths. */
static const struct {
	enum multprice_figure figure;
	const char *field;
	double times;
} quoted[] = {
	{ MULTPRICE_PRICE, "inter2_prpr", 1 },
	{ MULTPRICE_CHANGE, "inter2_prdy_vrss", 1 },
	{ MULTPRICE_RATE, "prdy_ctrt", 100 },
	{ MULTPRICE_VOLUME, "acml_vol", 1 },
	{ MULTPRICE_VALUE, "acml_tr_pbmn", 1 },
	{ MULTPRICE_BEFORE, "inter2_prdy_clpr", 1 },
	{ MULTPRICE_BASE, "inter2_sdpr", 1 },
	{ MULTPRICE_HIGH, "inter2_hgpr", 1 },
	{ MULTPRICE_LOW, "inter2_lwpr", 1 },
	{ MULTPRICE_SIGN, "prdy_vrss_sign", 1 },
};

static void assert_quote(struct kis_row *row, struct json_object *recorded_row)
{
	struct multprice m;
	char code[8];

	assert_true(multprice_code(row, code));
	assert_string_equal(code, field(recorded_row, "inter_shrn_iscd"));
	multprice_read(row, BASIS_KRX, &m);
	assert_int_equal(m.market, MULTPRICE_KOSPI);
	assert_int_equal(m.doubts, 0);
	for (uint32_t i = 0; i < COUNT_OF(quoted); i++) {
		double said = strtod(field(recorded_row, quoted[i].field), NULL);

		assert_true(m.at[quoted[i].figure].known);
		assert_int_equal(m.at[quoted[i].figure].value, llround(said * quoted[i].times));
	}
}

static void recorded_quotes_of_a_sweep_are_read_to_the_won(void **state)
{
	struct json_object *list;
	struct kis_rows rows;
	struct kis_row row;
	char code[8];

	(void)state;
	recorded = json_tokener_parse(sample("intstock-multprice.json"));
	list = json_object_object_get(recorded, "output");
	assert_true(scan_check(buf_as_span(&body), NULL));
	assert_true(kis_rows(buf_as_span(&body), "output", &rows));
	assert_true(kis_rows_next(&rows, &row));
	assert_quote(&row, json_object_array_get_idx(list, 0));
	assert_true(kis_rows_next(&rows, &row));
	assert_quote(&row, json_object_array_get_idx(list, 1));
	/* The index in the third slot is no share. */
	assert_true(kis_rows_next(&rows, &row));
	assert_false(multprice_code(&row, code));
}

static void recorded_days_are_read(void **state)
{
	struct holiday days[HOLIDAYS_PAGE];
	struct fault f = { 0 };
	uint32_t count;

	(void)state;
	(void)sample("chk-holiday.json");
	assert_true(scan_check(buf_as_span(&body), NULL));
	assert_int_equal(holidays_read(buf_as_span(&body), 20240611, days, &count, &f), MCP_OK);
	assert_int_equal(count, 3);
	assert_int_equal(days[2].date, 20240613);
	assert_true(days[2].is_open);
	/* Not what today's question is answered with. */
	assert_int_equal(
		holidays_read(buf_as_span(&body), 20261123, days, &count, &f), MCP_E_UPSTREAM);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_recorded_ranking_is_answered_to_the_won),
		TEST(another_key_than_recorded_is_sorted_and_said),
		TEST(a_recorded_quote_gives_ownership_and_per),
		TEST(a_recorded_index_gives_its_trading_value),
		TEST(a_recorded_master_row_is_read),
		TEST(recorded_quotes_of_a_sweep_are_read_to_the_won),
		TEST(recorded_days_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
