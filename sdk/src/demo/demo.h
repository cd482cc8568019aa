/* demo - a synthetic exchange that answers in KIS's own format: deterministic from seed and clock.
 *
 * About 2,700 fictional companies on KOSPI and KOSDAQ plus ETF, ETN, SPAC and preferred shares,
 * 90 days of history, prices and volumes that move through the day. The names are invented, so no
 * one mistakes them for quotes. Caps and quirks of KIS are kept (kis-api notes in each file).
 */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "base/buf.h"
#include "base/clock.h"

struct demo;

/* NULL when memory is out. Immutable once made: answers may be asked from several threads. */
struct demo *demo_new(int64_t seed);
void demo_free(struct demo *d);

struct demo_request {
	const char *method; /* "GET", "POST" */
	const char *path;   /* "/uapi/domestic-stock/v1/quotations/volume-rank" */
	struct span query;  /* "FID_INPUT_ISCD=0001&…", percent-encoded */
	const char *tr_id;  /* NULL when the header is missing */
	struct span body;   /* of the token request */
	int64_t wall_ms;    /* the exchange's clock */
};

/* Writes the body and returns the HTTP status. Master files are plain (.mst, CP949), also where
 * the path says .zip; so is OpenDART's /api/corpCode.xml. OpenDART and KRX Open API are answered by
 * their paths, whatever their keys are. */
long demo_answer(const struct demo *d, const struct demo_request *r, struct buf *ret);

#endif
