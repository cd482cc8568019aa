/* bourse - the demo exchange with a memory: what it was asked once costs nothing again. */
#ifndef MARKETFAULTS_BOURSE_H
#define MARKETFAULTS_BOURSE_H

#include "base/str.h"

struct bourse;

struct bourse *bourse_new(void); /* NULL: out of memory */
void bourse_free(struct bourse *x);
/* What it says at `wall_ms` to a GET of `url` ("https://host/path?query"); alive as long as the
 * exchange. Absent: memory is out. */
struct span bourse_ask(struct bourse *x, const char *url, const char *tr_id, int64_t wall_ms,
	long *ret_http_status);

/* From now on it does, or does not, remember what it says; what it said last is alive in any
 * case. */
void bourse_remember(struct bourse *x, bool remembers);

#endif
