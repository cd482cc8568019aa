/* status_test - kis://status: what it asks, what it gives. */
#include "support/fake_content.h"
#include "support/fake_market.h"

#include <string.h>

#include "status.c" // NOLINT

#define NOW \
	"{\"as_of\":\"2026-11-23T10:24:00+09:00\",\"environment\":\"real\",\"date\":\"2026-11-23\"," \
	"\"is_open_day\":true,\"krx_session\":\"regular\"," \
	"\"krx_next_change\":\"2026-11-23T15:20:00+09:00\",\"nxt_session\":\"regular\"," \
	"\"nxt_next_change\":\"2026-11-23T15:20:00+09:00\",\"basis\":\"KRX\"," \
	"\"snapshot_as_of\":null,\"history_date\":\"2026-11-20\",\"history_days\":60," \
	"\"history_shares\":2700,\"investors_date\":null,\"programs_date\":null," \
	"\"master_as_of\":\"2026-11-23T07:45:00+09:00\",\"calls_in_use\":3,\"calls_per_second\":7," \
	"\"calls_per_second_set\":15,\"has_kis_key\":true,\"has_opendart_key\":false," \
	"\"has_krx_key\":false,\"notes\":[\"why\"]}"

static struct fake_market market;
static struct fake_content content;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, NULL);

	fake_content_start(&host, &content);
	market.rows = "[" NOW "]";
	return host;
}

static void how_things_stand_is_told_as_it_is(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(read_status(&host.ctx, "kis://status", NULL), MCP_OK);
	assert_string_equal(market.op, "status");
	assert_string_equal(content.uri, "kis://status");
	assert_string_equal(content.mime, "application/json");
	assert_string_equal(content.body, NOW);
}

static void a_fictional_market_says_so_first(void **state)
{
	static const char real[] = "[" NOW "]";
	struct fake_host host = start(state);
	char rows[sizeof real];

	memcpy(rows, real, sizeof real);
	memcpy(strstr(rows, "\"real\""), "\"demo\"", 6);
	market.rows = rows;
	assert_int_equal(read_status(&host.ctx, "kis://status", NULL), MCP_OK);
	assert_memory_equal(content.body, "{\"notice\":\"Fictional demo data\",", 32);
}

static void a_market_that_says_nothing_is_an_error(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[]";
	assert_int_equal(read_status(&host.ctx, "kis://status", NULL), MCP_E_INTERNAL);
	market.rows_status = MCP_E_BUSY;
	assert_int_equal(read_status(&host.ctx, "kis://status", NULL), MCP_E_BUSY);
	assert_int_equal(content.body_count, 0);
}

/* ---- The declaration. ---- */

static void the_phrases_take_the_same_values(void **state)
{
	(void)state;
	assert_null(fake_host_phrase_at_odds(&mcp_plugin_v1.phrases));
}

static void every_text_is_there_in_korean(void **state)
{
	(void)state;
	assert_null(fake_market_untranslated(&mcp_plugin_v1));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(how_things_stand_is_told_as_it_is),
		TEST(a_fictional_market_says_so_first),
		TEST(a_market_that_says_nothing_is_an_error),
		cmocka_unit_test(the_phrases_take_the_same_values),
		cmocka_unit_test(every_text_is_there_in_korean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
