/* worker_open - brings a plugin's shared object into this process. */
#include "host/plugin/worker_open.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/phrase.h"

const char *worker_file(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* True when a segment lies beyond the file's end: mapping it would kill this process. What is no
 * ELF at all is the loader's to refuse. */
static bool is_cut(int fd, int64_t size)
{
	ElfW(Ehdr) head;
	ElfW(Phdr) segment;

	if (pread(fd, &head, sizeof head, 0) != sizeof head ||
		memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_phentsize != sizeof segment)
		return false;
	for (int i = 0; i < head.e_phnum; i++) {
		off_t at = (off_t)head.e_phoff + i * (off_t)sizeof segment;

		if (pread(fd, &segment, sizeof segment, at) != sizeof segment)
			return true;
		if (segment.p_type == PT_LOAD &&
			(segment.p_filesz > (uint64_t)size ||
				segment.p_offset > (uint64_t)size - segment.p_filesz))
			return true;
	}
	return false;
}

static mcp_status check_file(const char *path, struct fault *f)
{
	/* Not blocking: the other end of a FIFO may never come. */
	CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return fault_set(f, MCP_E_CONFIG, "%s can't be read (%s); check the plugin's path",
			worker_file(path), strerror(errno));
	if (S_ISDIR(st.st_mode))
		return fault_set(f, MCP_E_CONFIG,
			"%s is a folder; give the path of the plugin's .so file",
			worker_file(path));
	if (!S_ISREG(st.st_mode))
		return fault_set(f, MCP_E_CONFIG,
			"%s is not a regular file; give the path of the plugin's .so file",
			worker_file(path));
	if (is_cut(fd, st.st_size))
		return fault_set(f, MCP_E_CONFIG, "%s is cut short at %lld bytes; build it again",
			worker_file(path), (long long)st.st_size);
	return MCP_OK;
}

/* dlerror begins with the path it was given, which says nothing to the reader. */
static const char *loader_reason(const char *path)
{
	const char *text = dlerror();
	size_t len = strlen(path);

	if (!text)
		return phrase("no reason given");
	if (strncmp(text, path, len) == 0 && text[len] == ':')
		text += len + 1;
	while (*text == ' ')
		text++;
	return text;
}

mcp_status worker_open(const char *path, const void **ret, struct fault *f)
{
	mcp_status s = check_file(path, f);
	const void *symbol;
	void *handle;

	if (s < 0)
		return s;

	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return fault_set(f, MCP_E_CONFIG,
			"%s can't be loaded (%s); build it again for this machine",
			worker_file(path), loader_reason(path));

	symbol = dlsym(handle, "mcp_plugin_v1");
	if (!symbol)
		return fault_set(f, MCP_E_CONFIG,
			"%s has no symbol mcp_plugin_v1; it is not a plugin for this host",
			worker_file(path));

	*ret = symbol;
	return MCP_OK;
}
