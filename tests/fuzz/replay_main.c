/* replay_main - feeds files to a fuzz target once, where libFuzzer is not there. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/file.h"

#define SEED_MAX ((size_t)16 * 1024 * 1024)
#define PATH_ROOM 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void folder_closep(DIR **folder)
{
	if (*folder)
		(void)closedir(*folder);
}

/* Returns how many inputs were tried: 1 or 0. */
static int replay_file(const char *path)
{
	CLEANUP(buf_done) struct buf bytes;
	struct fault why;

	buf_init(&bytes, SEED_MAX);
	if (file_read(path, &bytes, &why) < 0) {
		(void)fprintf(stderr, "%s\n", why.text);
		return 0;
	}
	(void)LLVMFuzzerTestOneInput((const uint8_t *)(bytes.at ? bytes.at : ""), bytes.len);
	return 1;
}

static int replay_folder(const char *path)
{
	CLEANUP(folder_closep) DIR *folder = opendir(path);
	const struct dirent *entry;
	char file[PATH_ROOM];
	int count = 0;

	while (folder && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
		count += replay_file(file);
	}
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++) {
		struct stat about;
		int is_folder = stat(argv[i], &about) == 0 && S_ISDIR(about.st_mode);

		count += is_folder ? replay_folder(argv[i]) : replay_file(argv[i]);
	}
	(void)printf("%d inputs replayed\n", count);
	return count > 0 ? 0 : 1;
}
