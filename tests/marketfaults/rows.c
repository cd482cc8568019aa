/* rows - a KIS body taken apart into its rows, and put together again. */
#include "rows.h"

#include "data/scan.h"

static bool take_list(struct span body, struct span list, struct rows *ret)
{
	struct scan_iter it = scan_iter(list);
	const char *end = body.at + body.len;
	struct span item;

	*ret = (struct rows){ .single = scan_kind(list) == SCAN_OBJECT };
	if (ret->single) {
		ret->at[ret->count++] = list;
	} else {
		while (ret->count < ROWS_MAX && scan_item(&it, &item))
			ret->at[ret->count++] = item;
	}
	if (ret->count == 0)
		return false;
	item = ret->at[ret->count - 1];
	ret->before = (struct span){ body.at, (size_t)(ret->at[0].at - body.at) };
	ret->after = (struct span){ item.at + item.len, (size_t)(end - item.at) - item.len };
	return true;
}

bool rows_read(struct span body, struct rows *ret)
{
	struct span list = scan_get(body, "output2");

	if (!list.at)
		list = scan_get(body, "output");
	return list.at && take_list(body, list, ret);
}

void rows_write(const struct rows *r, struct buf *ret)
{
	buf_span(ret, r->before);
	for (uint32_t i = 0; i < r->count; i++) {
		if (i > 0)
			buf_char(ret, ',');
		buf_span(ret, r->at[i]);
	}
	buf_span(ret, r->after);
}

void row_rewrite(struct span row,
	void (*write)(void *self, struct span name, struct span value, struct buf *ret), void *self,
	struct buf *ret)
{
	struct scan_iter it = scan_iter(row);
	struct span name;
	struct span value;
	bool first = true;

	buf_char(ret, '{');
	while (scan_member(&it, &name, &value)) {
		if (!first)
			buf_char(ret, ',');
		first = false;
		buf_span(ret, name);
		buf_char(ret, ':');
		write(self, name, value, ret);
	}
	buf_char(ret, '}');
}

struct span value_plain(struct span value)
{
	if (value.len >= 2 && value.at[0] == '"')
		return span_trim((struct span){ value.at + 1, value.len - 2 });
	return value;
}

bool value_is_number(struct span value)
{
	double n;

	return span_real(value_plain(value), &n);
}
