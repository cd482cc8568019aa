/* demo_dart - what the answers of OpenDART share. */
#ifndef DEMO_DEMO_DART_H
#define DEMO_DEMO_DART_H

#include "demo/demo_reply.h"

/* Whether it files reports: a company's common share. */
bool demo_dart_files(const struct demo_issue *i);
/* "00100037": eight digits. */
void demo_dart_code(const struct demo *d, const struct demo_issue *i, char ret[9]);
/* NULL when no company has that code. */
const struct demo_issue *demo_dart_find(const struct demo *d, const char *code);
/* Y KOSPI, K KOSDAQ, N KONEX. */
const char *demo_dart_class(const struct demo_issue *i);
/* {"status":"013",…}; returns 200. */
long demo_dart_status(struct buf *b, const char *status, const char *message);

#endif
