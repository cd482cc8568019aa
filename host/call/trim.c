/* trim - making an answer fit: fewer rows and a shorter text, never half of either. */
#include "host/call/trim.h"

#include "data/json.h"
#include "data/scan.h"

/* The first member that is a list of objects; absent when there is none. */
static struct span first_rows(struct span result)
{
	struct scan_iter it = scan_iter(result);
	struct span name;
	struct span value;
	struct span row;

	while (scan_member(&it, &name, &value)) {
		struct scan_iter items = scan_iter(value);

		if (scan_kind(value) == SCAN_ARRAY && scan_item(&items, &row) &&
			scan_kind(row) == SCAN_OBJECT)
			return value;
	}
	return (struct span){ NULL, 0 };
}

/* Bytes of `rows` that fit into `room` with its brackets, cut behind a whole row. */
static size_t rows_that_fit(struct span rows, size_t room, struct trimmed *ret)
{
	struct scan_iter it = scan_iter(rows);
	struct span row;
	size_t fits = 1; /* the opening bracket */

	while (scan_item(&it, &row)) {
		size_t end = (size_t)(row.at + row.len - rows.at);

		ret->rows_were++;
		if (end + 1 > room)
			continue;
		ret->rows++;
		fits = end;
	}
	return fits;
}

struct trimmed trim_result(struct span result, size_t max, struct buf *ret)
{
	struct trimmed t = { 0 };
	struct span rows = first_rows(result);

	if (result.len <= max || !rows.at) {
		buf_span(ret, result);
		return t;
	}

	size_t before = (size_t)(rows.at - result.at);
	size_t behind = result.len - before - rows.len;
	size_t room = max > before + behind ? max - before - behind : 0;
	size_t kept = rows_that_fit(rows, room, &t);

	buf_put(ret, result.at, before);
	buf_put(ret, rows.at, kept);
	buf_char(ret, ']');
	buf_put(ret, rows.at + rows.len, behind);
	return t;
}

/* The end of the last whole line within `max` bytes of an escaped string; 0 when there is none. */
static size_t last_line_end(struct span text, size_t max)
{
	size_t end = 0;

	for (size_t i = 1; i + 1 < text.len && i < max; i++) {
		if (text.at[i] != '\\')
			continue;
		if (text.at[i + 1] == 'n')
			end = i;
		i++;
	}
	return end;
}

void trim_text(struct span text, size_t max, struct buf *ret)
{
	if (text.len <= max) {
		buf_span(ret, text);
		return;
	}

	size_t end = last_line_end(text, max > 8 ? max - 8 : 0);

	/* Not even one line: nothing but its first quote, if it begins with one. */
	if (end > 0)
		buf_put(ret, text.at, end);
	else if (text.at[0] == '"')
		buf_char(ret, '"');
	buf_puts(ret, end > 0 ? "\\n…\"" : "…\"");
}
