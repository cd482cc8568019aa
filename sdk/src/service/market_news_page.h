/* market_news_page - one page of news-title: asked for, and read as hostile input. */
#ifndef SERVICE_MARKET_NEWS_PAGE_H
#define SERVICE_MARKET_NEWS_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "service/kis_client.h"

#define NEWS_PAGE_ROWS 40
#define NEWS_SERIAL_ROOM 20

struct news_row {
	uint64_t serial;
	int32_t date; /* the serial's: data_dt moves when an article is edited */
	bool is_disclosure;
	bool is_about; /* the share is named in it */
};

struct news_page {
	uint32_t count;
	/* A row without a proper serial, more rows than a page has, or no row about the share. */
	bool doubtful;
	char cursor[NEWS_SERIAL_ROOM]; /* the last row's serial; empty: it has none */
	struct news_row rows[NEWS_PAGE_ROWS];
};

/* False: the body has no rows of the kind. */
bool news_read_page(struct span body, const char *code, struct news_page *ret);

/* The page of titles about the share behind `cursor`, or the first ("") one; `call` has the
 * rest. */
mcp_status news_send_page(struct kis *kis, const struct kis_call *call, const char *code,
	const char *cursor, uint64_t *ret_id);

#endif
