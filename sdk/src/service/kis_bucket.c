/* kis_bucket - mapping, locking and renewing the shared file. */
#include "service/kis_bucket.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/kis_boot.h"

static const char magic[8] = "KISRATE";

static void unmap(struct bucket_file *file)
{
	if (file->at && file->at != &file->own)
		(void)munmap(file->at, sizeof *file->at);
	if (file->fd >= 0)
		(void)close(file->fd);
	file->at = NULL;
	file->fd = -1;
}

static bool map(struct bucket_file *file)
{
	const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
	struct stat st;
	void *at;

	file->fd = open(file->path, flags, 0600);
	if (file->fd < 0 || fstat(file->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	/* Real blocks: on a full disk a hole would kill the writer later. */
	if (posix_fallocate(file->fd, 0, sizeof *file->at) != 0)
		return false;

	at = mmap(NULL, sizeof *file->at, PROT_READ | PROT_WRITE, MAP_SHARED, file->fd, 0);
	if (at == MAP_FAILED)
		return false;
	file->at = at;
	return true;
}

/* A new file, another layout or another boot: start empty. */
static void renew_if_foreign(struct bucket *b)
{
	char boot[KIS_BOOT_ROOM];

	kis_boot(boot);
	if (memcmp(b->magic, magic, sizeof magic) == 0 && b->size == sizeof *b &&
		strncmp(b->boot, boot, sizeof b->boot) == 0)
		return;

	memset(b, 0, sizeof *b);
	memcpy(b->magic, magic, sizeof magic);
	b->size = sizeof *b;
	(void)snprintf(b->boot, sizeof b->boot, "%s", boot);
}

bool bucket_is_whole(const struct bucket_file *file)
{
	struct stat st;

	if (!file->path)
		return true;
	return file->at && fstat(file->fd, &st) == 0 && st.st_nlink > 0 &&
	       st.st_size >= (off_t)sizeof *file->at;
}

static void use_own(struct bucket_file *file)
{
	unmap(file);
	free(file->path);
	file->path = NULL;
	file->at = &file->own;
	renew_if_foreign(file->at);
}

bool bucket_lock(struct bucket_file *file)
{
	/* Removed or cut under us: the others use a new one by now. */
	if (!bucket_is_whole(file))
		unmap(file);
	if (!file->at && !map(file))
		use_own(file);
	if (!file->path)
		return true;
	if (flock(file->fd, LOCK_EX | LOCK_NB) < 0)
		return false;
	renew_if_foreign(file->at);
	return true;
}

void bucket_unlock(struct bucket_file *file)
{
	if (file->path)
		(void)flock(file->fd, LOCK_UN);
}

bool bucket_open(struct bucket_file *file, const char *folder)
{
	*file = (struct bucket_file){ .fd = -1 };
	if (folder && asprintf(&file->path, "%s/bucket", folder) < 0)
		file->path = NULL;
	if (file->path && map(file))
		return true;

	use_own(file);
	return false;
}

void bucket_close(struct bucket_file *file)
{
	unmap(file);
	free(file->path);
	file->path = NULL;
}
