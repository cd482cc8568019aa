/* kis_endpoint_test - the list of calls is read-only by construction. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "service/kis_endpoint.h"

static uint32_t count_paths_with(const char *part)
{
	uint32_t count;
	uint32_t n = 0;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	for (uint32_t i = 0; i < count; i++)
		n += strstr(all[i].path, part) != NULL;
	return n;
}

static uint32_t count_ids_from(const char *start)
{
	uint32_t count;
	uint32_t n = 0;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	for (uint32_t i = 0; i < count; i++)
		n += all[i].tr_id && strncmp(all[i].tr_id, start, strlen(start)) == 0;
	return n;
}

static uint32_t count_kind(enum kis_kind kind)
{
	uint32_t count;
	uint32_t n = 0;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	for (uint32_t i = 0; i < count; i++)
		n += all[i].kind == kind;
	return n;
}

static uint32_t count_posts_allowed(void)
{
	uint32_t count;
	uint32_t n = 0;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	for (uint32_t i = 0; i < count; i++)
		n += kis_endpoint_allows("POST", span_of(all[i].path), all[i].tr_id);
	return n;
}

static uint32_t count_outside_of_quotations(void)
{
	static const char *const folders[] = { "quotations/", "ranking/", "finance/", "ksdinfo/" };
	uint32_t n = count_kind(KIS_QUOTE);

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		n -= count_paths_with(folders[i]);
	return n;
}

static void has_no_order_or_account_path(void **state)
{
	(void)state;
	assert_int_equal(count_paths_with("/trading"), 0);
	assert_int_equal(count_paths_with("order"), 0);
	assert_int_equal(count_paths_with("balance-rlz"), 0);
	assert_int_equal(count_paths_with("hashkey"), 0);
	assert_int_equal(count_paths_with("pproval"), 0);
	assert_int_equal(count_paths_with("revoke"), 0);
	assert_int_equal(count_outside_of_quotations(), 0);
}

static void has_no_order_or_account_id(void **state)
{
	(void)state;
	assert_int_equal(count_ids_from("TTT"), 0);
	assert_int_equal(count_ids_from("VTT"), 0);
	assert_int_equal(count_ids_from("CTRP"), 0);
	assert_int_equal(count_ids_from("CTSC"), 0);
	assert_int_equal(count_ids_from("JTT"), 0);
}

static void posts_only_the_token(void **state)
{
	(void)state;
	assert_int_equal(count_posts_allowed(), 1);
	assert_true(kis_endpoint_allows("POST", SPAN("/oauth2/tokenP"), NULL));
	assert_false(kis_endpoint_allows("GET", SPAN("/oauth2/tokenP"), NULL));
}

static void allows_a_quote_only_with_its_own_id(void **state)
{
	const struct kis_endpoint *e = kis_endpoint("volume-rank");

	(void)state;
	assert_true(kis_endpoint_allows("GET", span_of(e->path), "FHPST01710000"));
	assert_false(kis_endpoint_allows("GET", span_of(e->path), "TTTC0802U"));
	assert_false(kis_endpoint_allows("GET", span_of(e->path), NULL));
	assert_false(kis_endpoint_allows("DELETE", span_of(e->path), "FHPST01710000"));
}

static void refuses_an_order(void **state)
{
	struct span path = SPAN("/uapi/domestic-stock/v1/trading/order-cash");

	(void)state;
	assert_false(kis_endpoint_allows("POST", path, "TTTC0802U"));
	assert_false(kis_endpoint_allows("GET", path, "TTTC0802U"));
	assert_null(kis_endpoint("order-cash"));
}

static void knows_every_quotation_and_master(void **state)
{
	(void)state;
	assert_int_equal(count_kind(KIS_QUOTE), 63);
	assert_int_equal(count_kind(KIS_MASTER), 4);
	assert_int_equal(count_kind(KIS_TOKEN), 1);
}

static void finds_by_name_and_by_path(void **state)
{
	const struct kis_endpoint *e = kis_endpoint("inquire-price");

	(void)state;
	assert_string_equal(e->tr_id, "FHKST01010100");
	assert_ptr_equal(kis_endpoint_at(e->path, e->tr_id), e);
	assert_null(kis_endpoint_at(NULL, NULL));
	assert_null(kis_endpoint(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_no_order_or_account_path),
		cmocka_unit_test(has_no_order_or_account_id),
		cmocka_unit_test(posts_only_the_token),
		cmocka_unit_test(allows_a_quote_only_with_its_own_id),
		cmocka_unit_test(refuses_an_order),
		cmocka_unit_test(knows_every_quotation_and_master),
		cmocka_unit_test(finds_by_name_and_by_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
