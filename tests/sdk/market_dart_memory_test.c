/* market_dart_memory_test - each allocation for treasury shares and filings fails once: nobody
 * waits for ever, and what is said is right. */
#include "support/scripted_source.h"

/* After it, so that only the parts below run out of memory. */
#include "support/scarce_memory.h"

#include "base/lru.c"                     // NOLINT
#include "service/market_dart.c"          // NOLINT
#include "service/market_dart_corps.c"    // NOLINT
#include "service/market_dart_treasury.c" // NOLINT
#undef CALL_MS
#include "service/market_dart_days.c" // NOLINT

#define DAY 20261120

static const struct source_settings settings = { .opendart.api_key = "key" };
static uint32_t readies;
static uint32_t known;
static uint32_t lives;

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	(void)f;
	if (strcmp(c->endpoint, "dart-corps") == 0)
		buf_puts(body, "<result><list><corp_code>00126380</corp_code>"
			       "<stock_code>005930</stock_code></list></result>");
	else if (strcmp(c->endpoint, "dart-shares") == 0)
		buf_puts(body, "{\"status\":\"000\",\"list\":[{\"se\":\"보통주\","
			       "\"istc_totqy\":\"10,000\",\"tesstk_co\":\"155\"}]}");
	else
		buf_puts(body,
			"{\"status\":\"000\",\"page_no\":1,\"total_page\":1,\"total_count\":1,"
			"\"list\":[{\"stock_code\":\"005930\",\"rcept_no\":\"20261120000001\","
			"\"rcept_dt\":\"20261120\"}]}");
}

static void on_ready(void *self)
{
	(void)self;
	readies++;
}

static void look(const struct dart *d)
{
	const char *why = NULL;
	int64_t n = -1;

	if (dart_treasury(d, "005930", &n, &why)) {
		assert_int_equal(n, 155);
		known++;
	} else {
		assert_non_null(why);
	}
	if (dart_disclosures(d, "005930", DAY, DAY, &n)) {
		assert_int_equal(n, 1);
		known++;
	}
}

/* A whole life in which the allocation after `left` others fails. */
static void live_with(int left)
{
	struct dart_waiter shares = { .ready = on_ready };
	struct dart_waiter days = { .ready = on_ready };
	const char codes[1][8] = { "005930" };
	uint32_t waiting = 0;
	struct dart *d;

	source_start();
	source.reply = reply;
	readies = 0;
	memory_left = left;
	d = dart_new(&source_env, NULL, &settings);
	if (!d)
		return;
	lives++;
	waiting += !dart_want_treasury(d, codes, 1, source.mono_ms + 5000, &shares);
	waiting += !dart_want_disclosures(d, DAY, DAY, source.mono_ms + 5000, &days);
	source_run();
	memory_left = -1;
	assert_int_equal(readies, waiting);
	look(d);
	dart_free(d);
}

static void every_lack_of_memory_is_lived_through(void **state)
{
	(void)state;
	for (int left = 0; left < 24; left++)
		live_with(left);
	memory_left = -1;
	assert_true(lives > 12 && lives < 24);
	/* Each of the two is missing in some lives and known in others. */
	assert_true(known > lives && known < 2 * lives);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lack_of_memory_is_lived_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
