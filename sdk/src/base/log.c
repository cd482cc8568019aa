/* log - one line per fact on standard error. */
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"

/* A write of at most PIPE_BUF (4096) bytes to a pipe is never torn. */
#define LINE_BYTES 4096
#define SECRETS 16
/* What is marked first comes from the settings and stays; tokens come and go behind it. */
#define SECRETS_KEPT 8
#define SECRET_SHORTEST 6

static const struct level {
	const char *word;
	int level;
} levels[] = {
	{ "error", MCP_LOG_ERROR },
	{ "warn", MCP_LOG_WARN },
	{ "info", MCP_LOG_INFO },
	{ "debug", MCP_LOG_DEBUG },
	{ "warning", MCP_LOG_WARN },
};

static atomic_int least_urgent = MCP_LOG_WARN;
static atomic_int log_fd = STDERR_FILENO;
static _Atomic(void (*)(int level, const char *text)) passed_to;

static pthread_mutex_t secrets_lock = PTHREAD_MUTEX_INITIALIZER;
static char *secrets[SECRETS];
static size_t secrets_seen;

void log_level(int level)
{
	atomic_store(&least_urgent, level);
}

bool log_level_from_word(const char *word, int *ret)
{
	size_t i;

	for (i = 0; i < COUNT_OF(levels); i++)
		if (strcasecmp(word, levels[i].word) == 0) {
			*ret = levels[i].level;
			return true;
		}
	return false;
}

void log_to(int fd)
{
	atomic_store(&log_fd, fd);
}

void log_into(void (*line)(int level, const char *text))
{
	atomic_store(&passed_to, line);
}

static const char *level_word(int level)
{
	size_t i;

	for (i = 0; i < COUNT_OF(levels); i++)
		if (levels[i].level >= level)
			return levels[i].word;
	return "debug";
}

static bool is_marked(const char *text)
{
	size_t i;

	for (i = 0; i < SECRETS; i++)
		if (secrets[i] && strcmp(secrets[i], text) == 0)
			return true;
	return false;
}

/* Puts a text into its place; returns the one that stood there. Under secrets_lock. */
static char *put_secret(char *text)
{
	const size_t turn = secrets_seen++;
	const size_t place =
		turn < SECRETS ? turn : SECRETS_KEPT + (turn - SECRETS) % (SECRETS - SECRETS_KEPT);
	char *old = secrets[place];

	secrets[place] = text;
	return old;
}

void log_secret(const char *text)
{
	char *copy;
	char *old;

	if (!text || strlen(text) < SECRET_SHORTEST)
		return;
	copy = strdup(text);
	if (!copy)
		return;

	(void)pthread_mutex_lock(&secrets_lock);
	old = is_marked(copy) ? copy : put_secret(copy);
	(void)pthread_mutex_unlock(&secrets_lock);
	if (old)
		explicit_bzero(old, strlen(old));
	free(old);
}

/* Length of the longest secret that starts at `at`, or 0. Under secrets_lock. */
static size_t secret_at(const char *at)
{
	size_t longest = 0;
	size_t i;

	for (i = 0; i < SECRETS; i++) {
		size_t len;

		if (!secrets[i] || secrets[i][0] != at[0])
			continue;
		len = strlen(secrets[i]);
		if (len > longest && strncmp(secrets[i], at, len) == 0)
			longest = len;
	}
	return longest;
}

void log_mask(char *text)
{
	char *to = text;

	(void)pthread_mutex_lock(&secrets_lock);
	while (*text) {
		size_t len = secret_at(text);

		if (len == 0) {
			*to++ = *text++;
			continue;
		}
		memcpy(to, "***", 3);
		to += 3;
		text += len;
	}
	*to = '\0';
	(void)pthread_mutex_unlock(&secrets_lock);
}

/* Copies what may be shown, '?' for the rest, as far as it fits; returns its length. */
static size_t show(struct span s, char *ret, size_t max)
{
	size_t used = 0;

	while (s.len > 0) {
		size_t len;
		uint32_t point = utf8_decode(s.at, s.len, &len);
		bool shown = len && !utf8_harmful(point);
		size_t need = shown ? len : 1;

		if (need > max - used)
			break;
		memcpy(ret + used, shown ? s.at : "?", need);
		used += need;
		len = len ? len : 1;
		s = (struct span){ s.at + len, s.len - len };
	}
	return used;
}

/* "2026-11-23T10:24:05.123+09:00 warn " into ret[64]; returns its length. */
static size_t stamp(int level, char *ret)
{
	const int64_t now_ms = clock_wall(&clock_real);
	const struct kst t = kst_from_ms(now_ms);

	return (size_t)snprintf(ret, 64, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+09:00 %s ", t.year,
		t.month, t.day, t.hour, t.minute, t.second, t.ms, level_word(level));
}

static void write_line(const char *at, size_t len)
{
	const int fd = atomic_load(&log_fd);
	ssize_t n;

	/* A reader that is gone or full costs the line, never the program. */
	do
		n = write(fd, at, len);
	while (n < 0 && errno == EINTR);
}

/* The text whole, on the heap, so that a secret is masked before anything is cut. */
static char *format_text(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

static char *format_text(const char *fmt, va_list args)
{
	char *ret = NULL;

	return vasprintf(&ret, fmt, args) < 0 ? NULL : ret;
}

void log_line(int level, const char *fmt, ...)
{
	void (*const pass)(int level, const char *text) = atomic_load(&passed_to);
	const int kept_errno = errno;
	CLEANUP(freep) char *text = NULL;
	char line[LINE_BYTES];
	va_list args;
	size_t len;

	if (!pass && level > atomic_load(&least_urgent))
		return;
	va_start(args, fmt);
	text = format_text(fmt, args);
	va_end(args);
	if (text)
		log_mask(text);
	if (pass) {
		pass(level, text ? text : "memory ran out for a line");
		errno = kept_errno;
		return;
	}

	len = stamp(level, line);
	len += show(span_of(text ? text : "memory ran out for a line"), line + len,
		sizeof line - 1 - len);
	line[len++] = '\n';
	write_line(line, len);
	errno = kept_errno;
}
