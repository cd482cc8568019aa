/* cleanup - the end of a thing stands at its declaration. */
#include "base/cleanup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The variable may be any kind of pointer, so its bytes are copied, not reinterpreted. */
static void *pointer_in(const void *p)
{
	void *ret;

	memcpy(&ret, p, sizeof ret);
	return ret;
}

void freep(void *p)
{
	free(pointer_in(p));
}

void file_closep(void *p)
{
	FILE *f = pointer_in(p);

	if (f)
		(void)fclose(f);
}

void fd_closep(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
}
