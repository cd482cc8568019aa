/* config - every setting of the host, read once. */
#include "host/config/config.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "host/config/paths.h"
#include "host/config/rules.h"
#include "host/config/section.h"
#include "host/config/tools.h"

#define CONFIG_MAX ((size_t)4 * 1024 * 1024) /* bytes of all settings */
#define VALUES_MAX ((size_t)64 * 1024)       /* bytes of one section */

/* Texts that may hold secrets are wiped. */
static void wipe(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->room);
	buf_done(b);
}

static void wipe_text(const char *text)
{
	if (text)
		explicit_bzero((void *)(uintptr_t)text, strlen(text));
}

static void wipe_secrets(struct config *c)
{
	wipe_text(c->kis.app_key);
	wipe_text(c->kis.app_secret);
	wipe_text(c->sources.opendart.api_key);
	wipe_text(c->sources.krx.api_key);
}

struct config *config_hold(struct config *c)
{
	c->refs++;
	return c;
}

void config_free(struct config *c)
{
	struct config *base;

	if (!c || --c->refs > 0)
		return;
	base = c->base;
	if (!base)
		wipe_secrets(c);
	arena_done(&c->arena);
	free(c);
	config_free(base);
}

void config_rest_on(struct config *c, struct config *base)
{
	wipe_secrets(c);
	c->base = config_hold(base);
}

static void config_freep(struct config **c)
{
	config_free(*c);
}

static mcp_status no_memory(struct fault *f)
{
	return fault_set(f, MCP_E_MEMORY, "out of memory while reading the configuration");
}

/* Reads the `.env` beside the file; none is fine. `text` keeps what `ret` points into. */
static mcp_status read_dotenv(struct loader *l, struct buf *text, struct dotenv *ret)
{
	const char *path = arena_printf(&l->config->arena, "%s/.env", l->folder);
	mcp_status s;

	if (!path)
		return no_memory(l->fault);
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return MCP_OK;

	s = file_read(path, text, l->fault);
	if (s < 0)
		return s;
	if (!buf_text(text))
		return no_memory(l->fault);

	s = dotenv_parse(text->at, text->len, path, ret, l->fault);
	if (s == MCP_OK)
		l->variables.dotenv = ret;
	return s;
}

static mcp_status read_yaml(struct loader *l, struct arena *tree)
{
	struct buf text;
	mcp_status s;

	if (!l->file)
		return MCP_OK;

	buf_init(&text, YAML_FILE_MAX);
	s = file_read(l->file, &text, l->fault);
	if (s == MCP_OK)
		s = yaml_parse(buf_as_span(&text), l->file, tree, &l->root, l->fault);
	wipe(&text);
	return s;
}

/* Paths of the file start at its folder. */
static mcp_status resolve_paths(struct loader *l)
{
	struct config *c = l->config;
	const char **paths[] = {
		&c->host.plugin_dir,
		&c->host.state_dir,
		&c->kis.ca_file,
		&c->kis.record,
		&c->kis.replay,
	};

	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		if (!*paths[i])
			continue;
		*paths[i] = paths_absolute(l->folder, *paths[i], &c->arena);
		if (!*paths[i])
			return no_memory(l->fault);
	}
	if (!c->host.plugin_dir)
		c->host.plugin_dir = paths_plugin_dir(l->source->exe_dir, &c->arena);
	return c->host.plugin_dir ? MCP_OK : no_memory(l->fault);
}

static mcp_status fill(struct loader *l)
{
	struct config *c = l->config;
	mcp_status s = section_fill_all(l);

	if (s < 0)
		return s;
	log_secret(c->kis.app_key);
	log_secret(c->kis.app_secret);
	log_secret(c->sources.opendart.api_key);
	log_secret(c->sources.krx.api_key);

	s = rules_check(l);
	if (s == MCP_OK)
		s = resolve_paths(l);
	if (s < 0)
		return s;
	if (l->digest.failed)
		return no_memory(l->fault);

	c->hash = span_hash(buf_as_span(&l->digest));
	s = tools_load(l);
	if (s < 0)
		return s;
	if (!l->source->running)
		c->state_dir = paths_state_dir(c->host.state_dir, l->source->environ, &c->arena);
	return MCP_OK;
}

static mcp_status find_place(struct loader *l)
{
	struct arena *a = &l->config->arena;
	mcp_status s = paths_find_file(l->source, a, &l->file);

	if (s < 0)
		return no_memory(l->fault);

	l->config->file = l->file;
	l->folder = paths_folder(l->file, a);
	if (l->folder)
		return MCP_OK;
	if (!l->file)
		return fault_set(l->fault, MCP_E_CONFIG,
			"the working folder is gone; start the program in another one");
	return fault_set(
		l->fault, MCP_E_CONFIG, "the folder of %s is not there; look at the path", l->file);
}

static mcp_status load(struct loader *l)
{
	struct dotenv dotenv = { .count = 0 };
	struct buf dotenv_text;
	struct arena tree;
	mcp_status s = find_place(l);

	if (s < 0)
		return s;

	arena_init(&tree, CONFIG_MAX);
	buf_init(&dotenv_text, DOTENV_FILE_MAX);
	s = read_dotenv(l, &dotenv_text, &dotenv);
	if (s == MCP_OK)
		s = read_yaml(l, &tree);
	if (s == MCP_OK)
		s = fill(l);
	l->variables.dotenv = NULL;
	wipe(&dotenv_text);
	arena_done(&tree);
	return s;
}

mcp_status config_load(const struct config_source *source, struct config **ret, struct fault *f)
{
	CLEANUP(config_freep) struct config *c = calloc(1, sizeof *c);
	struct fault own = { 0 };
	struct loader l = {
		.config = c,
		.source = source,
		.variables = { .environ = source->environ },
		.fault = f ? f : &own,
	};
	mcp_status s;

	if (!c)
		return no_memory(l.fault);

	c->refs = 1;
	arena_init(&c->arena, CONFIG_MAX);
	buf_init(&l.value, VALUES_MAX);
	buf_init(&l.json, VALUES_MAX);
	buf_init(&l.digest, CONFIG_MAX);
	/* Room from the start: growing would leave copies of secrets behind. */
	(void)buf_reserve(&l.value, 4096);
	(void)buf_reserve(&l.json, 8192);
	s = load(&l);
	wipe(&l.value);
	wipe(&l.json);
	buf_done(&l.digest);
	if (s < 0) {
		log_mask(l.fault->text);
		return s;
	}

	*ret = TAKE(c);
	return MCP_OK;
}
