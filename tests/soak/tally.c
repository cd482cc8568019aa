/* tally - what was looked at, what was wrong, and the first things that were. */
#include "soak/tally.h"

#include <stdarg.h>
#include <stdio.h>

#define SHOWN 8

bool tally_look(struct tally *t, bool good, const char *fmt, ...)
{
	va_list args;

	t->looked++;
	if (good)
		return true;
	if (t->wrong++ >= SHOWN)
		return false;
	(void)fputs("# wrong: ", stdout);
	va_start(args, fmt);
	(void)vprintf(fmt, args);
	va_end(args);
	(void)putchar('\n');
	(void)fflush(stdout);
	return false;
}

bool tally_end(const struct tally *t)
{
	const bool good = t->wrong == 0 && t->looked > 0;

	(void)printf("%s - %s: %llu looked at, %llu wrong\n", good ? "ok" : "not ok", t->name,
		(unsigned long long)t->looked, (unsigned long long)t->wrong);
	return good;
}
