/* temp_folder - an empty folder for one test, gone after it. */
#include "support/temp_folder.h"

#include <dirent.h>
#include <err.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int temp_folder_open(void **state)
{
	char *path = strdup("/tmp/mcp-test-XXXXXX");

	if (!path || !mkdtemp(path))
		return -1;
	*state = path;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

int temp_folder_close(void **state)
{
	int ret = nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return ret;
}

const char *temp_path(void **state, const char *name)
{
	static char paths[4][512];
	static unsigned turn;
	char *ret = paths[turn++ % 4];

	(void)snprintf(ret, sizeof paths[0], "%s/%s", (const char *)*state, name);
	return ret;
}

size_t temp_count(void **state)
{
	DIR *folder = opendir(*state);
	size_t count = 0;

	if (!folder)
		err(1, "%s", (const char *)*state);
	while (readdir(folder))
		count++;
	(void)closedir(folder);
	return count - 2;
}

const char *temp_write(void **state, const char *name, const void *at, size_t len)
{
	const char *path = temp_path(state, name);
	FILE *f = fopen(path, "we");

	if (!f || fwrite(at, 1, len, f) != len || fclose(f) != 0)
		err(1, "%s", path);
	return path;
}
