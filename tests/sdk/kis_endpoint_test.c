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
		n += kis_endpoint_allows(all[i].kind, "POST", span_of(all[i].path), all[i].tr_id);
	return n;
}

/* Exchanges that the list of another kind would let pass. */
static uint32_t count_allowed_elsewhere(void)
{
	uint32_t count;
	uint32_t n = 0;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	for (uint32_t i = 0; i < count; i++) {
		const char *method = all[i].kind == KIS_TOKEN ? "POST" : "GET";
		struct span path = span_of(all[i].path);

		for (int kind = 0; kind < KIS_KINDS; kind++)
			n += kis_endpoint_allows((enum kis_kind)kind, method, path, all[i].tr_id);
	}
	return n - count;
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
	assert_true(kis_endpoint_allows(KIS_TOKEN, "POST", SPAN("/oauth2/tokenP"), NULL));
	assert_false(kis_endpoint_allows(KIS_TOKEN, "GET", SPAN("/oauth2/tokenP"), NULL));
}

static void allows_a_quote_only_with_its_own_id(void **state)
{
	const struct kis_endpoint *e = kis_endpoint("volume-rank");

	(void)state;
	assert_true(kis_endpoint_allows(KIS_QUOTE, "GET", span_of(e->path), "FHPST01710000"));
	assert_false(kis_endpoint_allows(KIS_QUOTE, "GET", span_of(e->path), "TTTC0802U"));
	assert_false(kis_endpoint_allows(KIS_QUOTE, "GET", span_of(e->path), NULL));
	assert_false(kis_endpoint_allows(KIS_QUOTE, "DELETE", span_of(e->path), "FHPST01710000"));
}

static void refuses_an_order(void **state)
{
	struct span path = SPAN("/uapi/domestic-stock/v1/trading/order-cash");

	(void)state;
	assert_false(kis_endpoint_allows(KIS_QUOTE, "POST", path, "TTTC0802U"));
	assert_false(kis_endpoint_allows(KIS_QUOTE, "GET", path, "TTTC0802U"));
	assert_null(kis_endpoint("order-cash"));
}

static void each_call_goes_to_its_own_host_only(void **state)
{
	(void)state;
	assert_int_equal(count_allowed_elsewhere(), 0);
	assert_true(kis_endpoint_allows(KIS_DART, "GET", SPAN("/api/list.json"), NULL));
	assert_false(kis_endpoint_allows(KIS_DART, "POST", SPAN("/api/list.json"), NULL));
	assert_false(kis_endpoint_allows(KIS_DART, "GET", SPAN("/api/list.json"), "FHPST01710000"));
	assert_false(kis_endpoint_allows(KIS_DART, "GET", SPAN("/api/document.xml"), NULL));
	assert_false(kis_endpoint_allows(KIS_KRX, "GET", SPAN("/api/list.json"), NULL));
	assert_false(kis_endpoint_allows(KIS_KRX, "GET", SPAN("/svc/apis/sto/knx_bydd_trd"), NULL));
}

static void says_who_answers(void **state)
{
	(void)state;
	assert_string_equal(kis_endpoint_owner(KIS_QUOTE), "KIS");
	assert_string_equal(kis_endpoint_owner(KIS_MASTER), "KIS");
	assert_string_equal(kis_endpoint_owner(KIS_DART), "OpenDART");
	assert_string_equal(kis_endpoint_owner(KIS_KRX), "KRX");
}

static void knows_every_quotation_and_master(void **state)
{
	(void)state;
	assert_int_equal(count_kind(KIS_DART), 3);
	assert_int_equal(count_kind(KIS_KRX), 2);
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
		cmocka_unit_test(each_call_goes_to_its_own_host_only),
		cmocka_unit_test(says_who_answers),
		cmocka_unit_test(knows_every_quotation_and_master),
		cmocka_unit_test(finds_by_name_and_by_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
