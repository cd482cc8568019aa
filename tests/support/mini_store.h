/* mini_store - a history database for tests: asks, and waits for the answer. */
#ifndef SUPPORT_MINI_STORE_H
#define SUPPORT_MINI_STORE_H

#include "service/market_store.h"

struct mini_store {
	const struct store_ops *ops;
	struct store *store;
	int woken[2]; /* a pipe: a byte for each wake */
	char path[512];
};

/* Opens `folder`/history.db by the module; ends the program when it cannot. */
void mini_store_open(struct mini_store *m, const char *module, const char *folder, bool may_write);
void mini_store_close(struct mini_store *m);

/* The next event; ends the program when none comes within ten seconds. */
struct store_event mini_store_event(struct mini_store *m);
/* Asks for everything and returns what comes. */
struct store_event mini_store_load(struct mini_store *m);
/* Saves and returns what comes. A refusal on the spot comes as a fault of ticket 0. */
struct store_event mini_store_save(struct mini_store *m, const struct store_batch *b);

/* Rows whose every member follows from `code`, `date` and `n`. */
struct store_bar mini_bar(const char *code, int32_t date, int64_t n);
struct store_flow mini_flow(const char *code, int32_t date, uint32_t who, int64_t n);
struct store_mark mini_mark(const char *code, uint32_t kind, int32_t until);

/* NULL when there is none. */
const struct store_bar *mini_find_bar(const struct store_event *e, const char *code, int32_t date);

#endif
