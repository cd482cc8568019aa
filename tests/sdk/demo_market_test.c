/* demo_market_test - the listed issues: how many, how named, how large. */
#include "demo_ask.h"

#include "demo/demo_names.h"
#include "demo/demo_sector.h"

/* Beginnings of names that many people know. */
static const char *const known_names[] = { "삼성", "현대", "엘지", "에스케이", "카카오", "네이버",
	"셀트리온", "두산", "한화", "롯데", "포스코", "기아", "효성", "코오롱", "금호", "대우",
	"동부", "신세계", "오리온", "농심", "빙그레", "유한", "녹십자", "한미", "종근당", "대웅",
	"메리츠", "미래에셋", "키움", "하이브", "펄어비스", "크래프톤", "넷마블", "엔씨",
	"에코프로", "알테오젠", "한국", "대한", "아모레", "쌍용", "태광", "세아", "동국", "고려",
	"풍산", "한진", "팬오션", "풀무원", "콜마", "필라", "휠라", "헬로", "웰크론", "윈스",
	"텔레칩스", "팜스코", "KODEX", "TIGER", "KBSTAR", "RISE", "ACE", "HANARO", "SOL ",
	"ARIRANG", "KOSEF", "TIMEFOLIO", "KIWOOM", "PLUS", "신한", "우리", "하나" };

static int count_of(const struct demo *d, int market, int product, const char *group)
{
	int n = 0;

	for (size_t k = 0; k < d->count; k++) {
		const struct demo_issue *i = &d->issues[k];

		n += i->market == market && i->product == product &&
		     (!group || str_same(i->group, group));
	}
	return n;
}

static bool is_known(const char *name)
{
	for (size_t n = 0; n < sizeof known_names / sizeof *known_names; n++) {
		if (strstr(name, known_names[n]))
			return true;
	}
	return false;
}

static const char *known_name_in(const struct demo *d)
{
	for (size_t k = 0; k < d->count; k++) {
		if (is_known(d->issues[k].name))
			return d->issues[k].name;
	}
	return "";
}

/* Names of one stem with each ending there is. */
static int known_with_endings(const char *stem)
{
	const struct demo_sector *sectors;
	uint32_t count;
	int n = 0;

	sectors = demo_sector_all(&count);
	for (uint32_t k = 0; k < count; k++) {
		struct span endings = span_of(sectors[k].endings);
		struct span ending;

		while (span_split(&endings, '|', &ending)) {
			char name[64];

			(void)snprintf(
				name, sizeof name, "%s%.*s", stem, (int)ending.len, ending.at);
			n += is_known(name);
		}
	}
	return n;
}

/* Of any seed: each stem alone, each second syllable before each ending. */
static int known_in_general(void)
{
	char stem[16];
	int n = 0;

	for (uint32_t k = 0; k < DEMO_STEMS; k++) {
		demo_names_stem(0, k, stem, sizeof stem);
		n += is_known(stem);
		if (k < 64)
			n += known_with_endings(stem);
	}
	return n;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int doubles(const char **texts, size_t count)
{
	int n = 0;

	qsort(texts, count, sizeof *texts, by_text);
	for (size_t k = 1; k < count; k++)
		n += str_same(texts[k - 1], texts[k]);
	return n;
}

static int doubles_in_market(const struct demo *d, bool codes)
{
	const char **texts = calloc(d->count, sizeof *texts);
	int n;

	assert_non_null(texts);
	for (size_t k = 0; k < d->count; k++)
		texts[k] = codes ? d->issues[k].code : d->issues[k].name;
	n = doubles(texts, d->count);
	free(texts);
	return n;
}

static int doubles_of_seed(int64_t seed)
{
	struct demo *d = demo_new(seed);
	int n = doubles_in_market(d, true) + doubles_in_market(d, false);

	demo_free(d);
	return n;
}

static int stems_without_double(void)
{
	static char stems[DEMO_STEMS][16];
	const char *texts[DEMO_STEMS];

	for (uint32_t n = 0; n < DEMO_STEMS; n++) {
		demo_names_stem(7, n, stems[n], sizeof stems[n]);
		texts[n] = stems[n];
	}
	return DEMO_STEMS - doubles(texts, DEMO_STEMS);
}

static int lettered_codes(const struct demo *d)
{
	int n = 0;

	for (size_t k = 0; k < d->count; k++)
		n += d->issues[k].code[4] >= 'A';
	return n;
}

static void lists_kospi_as_promised(void **state)
{
	const struct ask *a = *state;

	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_SHARE, NULL), 950 + 110);
	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_ETF, NULL), 900);
	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_ETN, NULL), 350);
}

static void lists_kosdaq_as_promised(void **state)
{
	const struct ask *a = *state;

	assert_int_equal(count_of(a->d, DEMO_KOSDAQ, DEMO_SHARE, NULL), 1700);
	assert_int_equal(count_of(a->d, DEMO_KOSDAQ, DEMO_SPAC, NULL), 60);
}

static void lists_special_groups(void **state)
{
	const struct ask *a = *state;

	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_SHARE, "RT"), 25);
	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_SHARE, "IF"), 2);
	assert_int_equal(count_of(a->d, DEMO_KOSPI, DEMO_SHARE, "MF"), 3);
	assert_true(count_of(a->d, DEMO_KOSDAQ, DEMO_SHARE, "FS") > 3);
	assert_true(count_of(a->d, DEMO_KOSDAQ, DEMO_SHARE, "DR") > 3);
}

static void has_states_that_filters_look_for(void **state)
{
	const struct ask *a = *state;

	assert_non_null(issue_with(a, DEMO_HALTED));
	assert_non_null(issue_with(a, DEMO_MANAGED));
	assert_non_null(issue_with(a, DEMO_LIQUIDATING));
	assert_non_null(issue_with(a, DEMO_UNFAITHFUL));
	assert_non_null(issue_with(a, DEMO_OVERHEATED));
	assert_true(lettered_codes(a->d) > 20);
}

static void names_no_company_that_is_known(void **state)
{
	const struct ask *a = *state;

	assert_string_equal(known_name_in(a->d), "");
	assert_int_equal(known_in_general(), 0);
}

static void makes_every_stem_once(void **state)
{
	(void)state;
	assert_int_equal(stems_without_double(), DEMO_STEMS);
}

static void gives_no_code_or_name_twice(void **state)
{
	(void)state;
	assert_int_equal(doubles_of_seed(1), 0);
	assert_int_equal(doubles_of_seed(2), 0);
	assert_int_equal(doubles_of_seed(987654321), 0);
}

static void stays_small(void **state)
{
	const struct ask *a = *state;

	assert_true(a->d->count * sizeof *a->d->issues < 1u << 20);
}

static void finds_an_issue_by_its_code_only(void **state)
{
	const struct ask *a = *state;

	assert_ptr_equal(demo_market_find(a->d, a->d->issues[77].code), &a->d->issues[77]);
	assert_null(demo_market_find(a->d, "005930"));
	assert_null(demo_market_find(a->d, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(lists_kospi_as_promised),
		ASK_TEST(lists_kosdaq_as_promised),
		ASK_TEST(lists_special_groups),
		ASK_TEST(has_states_that_filters_look_for),
		ASK_TEST(names_no_company_that_is_known),
		cmocka_unit_test(makes_every_stem_once),
		cmocka_unit_test(gives_no_code_or_name_twice),
		ASK_TEST(stays_small),
		ASK_TEST(finds_an_issue_by_its_code_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
