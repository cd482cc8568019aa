/* recorded - compares an answer with the recorded KIS bodies it came from, to the won.
 *
 *	recorded ANSWER.json FOLDER <claims
 *
 * A claim is a line: a place in the answer, then what it must be: null, "text", or terms from left
 * to right. A term is a number or FILE:PLACE, a field of FOLDER/FILE.json. A whole number must be
 * that very one, a rate that one rounded to hundredths.
 *
 *	ranking.0.net_amount inquire-investor:output.1.frgn_ntby_tr_pbmn * 1000000
 */
#include <json-c/json.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_ROOM 1024

static const char *folder;

/* "ranking.0.per": members and places. NULL: not there, or null. */
static struct json_object *value_at(struct json_object *from, const char *place)
{
	char part[128];

	while (from && *place) {
		const size_t length = strcspn(place, ".");
		struct json_object *next = NULL;

		(void)snprintf(part, sizeof part, "%.*s", (int)length, place);
		if (json_object_is_type(from, json_type_array))
			next = json_object_array_get_idx(from, strtoul(part, NULL, 10));
		else
			(void)json_object_object_get_ex(from, part, &next);
		from = next;
		place += length + (place[length] == '.');
	}
	return from;
}

/* KIS writes numbers as text. False when nothing stands there. */
static bool recorded_text(const char *term, char *ret, size_t room)
{
	const char *place = strchr(term, ':');
	char path[4096];
	struct json_object *file;
	const char *text;
	bool good;

	(void)snprintf(path, sizeof path, "%s/%.*s.json", folder, (int)(place - term), term);
	file = json_object_from_file(path);
	text = json_object_get_string(value_at(file, place + 1));
	good = text && text[0];
	(void)snprintf(ret, room, "%s", good ? text : "");
	(void)json_object_put(file);
	return good;
}

static bool term_value(const char *term, long double *ret)
{
	char text[128];
	char *end;

	if (!strchr(term, ':'))
		(void)snprintf(text, sizeof text, "%s", term);
	else if (!recorded_text(term, text, sizeof text))
		return false;
	*ret = strtold(text, &end);
	return end != text && *end == '\0';
}

static bool apply(char sign, long double value, long double *total)
{
	switch (sign) {
	case '+':
		*total += value;
		return true;
	case '-':
		*total -= value;
		return true;
	case '*':
		*total *= value;
		return true;
	case '/':
		*total /= value;
		return value != 0;
	default:
		return false;
	}
}

/* "a * b + c", from left to right; uses up `terms`. */
static bool work_out(char *terms, long double *ret)
{
	char *rest = NULL;
	char *word = strtok_r(terms, " ", &rest);

	if (!word || !term_value(word, ret))
		return false;
	while ((word = strtok_r(NULL, " ", &rest))) {
		const char sign = word[0];
		long double value;

		word = strtok_r(NULL, " ", &rest);
		if (!word || !term_value(word, &value) || !apply(sign, value, ret))
			return false;
	}
	return true;
}

static bool is_number(struct json_object *seen, char *terms)
{
	long double wanted;

	if (!work_out(terms, &wanted))
		return false;
	if (json_object_is_type(seen, json_type_int))
		return json_object_get_int64(seen) == llroundl(wanted);
	/* Two decimals. */
	return json_object_is_type(seen, json_type_double) &&
	       fabsl((long double)json_object_get_double(seen) - wanted) < 0.005L + 1e-9L;
}

static bool is_text(struct json_object *seen, const char *wanted)
{
	char text[LINE_ROOM];
	const size_t length = strlen(wanted);

	(void)snprintf(text, sizeof text, "%.*s", (int)(length > 2 ? length - 2 : 0), wanted + 1);
	return json_object_is_type(seen, json_type_string) &&
	       strcmp(json_object_get_string(seen), text) == 0;
}

static bool holds(struct json_object *answer, const char *place, char *wanted)
{
	struct json_object *seen = value_at(answer, place);

	if (strcmp(wanted, "null") == 0)
		return !seen;
	return seen && (wanted[0] == '"' ? is_text(seen, wanted) : is_number(seen, wanted));
}

static bool check(struct json_object *answer, const char *line)
{
	char place[LINE_ROOM];
	char wanted[LINE_ROOM];
	bool good;

	(void)snprintf(place, sizeof place, "%.*s", (int)strcspn(line, " "), line);
	(void)snprintf(wanted, sizeof wanted, "%s", line + strcspn(line, " "));
	good = wanted[0] == ' ' && holds(answer, place, wanted + 1);
	if (good)
		(void)printf("ok - recorded: %s\n", line);
	else
		(void)printf("not ok - recorded: %s: it is %s\n", line,
			json_object_to_json_string(value_at(answer, place)));
	return good;
}

int main(int argc, char **argv)
{
	struct json_object *answer = argc == 3 ? json_object_from_file(argv[1]) : NULL;
	char line[LINE_ROOM];
	int wrong = 0;
	int claims = 0;

	if (!answer) {
		(void)printf("not ok - recorded: there is no answer to compare\n");
		return 1;
	}
	folder = argv[2];
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!line[0])
			continue;
		claims++;
		wrong += !check(answer, line);
	}
	(void)json_object_put(answer);
	return wrong > 0 || claims == 0;
}
