/* kis_token_file - a token as it lies in the key's folder, and when an issue was tried last. */
#ifndef SERVICE_KIS_TOKEN_FILE_H
#define SERVICE_KIS_TOKEN_FILE_H

#include "base/clock.h"
#include "base/fault.h"
#include "base/str.h"

#define KIS_TOKEN_MAX 2048

struct token_value {
	int64_t life_ms; /* what KIS promised */
	int64_t expires_mono_ms;
	int64_t expires_wall_ms;
	char text[KIS_TOKEN_MAX + 1];
};

/* Printable ASCII, so that it can stand in a header. */
bool token_is_sound(struct span text);
/* Milliseconds left by both clocks, never more than its life; 0 or less: over. */
int64_t token_left_ms(const struct token_value *v, const struct clock *clock);

/* `key`: the fingerprint of key and host that the token belongs to. A file of another key, torn,
 * or hostile is as good as none: false. */
bool token_load(
	const char *path, const char *key, const struct clock *clock, struct token_value *ret);
mcp_status token_save(
	const char *path, const char *key, const struct token_value *v, struct fault *f);

/* The mark in the locked file `fd`: monotonic time of the last issue in this boot, or 0. */
int64_t token_tried_ms(int fd, int64_t now_mono_ms);
void token_mark_tried(int fd, int64_t now_mono_ms);

#endif
