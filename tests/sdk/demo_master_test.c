/* demo_master_test - the master files: exact widths, places of figures, checks of real rows. */
#include "demo_ask.h"

#include <iconv.h>

#define KOSPI "/common/master/kospi_code.mst.zip"
#define KOSDAQ "/common/master/kosdaq_code.mst.zip"
#define KONEX "/common/master/konex_code.mst.zip"
#define SECTORS "/common/master/idxcode.mst.zip"

/* Where fields lie that both share files have. */
struct layout {
	size_t width;
	size_t price;
	size_t listed;
	size_t cap;
	size_t preferred;
};

static const struct layout kospi = { 288, 102, 174, 273, 219 };
static const struct layout kosdaq = { 282, 97, 169, 267, 214 };

static int count_lines(const struct ask *a, size_t width)
{
	int good = 0;

	for (size_t at = 0; at + width < a->body.len; at += width + 1) {
		if (a->body.at[at + width] != '\n')
			return -1;
		good++;
	}
	return (size_t)good * (width + 1) == a->body.len ? good : -1;
}

/* How many issues of a market are listed on that day. */
static int count_listed(const struct ask *a, int market, int32_t date)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++)
		n += a->d->issues[k].market == market && a->d->issues[k].listed_on <= date;
	return n;
}

static int64_t digits(const char *at, size_t width)
{
	int64_t n = 0;

	assert_true(span_int((struct span){ at, width }, &n));
	return n;
}

/* Shares whose three figures do not fit. Listed shares are cut to thousands. */
static int broken_caps(const struct ask *a, const struct layout *l)
{
	int n = 0;

	for (const char *at = a->body.at; at < a->body.at + a->body.len; at += l->width + 1) {
		const int64_t price = digits(at + l->price, 9);
		const int64_t listed = digits(at + l->listed, 15);
		const int64_t cap = digits(at + l->cap, 9);

		n += cap < listed * 1000 * price / 100000000 - 1 ||
		     cap > (listed + 1) * 1000 * price / 100000000 + 1;
	}
	return n;
}

static const char *record_of(const struct ask *a, const struct layout *l, const char *code)
{
	for (const char *at = a->body.at; at < a->body.at + a->body.len; at += l->width + 1) {
		if (strncmp(at, code, strlen(code)) == 0)
			return at;
	}
	return NULL;
}

static void to_utf8(const char *at, size_t len, char *ret, size_t room)
{
	iconv_t utf8 = iconv_open("UTF-8", "CP949");
	char *from = (char *)(uintptr_t)at;

	assert_true(utf8 != (iconv_t)-1);
	assert_int_not_equal(iconv(utf8, &from, &len, &ret, &room), (size_t)-1);
	*ret = '\0';
	assert_int_equal(iconv_close(utf8), 0);
}

static bool names_agree(const struct ask *a, const struct layout *l, int market)
{
	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];
		const char *at = record_of(a, l, i->code);
		char name[128];

		if (i->market != market || i->listed_on > ASK_DATE)
			continue;
		to_utf8(at + 21, 40, name, sizeof name - 1);
		if (!span_is(span_trim(span_of(name)), i->name))
			return false;
	}
	return true;
}

static void writes_kospi_records_of_288_bytes(void **state)
{
	(void)ask_at(*state, KOSPI, NULL, "");
	assert_int_equal(count_lines(*state, 288), count_listed(*state, DEMO_KOSPI, ASK_DATE));
	assert_true(count_lines(*state, 288) > 2250);
}

static void writes_kosdaq_records_of_282_bytes(void **state)
{
	(void)ask_at(*state, KOSDAQ, NULL, "");
	assert_int_equal(count_lines(*state, 282), count_listed(*state, DEMO_KOSDAQ, ASK_DATE));
	assert_true(count_lines(*state, 282) > 1700);
}

static void writes_konex_records_of_245_bytes(void **state)
{
	(void)ask_at(*state, KONEX, NULL, "");
	assert_int_equal(count_lines(*state, 245), 100);
}

static void writes_sector_records_of_45_bytes(void **state)
{
	struct ask *a = *state;
	char name[64];

	(void)ask_at(a, SECTORS, NULL, "");
	assert_true(count_lines(a, 45) > 40);
	to_utf8(a->body.at + 46, 45, name, sizeof name - 1);
	assert_true(span_is(span_trim(span_of(name)), "00002대형주"));
}

static void multiplies_shares_and_price_to_the_cap(void **state)
{
	(void)ask_at(*state, KOSPI, NULL, "");
	assert_int_equal(broken_caps(*state, &kospi), 0);
	(void)ask_at(*state, KOSDAQ, NULL, "");
	assert_int_equal(broken_caps(*state, &kosdaq), 0);
}

static void carries_every_name(void **state)
{
	(void)ask_at(*state, KOSPI, NULL, "");
	assert_true(names_agree(*state, &kospi, DEMO_KOSPI));
	(void)ask_at(*state, KOSDAQ, NULL, "");
	assert_true(names_agree(*state, &kosdaq, DEMO_KOSDAQ));
}

static void takes_the_previous_close_as_reference(void **state)
{
	struct ask *a = *state;
	int64_t price;

	(void)ask_issue(a, "J", a->d->issues[9].code);
	price = number(row_of(a, "output", 0), "stck_sdpr");
	(void)ask_at(a, KOSPI, NULL, "");
	assert_int_equal(
		digits(record_of(a, &kospi, a->d->issues[9].code) + kospi.price, 9), price);
}

static void marks_preferred_shares_and_states(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *halted = issue_with(a, DEMO_HALTED | DEMO_MANAGED);
	const char *at;

	(void)ask_at(a, KOSPI, NULL, "");
	at = record_of(a, &kospi, halted->code);
	assert_int_equal(at[121], 'Y');
	assert_int_equal(at[123], 'Y');
	assert_int_equal(at[kospi.preferred], '0' + halted->preferred);
	assert_memory_equal(at + 61, "ST", 2);
}

static void marks_spac_in_kosdaq(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *spac = &a->d->issues[0];

	while (spac->product != DEMO_SPAC)
		spac++;
	(void)ask_at(a, KOSDAQ, NULL, "");
	assert_int_equal(record_of(a, &kosdaq, spac->code)[85], 'Y');
	assert_memory_equal(record_of(a, &kosdaq, spac->code) + 64, "10140000", 8);
}

static void knows_no_other_file(void **state)
{
	struct ask *a = *state;

	(void)ask_at(a, "/common/master/secret.mst.zip", NULL, "");
	assert_int_equal(a->status, 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(writes_kospi_records_of_288_bytes),
		ASK_TEST(writes_kosdaq_records_of_282_bytes),
		ASK_TEST(writes_konex_records_of_245_bytes),
		ASK_TEST(writes_sector_records_of_45_bytes),
		ASK_TEST(multiplies_shares_and_price_to_the_cap),
		ASK_TEST(carries_every_name),
		ASK_TEST(takes_the_previous_close_as_reference),
		ASK_TEST(marks_preferred_shares_and_states),
		ASK_TEST(marks_spac_in_kosdaq),
		ASK_TEST(knows_no_other_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
