/* file - whole files in, whole files out, and locks between processes. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"

#define CHUNK_BYTES ((size_t)64 * 1024)
#define LOCK_STEP_MS 5
#define TEMP_TRIES 16

static const struct sentence {
	int error;
	mcp_status status;
	const char *text;
} sentences[] = {
	{ ENOENT, MCP_E_CONFIG, "%s does not exist; check the path" },
	{ EACCES, MCP_E_CONFIG,
		"%s may not be used; give this user permission to it and its folder" },
	{ EPERM, MCP_E_CONFIG,
		"%s may not be used; give this user permission to it and its folder" },
	{ ENOSPC, MCP_E_CONFIG, "no space is left for %s; make room on its disk" },
	{ EDQUOT, MCP_E_CONFIG, "no space is left for %s; make room on its disk" },
	{ EROFS, MCP_E_CONFIG, "%s lies on a read-only disk; choose a folder that can be written" },
	{ EISDIR, MCP_E_CONFIG, "%s is a folder; name a file" },
	{ ENOTDIR, MCP_E_CONFIG, "a part of %s is not a folder; check the path" },
	{ EMFILE, MCP_E_CONFIG, "too many files are open for %s; raise the limit of open files" },
	{ ENFILE, MCP_E_CONFIG, "too many files are open for %s; raise the limit of open files" },
};

mcp_status file_refused(const char *path, int error, struct fault *f)
{
	mcp_status s = MCP_E_CONFIG;
	size_t i;

	if (error == ENOMEM)
		s = fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	else
		(void)fault_set(f, s, "%s cannot be used (%s); check the path and the disk", path,
			strerror(error));
	for (i = 0; i < COUNT_OF(sentences); i++)
		if (sentences[i].error == error)
			s = fault_set(f, sentences[i].status, sentences[i].text, path);
	errno = error;
	return s;
}

/* Opens what can be read to its end: waits for no writer of a FIFO, wakes no device. */
static mcp_status open_regular(const char *path, int *ret_fd, struct fault *f)
{
	CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return file_refused(path, errno, f);
	if (S_ISDIR(st.st_mode))
		return file_refused(path, EISDIR, f);
	if (!S_ISREG(st.st_mode))
		return fault_set(f, MCP_E_CONFIG, "%s is not a regular file; name a file", path);

	*ret_fd = fd;
	fd = -1;
	return MCP_OK;
}

static ssize_t read_some(int fd, void *ret, size_t len)
{
	ssize_t n;

	do
		n = read(fd, ret, len);
	while (n < 0 && errno == EINTR);
	return n;
}

/* Reads once: the count, 0 at the end, -1 with errno. EFBIG: there is more than `ret` may hold. */
static ssize_t read_chunk(int fd, struct buf *ret)
{
	size_t len = ret->max - ret->len;
	char beyond;
	char *to;
	ssize_t n;

	if (len == 0) {
		n = read_some(fd, &beyond, 1);
		errno = n > 0 ? EFBIG : errno;
		return n > 0 ? -1 : n;
	}
	len = len < CHUNK_BYTES ? len : CHUNK_BYTES;
	to = buf_reserve(ret, len);
	if (!to) {
		errno = ENOMEM;
		return -1;
	}
	n = read_some(fd, to, len);
	if (n > 0)
		ret->len += (size_t)n;
	return n;
}

mcp_status file_read(const char *path, struct buf *ret, struct fault *f)
{
	CLEANUP(fd_closep) int fd = -1;
	const size_t before = ret->len;
	ssize_t n;
	mcp_status s;

	s = open_regular(path, &fd, f);
	if (s < 0)
		return s;

	do
		n = read_chunk(fd, ret);
	while (n > 0);
	if (n == 0)
		return MCP_OK;

	ret->len = before;
	if (errno == EFBIG)
		return fault_set(f, MCP_E_CONFIG,
			"%s is larger than %zu bytes; give a smaller file", path,
			ret->max - before);
	return file_refused(path, errno, f);
}

/* 0, or -1 with errno. */
static int write_all(int fd, const char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Makes a file of a new name beside `path`; *ret_name is freed by the caller. -1 with errno. */
static int open_temp(const char *path, char **ret_name)
{
	static atomic_uint counter;
	int tries;

	for (tries = 0; tries < TEMP_TRIES; tries++) {
		char *name;
		int fd;

		if (asprintf(&name, "%s.%ld.%u.tmp", path, (long)getpid(),
			    atomic_fetch_add(&counter, 1)) < 0) {
			errno = ENOMEM;
			return -1;
		}
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd >= 0) {
			*ret_name = name;
			return fd;
		}
		free(name);
		/* A name left behind by a process of the same number that died: take the next. */
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

/* The rename stands already: if this does not, a power cut brings back the old file, whole. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const size_t len = slash ? (size_t)(slash - path) + 1 : 1;
	CLEANUP(freep) char *folder = strndup(slash ? path : ".", len);
	CLEANUP(fd_closep) int fd = -1;

	if (folder)
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)fsync(fd);
}

mcp_status file_save(const char *path, const void *at, size_t len, struct fault *f)
{
	CLEANUP(freep) char *temp = NULL;
	CLEANUP(fd_closep) int fd = open_temp(path, &temp);
	int error;

	if (fd < 0)
		return file_refused(path, errno, f);
	if (write_all(fd, at, len) < 0 || fsync(fd) < 0 || rename(temp, path) < 0) {
		error = errno;
		(void)unlink(temp);
		return file_refused(path, error, f);
	}

	sync_folder_of(path);
	return MCP_OK;
}

/* A folder that is there already is as good as a new one. 0, or -1 with errno. */
static int make_one(const char *path)
{
	struct stat st;
	int error;

	if (mkdir(path, 0700) == 0)
		return 0;
	error = errno;
	/* A parent may be read-only or closed to us and yet hold the folder. */
	if (stat(path, &st) == 0) {
		errno = ENOTDIR;
		return S_ISDIR(st.st_mode) ? 0 : -1;
	}
	errno = error; /* why it could not be made, not that it is not there */
	return -1;
}

mcp_status file_make_folder(const char *path, struct fault *f)
{
	CLEANUP(freep) char *part = strdup(path);
	char *slash;

	if (!part)
		return file_refused(path, ENOMEM, f);
	slash = part[0] ? strchr(part + 1, '/') : NULL;
	for (; slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (make_one(part) < 0)
			return file_refused(part, errno, f);
		*slash = '/';
	}
	if (make_one(part) < 0)
		return file_refused(part, errno, f);
	return MCP_OK;
}

/* Such a lock belongs to the open file, so it holds between threads as between processes. */
static int try_lock(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_OFD_SETLK, &lock);
}

static bool is_held(int error)
{
	return error == EAGAIN || error == EACCES || error == EINTR;
}

mcp_status file_lock(const char *path, int wait_ms, int *ret_fd, struct fault *f)
{
	CLEANUP(fd_closep) int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
	const int64_t end_ms = clock_mono(&clock_real) + wait_ms;

	if (fd < 0)
		return file_refused(path, errno, f);
	while (try_lock(fd) < 0) {
		if (!is_held(errno))
			return file_refused(path, errno, f);
		if (clock_mono(&clock_real) >= end_ms)
			return fault_set(f, MCP_E_BUSY,
				"%s is locked by another process; try again in a moment", path);
		(void)poll(NULL, 0, LOCK_STEP_MS);
	}

	*ret_fd = fd;
	fd = -1;
	return MCP_OK;
}
