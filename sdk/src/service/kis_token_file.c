/* kis_token_file - {"key","token","life_ms","expires_wall_ms","expires_mono_ms","boot"}.
 *
 * Two clocks stand in the file. The monotonic one is right within a boot, whatever happens to the
 * wall clock; across boots only the wall clock is left. Should both be wrong, KIS refuses the
 * token, and that leads to one renewal.
 */
#include "service/kis_token_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "data/json.h"
#include "data/scan.h"
#include "service/kis_boot.h"

#define FILE_MAX (KIS_TOKEN_MAX + 1024)
#define LIFE_MAX_MS (INT64_C(366) * 24 * 3600 * 1000)
#define MARK_ROOM 80

bool token_is_sound(struct span text)
{
	if (text.len == 0 || text.len > KIS_TOKEN_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return false;
	}
	return true;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t token_left_ms(const struct token_value *v, const struct clock *clock)
{
	int64_t by_wall = v->expires_wall_ms - clock_wall(clock);
	int64_t by_mono = v->expires_mono_ms - clock_mono(clock);

	return smaller(v->life_ms, smaller(by_wall, by_mono));
}

static void wipe_buf(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->room);
	buf_done(b);
}

static bool read_int(struct span object, const char *name, int64_t max, int64_t *ret)
{
	struct span value = scan_get(object, name);

	return value.at && scan_int(value, ret) && *ret > 0 && *ret <= max;
}

static bool parse(
	struct span file, const char *key, const struct clock *clock, struct token_value *v)
{
	char boot[KIS_BOOT_ROOM];
	int64_t wall;
	int64_t mono;

	if (!scan_check(file, NULL) || !scan_text_is(scan_get(file, "key"), key))
		return false;
	if (!scan_text_into(scan_get(file, "token"), v->text, sizeof v->text) ||
		!token_is_sound(span_of(v->text)))
		return false;
	if (!read_int(file, "life_ms", LIFE_MAX_MS, &v->life_ms) ||
		!read_int(file, "expires_wall_ms", INT64_MAX / 4, &wall) ||
		!read_int(file, "expires_mono_ms", INT64_MAX / 4, &mono))
		return false;

	kis_boot(boot);
	v->expires_wall_ms = wall;
	v->expires_mono_ms = mono;
	if (boot[0] == '\0' || !scan_text_is(scan_get(file, "boot"), boot))
		v->expires_mono_ms =
			clock_mono(clock) + smaller(v->life_ms, wall - clock_wall(clock));
	return token_left_ms(v, clock) > 0;
}

bool token_load(
	const char *path, const char *key, const struct clock *clock, struct token_value *ret)
{
	CLEANUP(wipe_buf) struct buf file;
	struct token_value v = { 0 };
	bool good;

	buf_init(&file, FILE_MAX);
	if (file_read(path, &file, NULL) < 0)
		return false;
	good = parse(buf_as_span(&file), key, clock, &v);
	if (good)
		*ret = v;
	explicit_bzero(&v, sizeof v);
	return good;
}

mcp_status token_save(
	const char *path, const char *key, const struct token_value *v, struct fault *f)
{
	CLEANUP(wipe_buf) struct buf file;
	char boot[KIS_BOOT_ROOM];

	kis_boot(boot);
	buf_init(&file, FILE_MAX);
	/* In one piece: growing would leave copies of the token behind. */
	(void)buf_reserve(&file, FILE_MAX);
	buf_puts(&file, "{\"key\":");
	json_cstr(&file, key);
	buf_puts(&file, ",\"token\":");
	json_cstr(&file, v->text);
	buf_printf(&file, ",\"life_ms\":%" PRId64 ",\"expires_wall_ms\":%" PRId64, v->life_ms,
		v->expires_wall_ms);
	buf_printf(&file, ",\"expires_mono_ms\":%" PRId64 ",\"boot\":", v->expires_mono_ms);
	json_cstr(&file, boot);
	buf_puts(&file, "}\n");
	if (file.failed)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	return file_save(path, file.at, file.len, f);
}

int64_t token_tried_ms(int fd, int64_t now_mono_ms)
{
	char mark[MARK_ROOM] = { 0 };
	char boot[KIS_BOOT_ROOM];
	struct span rest;
	struct span seen;
	int64_t at = 0;

	kis_boot(boot);
	if (pread(fd, mark, sizeof mark - 1, 0) <= 0)
		return 0;
	rest = span_of(mark);
	if (!span_split(&rest, ' ', &seen) || !span_is(seen, boot))
		return 0;
	if (!span_split(&rest, '\n', &seen) || !span_int(seen, &at))
		return 0;
	return at > 0 && at <= now_mono_ms ? at : 0;
}

void token_mark_tried(int fd, int64_t now_mono_ms)
{
	char mark[MARK_ROOM];
	char boot[KIS_BOOT_ROOM];
	int n;

	kis_boot(boot);
	n = snprintf(mark, sizeof mark, "%s %020" PRId64 "\n", boot, now_mono_ms);
	/* A mark that cannot be written costs a message to the owner at worst. */
	if (n > 0 && pwrite(fd, mark, (size_t)n, 0) != n && ftruncate(fd, 0) != 0)
		log_debug("the token's mark cannot be kept");
}
