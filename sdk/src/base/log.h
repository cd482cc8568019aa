/* log - one line per fact on standard error. Thread-safe. Secrets cannot be printed once marked. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include <mcp/abi.h>

/* `level`: MCP_LOG_…; what is less urgent is dropped. Starts at MCP_LOG_WARN on fd 2. */
void log_level(int level);
bool log_level_from_word(const char *word, int *ret); /* error warn(ing) info debug, any case */
void log_to(int fd);
/* For a module with a log of its own: its lines, whatever their level, go to `line` instead. */
void log_into(void (*line)(int level, const char *text));

/* "2026-11-23T10:24:05.123+09:00 warn token refreshed expires_in=86100": a short phrase, then
 * key=value. Control characters become '?'. errno is kept. */
void log_line(int level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#define log_error(...) log_line(MCP_LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(MCP_LOG_WARN, __VA_ARGS__)
#define log_info(...) log_line(MCP_LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(MCP_LOG_DEBUG, __VA_ARGS__)

/* From now on every log line shows *** in its place. The text is copied. Shorter than six
 * characters: ignored. At most 16: the first eight stay (keys of the settings), then a new one
 * takes the place of the oldest behind them (tokens). */
void log_secret(const char *text);
/* Replaces marked secrets in `text` in place. */
void log_mask(char *text);

#endif
