/* market_news_dart_test - news from KIS and disclosures from OpenDART in one count. */
#include "support/scripted_source.h"

#include "service/market_news.h"

#define TODAY 20261123
#define WINDOW ((struct news_window){ TODAY, TODAY })

static struct dart *dart;
static struct news *news;
static struct source_settings settings;
static struct news_waiter waiter;
static uint32_t readies;
static bool dart_refuses;

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	if (strcmp(c->endpoint, "news-title") == 0)
		buf_puts(body, "{\"output\":["
			       "{\"cntt_usiq_srno\":\"2026112310000000009\",\"iscd1\":\"005930\","
			       "\"news_ofer_entp_code\":\"6\"},"
			       "{\"cntt_usiq_srno\":\"2026112310000000008\",\"iscd1\":\"005930\","
			       "\"news_ofer_entp_code\":\"F\"},"
			       "{\"cntt_usiq_srno\":\"2026112010000000001\",\"iscd1\":\"005930\","
			       "\"news_ofer_entp_code\":\"F\"}],\"rt_cd\":\"0\"}");
	else if (dart_refuses)
		(void)fault_set(f, MCP_E_UPSTREAM, "refused");
	else
		buf_puts(body,
			"{\"status\":\"000\",\"page_no\":1,\"total_page\":1,\"total_count\":3,"
			"\"list\":["
			"{\"stock_code\":\"005930\",\"rcept_no\":\"20261123000001\","
			"\"rcept_dt\":\"20261123\"},"
			"{\"stock_code\":\"005930\",\"rcept_no\":\"20261123000002\","
			"\"rcept_dt\":\"20261123\"},"
			"{\"stock_code\":\"005930\",\"rcept_no\":\"20261123000003\","
			"\"rcept_dt\":\"20261123\"}]}");
}

static void on_ready(void *self)
{
	(void)self;
	readies++;
}

static int begin(void **state)
{
	(void)state;
	source_start();
	source.reply = reply;
	dart_refuses = false;
	readies = 0;
	settings = (struct source_settings){ .opendart.api_key = "key" };
	waiter = (struct news_waiter){ .ready = on_ready };
	dart = dart_new(&source_env, NULL, &settings);
	news = news_new(&source_env, NULL, dart);
	return dart && news ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	news_free(news);
	dart_free(dart);
	return 0;
}

static bool want(void)
{
	const char codes[1][8] = { "005930" };

	return news_want(news,
		&(struct news_query){
			.codes = codes,
			.count = 1,
			.window = WINDOW,
			.until_mono_ms = source.mono_ms + 5000,
		},
		&waiter);
}

static void disclosures_are_opendarts(void **state)
{
	struct news_count c;

	(void)state;
	assert_false(want());
	source_run();

	c = news_get(news, "005930", WINDOW);
	assert_int_equal(readies, 1);
	assert_true(c.known);
	assert_false(c.at_least);
	assert_int_equal(c.news, 1);
	assert_int_equal(c.disclosures, 3);
	assert_int_equal(news_take_calls(news), 1);
	assert_int_equal(dart_take_calls(dart), 1);
}

static void the_waiter_waits_for_both(void **state)
{
	(void)state;
	(void)want();
	(void)source_answer();
	assert_int_equal(readies, 0);
	(void)source_answer();
	assert_int_equal(readies, 1);
}

static void without_opendarts_word_the_exchanges_titles_are_a_lower_bound(void **state)
{
	struct news_count c;

	(void)state;
	dart_refuses = true;
	(void)want();
	source_run();

	c = news_get(news, "005930", WINDOW);
	assert_int_equal(readies, 1);
	assert_true(c.known);
	assert_true(c.at_least);
	assert_int_equal(c.news, 1);
	assert_int_equal(c.disclosures, 1);
}

static void without_a_key_the_exchanges_titles_are_the_count(void **state)
{
	struct news_count c;

	(void)state;
	settings.opendart.api_key = NULL;
	(void)want();
	source_run();

	c = news_get(news, "005930", WINDOW);
	assert_int_equal(source.call_count, 1);
	assert_false(c.at_least);
	assert_int_equal(c.disclosures, 1);
}

static void what_is_known_is_wanted_without_waiting(void **state)
{
	(void)state;
	(void)want();
	source_run();
	assert_true(want());
	source_pass(6 * 60000);

	/* Only OpenDART's list of today has to come again. */
	assert_false(want());
	assert_int_equal(source_open(), 1);
	source_run();
	assert_int_equal(readies, 2);
}

static void time_ends_both_waits(void **state)
{
	(void)state;
	(void)want();
	source_pass(5000);
	(void)news_step(news);
	(void)dart_step(dart);
	assert_int_equal(readies, 1);
	source_run();

	assert_int_equal(readies, 1);
	assert_int_equal(news_get(news, "005930", WINDOW).disclosures, 3);
}

static void opendart_may_notice_the_end_first(void **state)
{
	(void)state;
	(void)want();
	source_pass(5000);
	(void)dart_step(dart);
	(void)news_step(news);

	assert_int_equal(readies, 1);
}

static void forgetting_forgets_both(void **state)
{
	(void)state;
	(void)want();
	news_forget(news, &waiter);
	source_run();

	assert_int_equal(readies, 0);
}

static void the_end_in_the_middle_is_quiet(void **state)
{
	(void)state;
	(void)want();
	news_free(news);
	news = NULL;
	source_run();

	assert_int_equal(readies, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(disclosures_are_opendarts),
		T(the_waiter_waits_for_both),
		T(without_opendarts_word_the_exchanges_titles_are_a_lower_bound),
		T(without_a_key_the_exchanges_titles_are_the_count),
		T(what_is_known_is_wanted_without_waiting),
		T(time_ends_both_waits),
		T(opendart_may_notice_the_end_first),
		T(forgetting_forgets_both),
		T(the_end_in_the_middle_is_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
