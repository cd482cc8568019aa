/* market_news_page - titles as rows: when, whose, about whom. */
#include "service/market_news_page.h"

#include <stdio.h>

#include "base/cleanup.h"

#define SERIAL_DIGITS 19

/* "2024062011005138887": the moment it was registered, then a number. */
static bool read_serial(const char *text, struct news_row *ret)
{
	int64_t serial;
	int64_t date;
	int64_t time;

	if (strlen(text) != SERIAL_DIGITS || strspn(text, "0123456789") != SERIAL_DIGITS)
		return false;
	if (!span_int(span_of(text), &serial) || !span_int((struct span){ text, 8 }, &date) ||
		!span_int((struct span){ text + 8, 6 }, &time))
		return false;
	if (date < 20000101 || date / 100 % 100 < 1 || date / 100 % 100 > 12 || date % 100 < 1 ||
		date % 100 > 31 || time > 235959)
		return false;
	ret->serial = (uint64_t)serial;
	ret->date = (int32_t)date;
	return true;
}

/* The exchanges' own providers: KOSPI, KOSDAQ, OTC, others, KONEX. */
static bool is_disclosure(struct kis_row *row)
{
	char provider[8];

	return kis_text(row, "news_ofer_entp_code", provider, sizeof provider) &&
	       provider[1] == '\0' && strchr("FGHIN", provider[0]);
}

static bool is_about(struct kis_row *row, const char *code)
{
	char name[16];
	char text[16];

	for (int i = 1; i <= 10; i++) {
		(void)snprintf(name, sizeof name, "iscd%d", i);
		if (kis_text(row, name, text, sizeof text) && strcmp(text, code) == 0)
			return true;
	}
	return false;
}

static void take_row(struct kis_row *row, const char *code, struct news_page *page)
{
	struct news_row r = { .serial = 0 };
	char serial[32];

	page->cursor[0] = '\0';
	if (page->count == NEWS_PAGE_ROWS ||
		!kis_text(row, "cntt_usiq_srno", serial, sizeof serial) ||
		!read_serial(serial, &r)) {
		page->doubtful = true;
		return;
	}
	r.is_disclosure = is_disclosure(row);
	r.is_about = is_about(row, code);
	page->rows[page->count++] = r;
	memcpy(page->cursor, serial, NEWS_SERIAL_ROOM);
}

bool news_read_page(struct span body, const char *code, struct news_page *ret)
{
	struct kis_rows rows;
	struct kis_row row;
	uint32_t about = 0;

	*ret = (struct news_page){ .count = 0 };
	if (!kis_rows(body, "output", &rows))
		return false;
	while (kis_rows_next(&rows, &row))
		take_row(&row, code, ret);
	/* Titles came, but of another share. */
	for (uint32_t i = 0; i < ret->count; i++)
		about += ret->rows[i].is_about;
	ret->doubtful = ret->doubtful || (ret->count > 0 && about == 0);
	return true;
}

mcp_status news_send_page(struct kis *kis, const struct kis_call *call, const char *code,
	const char *cursor, uint64_t *ret_id)
{
	struct kis_call whole = *call;
	char date[16] = "";
	char hour[16] = "";
	const mcp_kis_param params[] = {
		{ "FID_NEWS_OFER_ENTP_CODE", "" },
		{ "FID_COND_MRKT_CLS_CODE", "" },
		{ "FID_INPUT_ISCD", code },
		{ "FID_TITL_CNTT", "" },
		{ "FID_INPUT_DATE_1", date },
		{ "FID_INPUT_HOUR_1", hour },
		{ "FID_RANK_SORT_CLS_CODE", "" },
		{ "FID_INPUT_SRNO", cursor },
	};

	/* The serial's own time: data_tm moves when an article is edited. */
	if (cursor[0] != '\0') {
		(void)snprintf(date, sizeof date, "00%.8s", cursor);
		(void)snprintf(hour, sizeof hour, "%.6s", cursor + 8);
	}
	whole.endpoint = "news-title";
	whole.params = params;
	whole.param_count = COUNT_OF(params);
	return kis_send(kis, &whole, ret_id, NULL);
}
