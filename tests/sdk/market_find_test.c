/* market_find_test - "find" and "sector_names": what the master file answers. */
#include "support/scripted_kis.h"

/* In CP949. */
#define SAMSUNG "\xbb\xef\xbc\xba"                           /* 삼성 */
#define ELECTRONICS "\xbb\xef\xbc\xba\xc0\xfc\xc0\xda"       /* 삼성전자 */
#define PREFERRED "\xbb\xef\xbc\xba\xc0\xfc\xc0\xda\xbf\xec" /* 삼성전자우 */
#define INSIDE "\xc0\xfc\xbb\xef\xbc\xba"                    /* 전삼성 */
#define HYNIX "\xc7\xcf\xc0\xcc\xb4\xd0\xbd\xba"             /* 하이닉스 */

#define COLUMNS \
	"\"columns\":[\"code\",\"name\",\"market\",\"sector_code\",\"flags\",\"matched_by\"]"
#define FIND(text) "{\"text\":\"" text "\",\"count\":10," COLUMNS "}"

static struct share *add_named(uint32_t scope, const char *name)
{
	struct share *s = add_share(scope, 1000, 1000000);

	s->named = name;
	return s;
}

static const struct service_reply *find(const char *body)
{
	const struct service_reply *reply = ask("find", body);

	assert_string_equal(reply->fault.text, "");
	return reply;
}

static void assert_codes(
	const struct service_reply *reply, const char *const *codes, uint32_t count)
{
	assert_int_equal(row_count(reply), count);
	for (uint32_t i = 0; i < count; i++)
		assert_string_equal(cell(reply, i, 0), codes[i]);
}

static void assert_refused(const char *body, mcp_status status, const char *part)
{
	const struct service_reply *reply = ask("find", body);

	assert_int_equal(reply->fault.status, status);
	assert_non_null(strstr(reply->fault.text, part));
}

/* ---- Order. ---- */

static void the_best_comes_first(void **state)
{
	static const char *const codes[] = { "\"100010\"", "\"100000\"", "\"100020\"" };
	const struct service_reply *reply;

	(void)state;
	(void)add_named(0, ELECTRONICS);
	(void)add_named(1, SAMSUNG);
	(void)add_named(0, INSIDE);
	(void)add_named(0, "SK" HYNIX);
	reply = find(FIND("삼성"));
	assert_codes(reply, codes, 3);
	assert_string_equal(cell(reply, 0, 5), "\"name\"");
	assert_string_equal(cell(reply, 1, 5), "\"name_start\"");
	assert_string_equal(cell(reply, 2, 5), "\"name_part\"");
}

static void among_equals_the_larger_company_comes_first(void **state)
{
	static const char *const codes[] = { "\"100010\"", "\"100000\"", "\"100020\"" };

	(void)state;
	(void)add_named(0, ELECTRONICS);
	add_named(0, PREFERRED)->thousands = "000000000002000";
	(void)add_named(1, ELECTRONICS "1");
	assert_codes(find(FIND("삼성")), codes, 3);
}

static void initials_find_syllables(void **state)
{
	static const char *const codes[] = { "\"100000\"", "\"100010\"" };
	const struct service_reply *reply;

	(void)state;
	(void)add_named(0, ELECTRONICS);
	add_named(0, PREFERRED)->preferred = true;
	reply = find(FIND("ㅅㅅㅈㅈ"));
	assert_codes(reply, codes, 2);
	assert_string_equal(cell(reply, 0, 5), "\"initials\"");
	assert_string_equal(cell(reply, 1, 4), "[\"preferred share\"]");
	assert_codes(find(FIND("삼ㅅ전")), codes, 2);
}

static void blanks_and_case_do_not_matter(void **state)
{
	static const char *const codes[] = { "\"100000\"" };

	(void)state;
	(void)add_named(1, "SK" HYNIX);
	assert_codes(find(FIND("sk 하이")), codes, 1);
}

static void the_whole_code_is_found(void **state)
{
	static const char *const codes[] = { "\"100000\"" };
	const struct service_reply *reply;

	(void)state;
	add_named(1, SAMSUNG)->sector = "1024";
	reply = find(FIND("A100000"));
	assert_codes(reply, codes, 1);
	assert_string_equal(cell(reply, 0, 2), "\"KOSDAQ\"");
	assert_string_equal(cell(reply, 0, 3), "\"1024\"");
	assert_string_equal(cell(reply, 0, 5), "\"code\"");
}

static void more_than_asked_are_counted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	for (int i = 0; i < 30; i++)
		(void)add_named((uint32_t)i % 2, SAMSUNG);
	reply = find("{\"text\":\"삼\",\"count\":7,\"columns\":[\"code\",\"matched\",\"rank\"]}");
	assert_int_equal(row_count(reply), 7);
	assert_string_equal(cell(reply, 6, 0), "\"100060\"");
	assert_string_equal(cell(reply, 6, 1), "30");
	assert_string_equal(cell(reply, 6, 2), "7");
	assert_true(has_note(reply, "30 shares fit: the 7 best are shown"));
	assert_true(reply->from.complete);
}

static void one_market_alone_is_looked_at(void **state)
{
	static const char *const codes[] = { "\"100010\"" };

	(void)state;
	(void)add_named(0, SAMSUNG);
	(void)add_named(1, SAMSUNG);
	assert_codes(find("{\"text\":\"삼성\",\"market\":\"KOSDAQ\",\"count\":5," COLUMNS "}"),
		codes, 1);
}

/* ---- What is no share. ---- */

static void funds_and_spacs_are_never_found(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_named(0, SAMSUNG)->group = "EF";
	add_named(1, ELECTRONICS)->spac = true;
	reply = find(FIND("삼성"));
	assert_int_equal(row_count(reply), 0);
	assert_true(has_note(reply, "100000 (삼성) is no share that is ranked: an ETF"));
	reply = find(FIND("삼"));
	assert_int_equal(row_count(reply), 0);
	assert_true(has_note(reply, "2 ETF, ETN, SPAC or the like fit"));
	assert_true(has_note(find(FIND("100010")), "100010 (삼성전자) is no share that is ranked"));
}

static void an_unknown_code_is_no_listed_share(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(2);
	reply = find(FIND("999999"));
	assert_int_equal(row_count(reply), 0);
	assert_true(has_note(reply, "999999 is no listed share of KOSPI or KOSDAQ"));
}

static void an_unknown_name_is_said(void **state)
{
	(void)state;
	add_market(2);
	assert_true(has_note(find(FIND("samsung")), "names are Korean"));
	phrase_locale("ko");
	assert_true(has_note(find(FIND("samsung")), "그런 이름이나 코드의 종목이 없습니다"));
}

/* ---- Where it stands. ---- */

static void it_is_of_the_morning_and_final(void **state)
{
	const struct service_reply *reply;

	(void)state;
	(void)add_named(0, SAMSUNG);
	reply = find(FIND("삼성"));
	assert_int_equal(reply->from.as_of_ms, AT(7, 45));
	assert_int_equal(reply->from.fresh_until_ms, kst_to_ms(20261124, 7, 45, 0));
	assert_false(reply->from.provisional);
	assert_int_equal(reply->from.note_count, 0);
	assert_int_equal(reply->from.upstream_calls, 2);
	assert_int_equal(find(FIND("삼성"))->from.upstream_calls, 0);
}

static enum lane lane_of(const char *endpoint)
{
	uint32_t i = 0;

	while (i < script.call_count && strcmp(script.calls[i].endpoint, endpoint) != 0)
		i++;
	assert_true(i < script.call_count);
	return script.calls[i].lane;
}

static void names_of_sectors_are_waited_for(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_named(0, SAMSUNG)->sector = "0005";
	reply = find("{\"text\":\"삼성\",\"count\":1,\"columns\":[\"sector_name\"]}");
	assert_string_equal(cell(reply, 0, 0), "\"화학\"");
	assert_int_equal(lane_of("master-idxcode"), LANE_USER);
}

static void without_names_of_sectors_their_codes_stand_alone(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_named(0, SAMSUNG)->sector = "0005";
	script.refuse = "master-idxcode";
	reply = find("{\"text\":\"삼성\",\"count\":1,\"columns\":[\"sector_name\",\"code\"]}");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "the names of sectors are not there yet"));
}

/* ---- What goes wrong. ---- */

static void without_master_files_it_says_why(void **state)
{
	(void)state;
	add_market(2);
	script.no_master = true;
	assert_refused(FIND("삼성"), MCP_E_UPSTREAM, "scripted refusal");
}

static void half_the_market_is_said_to_be_half(void **state)
{
	const struct service_reply *reply;

	(void)state;
	(void)add_named(0, SAMSUNG);
	script.refuse = "master-kosdaq";
	reply = find(FIND("삼성"));
	assert_int_equal(row_count(reply), 1);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "shares of KOSDAQ are missing"));
	assert_refused("{\"text\":\"삼성\",\"market\":\"KOSDAQ\",\"count\":5," COLUMNS "}",
		MCP_E_UPSTREAM, "scripted refusal");
}

static void when_upstream_hangs_it_answers_in_time(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(2);
	post(1, "find", FIND("삼성"));
	script.mono_ms += 29000;
	(void)market_step(script_market);
	assert_int_equal(script.reply_count, 1);
	reply = &script.replies[0];
	assert_int_equal(reply->fault.status, MCP_E_UPSTREAM);
	assert_non_null(strstr(reply->fault.text, "is not there yet; try again later"));
}

static void refuses_what_says_nothing(void **state)
{
	(void)state;
	assert_refused(FIND(" - "), MCP_E_ARGUMENT, "there is nothing to look for in \" - \"");
	assert_refused("{\"count\":10," COLUMNS "}", MCP_E_ARGUMENT, "nothing to look for");
	assert_refused(
		"{\"text\":\"삼성\",\"count\":51," COLUMNS "}", MCP_E_ARGUMENT, "give 1 to 50");
	assert_int_equal(script.master_calls, 0);
}

static void refuses_a_novel(void **state)
{
	char body[1024];
	char novel[400] = "";

	(void)state;
	memset(novel, 'x', sizeof novel - 1);
	(void)snprintf(body, sizeof body, "{\"text\":\"%s\",\"count\":1,\"columns\":[]}", novel);
	assert_refused(body, MCP_E_ARGUMENT, "too long for a name");
}

/* ---- Names of sectors. ---- */

static void sectors_that_shares_are_in_have_names(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_named(1, SAMSUNG)->sector = "1024";
	add_named(0, SAMSUNG)->sector = "0013";
	add_named(0, ELECTRONICS)->sector = "0013";
	add_named(0, INSIDE)->sector = "0005";
	reply = ask("sector_names", "{\"columns\":[\"sector_code\",\"market\",\"sector_name\","
				    "\"stock_count\"]}");
	assert_int_equal(row_count(reply), 3);
	assert_string_equal(cell(reply, 0, 0), "\"0005\"");
	assert_string_equal(cell(reply, 0, 2), "\"화학\"");
	assert_string_equal(cell(reply, 1, 0), "\"0013\"");
	assert_string_equal(cell(reply, 1, 3), "2");
	assert_string_equal(cell(reply, 2, 1), "\"KOSDAQ\"");
	reply = ask("sector_names", "{\"market\":\"KOSDAQ\",\"columns\":[\"sector_code\"]}");
	assert_int_equal(row_count(reply), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_best_comes_first),
		TEST(among_equals_the_larger_company_comes_first),
		TEST(initials_find_syllables),
		TEST(blanks_and_case_do_not_matter),
		TEST(the_whole_code_is_found),
		TEST(more_than_asked_are_counted),
		TEST(one_market_alone_is_looked_at),
		TEST(funds_and_spacs_are_never_found),
		TEST(an_unknown_code_is_no_listed_share),
		TEST(an_unknown_name_is_said),
		TEST(it_is_of_the_morning_and_final),
		TEST(names_of_sectors_are_waited_for),
		TEST(without_names_of_sectors_their_codes_stand_alone),
		TEST(without_master_files_it_says_why),
		TEST(half_the_market_is_said_to_be_half),
		TEST(when_upstream_hangs_it_answers_in_time),
		TEST(refuses_what_says_nothing),
		TEST(refuses_a_novel),
		TEST(sectors_that_shares_are_in_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
