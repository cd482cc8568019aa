/* figures - compares a ranking with the recorded KIS body it came from, to the won.
 *
 *	figures volume-rank.json ANSWER.json
 *
 * ANSWER is what `call get_volume_ranking --json` printed. One line for each check.
 */
#include <json-c/json.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void check(const char *name, bool good, const char *code)
{
	failures += !good;
	(void)printf("%s - recorded body: %s%s%s\n", good ? "ok" : "not ok", name,
		good ? "" : " differs at ", good ? "" : code);
}

static struct json_object *member(struct json_object *o, const char *name)
{
	struct json_object *value = NULL;

	(void)json_object_object_get_ex(o, name, &value);
	return value;
}

/* KIS writes numbers as text. */
static int64_t recorded_int(struct json_object *row, const char *name)
{
	const char *text = json_object_get_string(member(row, name));

	return text ? strtoll(text, NULL, 10) : INT64_MIN;
}

static double recorded_real(struct json_object *row, const char *name)
{
	const char *text = json_object_get_string(member(row, name));

	return text ? strtod(text, NULL) : NAN;
}

static int64_t seen_int(struct json_object *row, const char *name)
{
	struct json_object *value = member(row, name);

	return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : INT64_MAX;
}

static bool same_real(struct json_object *row, const char *name, double wanted)
{
	struct json_object *value = member(row, name);

	return value && fabs(json_object_get_double(value) - wanted) < 1e-9;
}

static bool same_text(struct json_object *row, const char *name, struct json_object *recorded)
{
	struct json_object *value = member(row, name);

	return value && recorded &&
	       strcmp(json_object_get_string(value), json_object_get_string(recorded)) == 0;
}

static struct json_object *recorded_row(struct json_object *rows, const char *code)
{
	for (size_t i = 0; code && i < json_object_array_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		if (strcmp(json_object_get_string(member(row, "mksc_shrn_iscd")), code) == 0)
			return row;
	}
	return NULL;
}

/* The name of the first figure of `row` that differs from `from`, or NULL. */
static const char *difference(struct json_object *row, struct json_object *from)
{
	if (!from)
		return "a share that was not recorded";
	if (!same_text(row, "stock_name", member(from, "hts_kor_isnm")))
		return "stock_name";
	if (seen_int(row, "current_price") != recorded_int(from, "stck_prpr"))
		return "current_price";
	if (seen_int(row, "change") != recorded_int(from, "prdy_vrss"))
		return "change";
	if (!same_real(row, "change_rate", recorded_real(from, "prdy_ctrt")))
		return "change_rate";
	if (seen_int(row, "volume") != recorded_int(from, "acml_vol"))
		return "volume";
	if (seen_int(row, "trading_value") != recorded_int(from, "acml_tr_pbmn"))
		return "trading_value";
	if (!same_real(row, "turnover_rate", recorded_real(from, "vol_tnrt")))
		return "turnover_rate";
	if (seen_int(row, "market_cap") !=
		recorded_int(from, "stck_prpr") * recorded_int(from, "lstn_stcn"))
		return "market_cap";
	return NULL;
}

static void check_rows(struct json_object *ranking, struct json_object *recorded)
{
	const char *what = NULL;
	const char *code = "";
	int64_t before = INT64_MAX;
	bool sorted = true;

	for (size_t i = 0; !what && i < json_object_array_length(ranking); i++) {
		struct json_object *row = json_object_array_get_idx(ranking, i);

		code = json_object_get_string(member(row, "stock_code"));
		what = difference(row, recorded_row(recorded, code));
		sorted = sorted && seen_int(row, "trading_value") <= before &&
		         seen_int(row, "rank") == (int64_t)i + 1;
		before = seen_int(row, "trading_value");
	}
	check("every row recorded is in the ranking",
		json_object_array_length(ranking) == json_object_array_length(recorded),
		"its length");
	check(what ? what : "every figure of every row", !what, code);
	check("rows are sorted by trading value", sorted, "its order");
}

static bool is_null(struct json_object *o, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(o, name, &value) && !value;
}

/* One body answers for both indices: which of them it is about is not known. */
static void check_summary(struct json_object *summary)
{
	check("KOSPI is not given what KOSDAQ traded", is_null(summary, "kospi_trading_value"),
		"summary");
	check("KOSDAQ is not given what KOSPI traded", is_null(summary, "kosdaq_trading_value"),
		"summary");
	check("nor is their sum known", is_null(summary, "total_trading_value"), "summary");
}

int main(int argc, char **argv)
{
	struct json_object *body[2] = { NULL };

	if (argc != 3)
		return 2;
	for (int i = 0; i < 2; i++) {
		body[i] = json_object_from_file(argv[i + 1]);
		if (!body[i]) {
			(void)printf("not ok - recorded body: %s cannot be read\n", argv[i + 1]);
			return 1;
		}
	}
	check_rows(member(body[1], "ranking"), member(body[0], "output"));
	check_summary(member(body[1], "summary"));
	for (int i = 0; i < 2; i++)
		(void)json_object_put(body[i]);
	return failures > 0;
}
