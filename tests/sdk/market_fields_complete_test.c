/* market_fields_complete_test - no field is read that the table of fields lacks, none stands there
 * that is not read, and each has the unit that the API document gives it. */
#include "support/samples.h"

#include <dirent.h>
#include <fnmatch.h>

#include "base/str.h"

#include "market_fields.h"

#define SOURCES TEST_SOURCE "/sdk/src/service"
#define LITERALS_MAX 512
#define LITERAL_ROOM 64

/* ---- Literals of a source. ---- */

struct source {
	char name[64];
	struct buf text;
	char literals[LITERALS_MAX][LITERAL_ROOM]; /* those that could be a field's name, or part */
	uint32_t count;
};

/* Who calls one of these reads what upstream wrote. */
static const char *const readers[] = { "kis_int(", "kis_text(", "kis_hundredths(", "kis_rows(",
	"figure_amount(", "figure_positive(", "figure_rate(", "figure_change(", "read_million(",
	"date_read(" };

/* kis_rows is the readers themselves; kis_service hands on what a tool asks for by name. */
static const char *const others[] = { "kis_rows.c", "kis_service.c" };

/* Words in those sources that are no fields: arrays, parameters, sentences, JSON. */
static const char *const words[] = { "list", "output", "output1", "output2", "OutBlock_1", "KSP",
	"KSQ", "basDd", "FGHIN", "null", "other" };

static bool is_among(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static bool reads_upstream(const struct source *s)
{
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		if (strstr(s->text.at, readers[i]))
			return !is_among(s->name, others, COUNT_OF(others));
	return false;
}

static bool is_name(const char *literal)
{
	const char *const letters =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_%";
	const bool first = (literal[0] >= 'a' && literal[0] <= 'z') ||
	                   (literal[0] >= 'A' && literal[0] <= 'Z') || literal[0] == '_' ||
	                   (literal[0] == '%' && strchr(literal, '_'));

	return first && literal[1] != '\0' && strspn(literal, letters) == strlen(literal) &&
	       strncmp(literal, "FID_", 4) != 0;
}

static void keep_literal(struct source *s, const char *literal)
{
	if (!is_name(literal) || is_among(literal, words, COUNT_OF(words)))
		return;
	assert_true(s->count < LITERALS_MAX);
	(void)snprintf(s->literals[s->count++], LITERAL_ROOM, "%s", literal);
}

static const char *skip_comment(const char *at)
{
	const char *end = strstr(at, "*/");

	return end ? end + 2 : at + strlen(at);
}

/* Literals with nothing but blanks between them are one. */
static const char *take_literal(const char *at, char ret[LITERAL_ROOM])
{
	size_t used = 0;

	for (;;) {
		for (at++; *at && *at != '"'; at++) {
			at += *at == '\\' && at[1];
			if (used + 1 < LITERAL_ROOM)
				ret[used++] = *at;
		}
		at += *at == '"';
		if (at[strspn(at, " \t\n")] != '"')
			break;
		at += strspn(at, " \t\n");
	}
	ret[used] = '\0';
	return at;
}

static void take_literals(struct source *s)
{
	char literal[LITERAL_ROOM];
	const char *at = s->text.at;

	while (*at) {
		if (strncmp(at, "/*", 2) == 0) {
			at = skip_comment(at);
		} else if (*at == '#' && strncmp(at, "#include", 8) == 0) {
			at += strcspn(at, "\n");
		} else if (at[0] == '\'' && at[1] == '"') {
			at += 3;
		} else if (*at == '"') {
			at = take_literal(at, literal);
			keep_literal(s, literal);
		} else {
			at++;
		}
	}
}

static bool read_source(const char *name, struct source *ret)
{
	char path[4096];

	*ret = (struct source){ .count = 0 };
	(void)snprintf(ret->name, sizeof ret->name, "%s", name);
	(void)snprintf(path, sizeof path, SOURCES "/%s", name);
	buf_init(&ret->text, 1024 * 1024);
	assert_int_equal(file_read(path, &ret->text, NULL), MCP_OK);
	assert_non_null(buf_text(&ret->text));
	if (!reads_upstream(ret))
		return false;
	take_literals(ret);
	return true;
}

/* ---- Fields. ---- */

/* The whole name, its end ("_shnu_vol"), its beginning ("frgn"), its middle ("shnu"), or with gaps
 * ("%s_%s_tr_pbmn"). */
static bool spells(const char *literal, const char *name)
{
	char pattern[LITERAL_ROOM * 2];
	char around[LITERAL_ROOM * 2 + 8];
	size_t used = 0;

	for (const char *c = literal; *c; c++) {
		if (*c == '%' && c[1] != '\0')
			c++;
		pattern[used++] = c > literal && c[-1] == '%' ? '*' : *c;
	}
	pattern[used] = '\0';
	(void)snprintf(around, sizeof around, literal[0] == '_' ? "*%s" : "%s", pattern);
	if (fnmatch(around, name, 0) == 0)
		return true;
	(void)snprintf(around, sizeof around, "%s_*", pattern);
	if (fnmatch(around, name, 0) == 0)
		return true;
	(void)snprintf(around, sizeof around, "*_%s_*", pattern);
	return fnmatch(around, name, 0) == 0;
}

static bool is_in_table(const char *source, const char *literal)
{
	for (size_t i = 0; i < COUNT_OF(field_groups); i++)
		for (uint32_t k = 0; k < field_groups[i].count; k++) {
			const struct field *f = &field_groups[i].fields[k];

			if (str_same(f->source, source) && spells(literal, f->name))
				return true;
		}
	return false;
}

static int count_missing(const struct source *s)
{
	int missing = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		if (is_in_table(s->name, s->literals[i]))
			continue;
		print_error(
			"%s reads \"%s\", which market_fields.h lacks\n", s->name, s->literals[i]);
		missing++;
	}
	return missing;
}

static void every_field_that_is_read_is_in_the_table(void **state)
{
	static struct source s;
	DIR *folder = opendir(SOURCES);
	struct dirent *entry;
	int files = 0;
	int missing = 0;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		if (fnmatch("*.c", entry->d_name, 0) != 0)
			continue;
		if (read_source(entry->d_name, &s)) {
			files++;
			missing += count_missing(&s);
		}
		buf_done(&s.text);
	}
	(void)closedir(folder);
	assert_int_equal(missing, 0);
	assert_true(files >= 15);
}

static bool is_read(const struct field *f)
{
	static struct source s;
	bool found = false;

	if (read_source(f->source, &s))
		for (uint32_t i = 0; i < s.count && !found; i++)
			found = spells(s.literals[i], f->name);
	buf_done(&s.text);
	return found;
}

static void every_field_of_the_table_is_read(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(field_groups); i++)
		for (uint32_t k = 0; k < field_groups[i].count; k++) {
			const struct field *f = &field_groups[i].fields[k];

			if (is_read(f))
				continue;
			print_error("%s does not read %s\n", f->source, f->name);
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

/* The scan itself: a field it did not see would not be missed. */
static void sees_fields_however_they_are_written(void **state)
{
	static struct source s;

	(void)state;
	s = (struct source){ .name = "market_totals.c" };
	buf_init(&s.text, 4096);
	buf_puts(&s.text,
		"#include \"base/cleanup.h\"\n"
		"/* \"in_a_comment\" */ kis_int(row, \"new_field\", &n); c == '\"';\n"
		"x ? \"one_way\" : \"or_another\"; CLASS(\"prefix\"), kis \"_end\";\n"
		"\"a sentence in \"\n\t\"pieces\"; \"FID_INPUT_ISCD\"; \"acml_tr_pbmn\";\n");
	assert_non_null(buf_text(&s.text));
	assert_true(reads_upstream(&s));
	take_literals(&s);
	assert_int_equal(s.count, 6);
	assert_int_equal(count_missing(&s), 5);
	buf_done(&s.text);
}

/* ---- Units. ---- */

static struct span section_of(struct span document, const char *number)
{
	char head[32];
	const char *at;
	const char *end;

	(void)snprintf(head, sizeof head, "\n### %s ", number);
	at = strstr(document.at, head);
	if (!at)
		print_error("the document has no section %s\n", number);
	assert_non_null(at);
	end = strstr(at + 1, "\n## ");
	at += 1;
	for (const char *next = strstr(at, "\n### "); next && (!end || next < end);)
		end = next;
	return (struct span){ at, end ? (size_t)(end - at) : strlen(at) };
}

static bool has_word(struct span text, const char *word)
{
	const char *at = text.at;
	const size_t length = strlen(word);
	const char *const letters =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	while ((at = memmem(at, text.len - (size_t)(at - text.at), word, length))) {
		if (!strchr(letters, at[-1]) && !strchr(letters, at[length]))
			return true;
		at += length;
	}
	return false;
}

/* "| name | … | unit |": the last cell of its row. */
static bool unit_in_table(struct span section, const char *name, char ret[64])
{
	char head[80];
	const char *at;
	struct span line;
	struct span cell;

	(void)snprintf(head, sizeof head, "\n| %s |", name);
	at = memmem(section.at, section.len, head, strlen(head));
	if (!at)
		return false;
	line = (struct span){ at + 1, strcspn(at + 1, "\n") };
	line = span_trim(line);
	line.len--; /* the last bar */
	while (span_split(&line, '|', &cell) && line.len > 0)
		continue;
	cell = span_trim(cell);
	(void)snprintf(ret, 64, "%.*s", (int)cell.len, cell.at);
	return true;
}

static bool is_of_another_source(const struct field_group *g)
{
	return strncmp(g->section, "13.", 3) == 0;
}

static int check_unit(const struct field_group *g, const struct field *f, struct span section)
{
	char unit[64] = "";

	if (unit_in_table(section, f->name, unit) && str_same(unit, f->unit))
		return 0;
	/* One sentence gives the units of all of its fields. */
	if (str_same(g->section, "5.5") && str_same(f->unit, "천주") &&
		has_word(section, f->name) &&
		memmem(section.at, section.len, "quantities are 천주",
			strlen("quantities are 천주")))
		return 0;
	if (str_same(g->section, "5.5") && has_word(section, f->name) &&
		memmem(section.at, section.len, "all amounts 백만원", strlen("all amounts 백만원")))
		return !str_same(f->unit, "백만원");
	if (is_of_another_source(g) && has_word(section, f->name) != f->unlisted)
		return 0;
	print_error("%s %s %s: \"%s\" here, \"%s\" in the document\n", g->section, g->endpoint,
		f->name, f->unit, unit);
	return 1;
}

static void every_unit_is_that_of_the_document(void **state)
{
	struct buf document;
	int wrong = 0;

	(void)state;
	sample_read("../kis-api.md", &document);
	for (size_t i = 0; i < COUNT_OF(field_groups); i++) {
		const struct span section =
			section_of(span_of(buf_text(&document)), field_groups[i].section);

		for (uint32_t k = 0; k < field_groups[i].count; k++)
			wrong += check_unit(&field_groups[i], &field_groups[i].fields[k], section);
	}
	buf_done(&document);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_that_is_read_is_in_the_table),
		cmocka_unit_test(every_field_of_the_table_is_read),
		cmocka_unit_test(sees_fields_however_they_are_written),
		cmocka_unit_test(every_unit_is_that_of_the_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
