/* paths - where the configuration, the tools and the kept state lie. */
#include "host/config/paths.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "host/config/expand.h"

#define OUR_NAME "mcp-volume-ranking"

/* Debian keeps libraries in a folder per architecture. */
#if defined(__x86_64__)
#define LIB_ARCH "x86_64-linux-gnu"
#elif defined(__aarch64__)
#define LIB_ARCH "aarch64-linux-gnu"
#else
#define LIB_ARCH "."
#endif

static const char *get(const char *const *environment, struct span name)
{
	struct variables v = { .environ = environment };
	const char *value = variable_get(&v, name);

	return value && *value ? value : NULL;
}

/* A base folder by the XDG rules: the variable when it is absolute, else below the home. */
static const char *base_folder(const char *const *environment, struct span variable,
	const char *below_home, struct arena *a)
{
	const char *set = get(environment, variable);
	const char *home = get(environment, SPAN("HOME"));

	if (set && set[0] == '/')
		return arena_copy(a, set, strlen(set));
	return home && home[0] == '/' ? arena_printf(a, "%s/%s", home, below_home) : NULL;
}

uint32_t paths_file_places(const struct config_source *source, struct arena *a, const char *ret[2])
{
	const char *base = base_folder(source->environ, SPAN("XDG_CONFIG_HOME"), ".config", a);
	uint32_t n = 0;

	if (base)
		ret[n] = arena_printf(a, "%s/" OUR_NAME "/config.yaml", base);
	if (base && ret[n])
		n++;
	ret[n++] = "/etc/" OUR_NAME "/config.yaml";
	return n;
}

mcp_status paths_find_file(const struct config_source *source, struct arena *a, const char **ret)
{
	const char *named = source->path;
	const char *file = NULL;
	const char *places[2];
	uint32_t n;

	if (!named)
		named = get(source->environ, SPAN("MCP_VOLUME_RANKING_CONFIG"));
	if (named) {
		file = arena_copy(a, named, strlen(named));
		if (!file)
			return MCP_E_MEMORY;
		*ret = file;
		return MCP_OK;
	}

	n = paths_file_places(source, a, places);
	for (uint32_t i = 0; i < n && !file; i++)
		if (access(places[i], F_OK) == 0)
			file = places[i];
	*ret = file;
	return MCP_OK;
}

static const char *real_path(const char *path, struct arena *a)
{
	CLEANUP(freep) char *real = realpath(path, NULL);

	return real ? arena_copy(a, real, strlen(real)) : NULL;
}

const char *paths_folder(const char *file, struct arena *a)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	const char *folder = ".";

	if (slash)
		folder = arena_copy(a, file, slash > file ? (size_t)(slash - file) : 1);
	return folder ? real_path(folder, a) : NULL;
}

const char *paths_absolute(const char *folder, const char *path, struct arena *a)
{
	if (path[0] == '/')
		return arena_copy(a, path, strlen(path));
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	return arena_printf(a, "%s/%s", folder, path);
}

const char *paths_plugin_dir(const char *exe_dir, struct arena *a)
{
	static const char *const places[] = {
		"../plugins",
		"../lib/" OUR_NAME "/plugins",
		"../lib/" LIB_ARCH "/" OUR_NAME "/plugins",
	};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const char *path = arena_printf(a, "%s/%s", exe_dir ? exe_dir : ".", places[i]);
		const char *real = path ? real_path(path, a) : NULL;

		if (real)
			return real;
	}
	return arena_printf(a, "%s/%s", exe_dir ? exe_dir : ".", places[1]);
}

const char *paths_state_dir(const char *wanted, const char *const *environment, struct arena *a)
{
	const char *base = NULL;
	struct fault f = { 0 };

	if (!wanted)
		base = base_folder(environment, SPAN("XDG_STATE_HOME"), ".local/state", a);
	if (base)
		wanted = arena_printf(a, "%s/" OUR_NAME, base);
	if (!wanted) {
		log_warn("nothing is kept between starts: no HOME is set; set state_dir");
		return NULL;
	}
	if (file_make_folder(wanted, &f) < 0) {
		log_warn("nothing is kept between starts: %s", f.text);
		return NULL;
	}
	if (access(wanted, W_OK | X_OK) != 0) {
		log_warn(
			"nothing is kept between starts: the folder cannot be written state_dir=%s",
			wanted);
		return NULL;
	}
	return wanted;
}
