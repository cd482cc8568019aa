/* market_news_memory_test - each allocation for counting titles fails once: nobody waits for
 * ever, and what is said is right. */
#include "support/scripted_source.h"

/* After it, so that only the parts below run out of memory. */
#include "support/scarce_memory.h"

#include "base/lru.c"            // NOLINT
#include "service/market_news.c" // NOLINT

#define TODAY 20261123
#define WINDOW ((struct news_window){ TODAY, TODAY })

static uint32_t readies;
static uint32_t known;
static uint32_t lives;

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	(void)f;
	buf_printf(body,
		"{\"output\":["
		"{\"cntt_usiq_srno\":\"2026112310000000009\",\"iscd1\":\"%.6s\"},"
		"{\"cntt_usiq_srno\":\"2026112010000000008\",\"iscd1\":\"%.6s\"}],"
		"\"rt_cd\":\"0\"}",
		source_param(c, "FID_INPUT_ISCD"), source_param(c, "FID_INPUT_ISCD"));
}

static void on_ready(void *self)
{
	(void)self;
	readies++;
}

static void look(struct news *n, const char *code)
{
	const struct news_count c = news_get(n, code, WINDOW);

	if (!c.known)
		return;
	known++;
	assert_int_equal(c.news, 1);
	assert_int_equal(c.disclosures, 0);
	assert_false(c.at_least);
}

/* A whole life in which the allocation after `left` others fails. */
static void live_with(int left)
{
	struct news_waiter waiter = { .ready = on_ready };
	const char codes[2][8] = { "005930", "000660" };
	struct news *n;
	bool waits;

	source_start();
	source.reply = reply;
	readies = 0;
	memory_left = left;
	n = news_new(&source_env, NULL, NULL);
	if (!n)
		return;
	lives++;
	waits = !news_want(n,
		&(struct news_query){
			.codes = codes,
			.count = 2,
			.window = WINDOW,
			.until_mono_ms = source.mono_ms + 5000,
		},
		&waiter);
	source_run();
	memory_left = -1;
	assert_int_equal(readies, waits);
	look(n, codes[0]);
	look(n, codes[1]);
	news_free(n);
}

static void every_lack_of_memory_is_lived_through(void **state)
{
	(void)state;
	for (int left = 0; left < 16; left++)
		live_with(left);
	memory_left = -1;
	assert_true(lives > 8 && lives < 16);
	assert_true(known > lives && known < 2 * lives);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lack_of_memory_is_lived_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
