/* echo - the bare process the host is measured against: reads a line, writes a line.
 *
 * `echo --bytes N` writes lines of N bytes (end included), so that pipes carry as much as with the
 * host.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char lines[1 << 16];

static bool write_all(const char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;

		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* Answers each whole line in lines[0..len) and returns the bytes of the one not yet whole. */
static size_t answer(size_t len, const char *fixed, size_t fixed_len)
{
	char *from = lines;
	char *end;

	while ((end = memchr(from, '\n', len))) {
		size_t line_len = (size_t)(end - from) + 1;

		if (!write_all(fixed ? fixed : from, fixed ? fixed_len : line_len))
			exit(1);
		from += line_len;
		len -= line_len;
	}
	memmove(lines, from, len);
	return len;
}

int main(int argc, char **argv)
{
	size_t fixed_len = 0;
	char *fixed = NULL;
	size_t len = 0;
	ssize_t n;

	if (argc == 3 && strcmp(argv[1], "--bytes") == 0)
		fixed_len = strtoul(argv[2], NULL, 10);
	if (fixed_len > 0) {
		fixed = malloc(fixed_len);
		if (!fixed)
			return 1;
		memset(fixed, 'x', fixed_len);
		fixed[fixed_len - 1] = '\n';
	}
	while ((n = read(STDIN_FILENO, lines + len, sizeof lines - len)) > 0)
		len = answer(len + (size_t)n, fixed, fixed_len);
	free(fixed);
	return n < 0;
}
