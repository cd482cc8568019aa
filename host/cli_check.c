/* cli_check - configuration and plugins: what is on, what is wrong. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/phrase.h"
#include "data/json.h"
#include "host/app.h"
#include "host/cli.h"
#include "host/cli_pretty.h"

#define NAME_COLUMNS 16
#define JSON_MAX (1024 * 1024)

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

/* The row's name, padded by what it takes on a terminal. */
static void print_name(const char *name)
{
	uint32_t columns = utf8_columns(span_of(phrase(name)));
	int pad = columns < NAME_COLUMNS ? (int)(NAME_COLUMNS - columns) : 1;

	(void)printf("%s%*s", phrase(name), pad, "");
}

static void print_row(const char *name, const char *value)
{
	print_name(name);
	(void)puts(value);
}

static void print_settings(const struct app *a)
{
	static const char *const sources[] = { "KIS (real market)", "demo market (fictional)",
		"replay of recorded answers" };

	print_row("configuration", a->config->file ? a->config->file : phrase("built-in defaults"));
	print_row("data", phrase(sources[upstream_environment(&a->config->kis)]));
	print_row("state", a->config->state_dir ? a->config->state_dir : phrase("cannot be kept"));
	print_row("language", a->config->host.locale);
}

static void print_count(uint32_t n, const char *one, const char *several)
{
	if (n == 0)
		return;
	(void)printf(", ");
	(void)printf(phrase(n == 1 ? one : several), n);
}

static bool is_good(const struct plugin_report *p)
{
	return str_same(p->state, "ready") || str_same(p->state, "off");
}

static void print_plugin(const struct plugin_report *p)
{
	print_name("plugin");
	(void)printf("%s: %s", p->name, phrase(p->state));
	if (str_same(p->state, "ready")) {
		print_count(p->tools, "%u tool", "%u tools");
		print_count(p->prompts, "%u prompt", "%u prompts");
		print_count(p->resources, "%u resource", "%u resources");
		(void)printf(
			", %s %s, %s", phrase("version"), or_dash(p->version), or_dash(p->license));
	}
	(void)putchar('\n');
	if (p->why)
		(void)printf("%*s%s\n%*s%s\n", NAME_COLUMNS, "", p->why, NAME_COLUMNS, "", p->path);
}

static bool print_text(const struct app *a)
{
	bool good = true;

	print_settings(a);
	for (uint32_t i = 0; i < registry_plugin_count(a->registry); i++) {
		struct plugin_report p = registry_plugin_at(a->registry, i);

		print_plugin(&p);
		good = is_good(&p) && good;
	}
	if (registry_plugin_count(a->registry) == 0)
		print_row("plugin", phrase("none; name one under tools: in the configuration"));
	(void)puts(phrase(good ? "all good" : "something is wrong; see above"));
	return good;
}

/* ---- The same as JSON. ---- */

static void write_plugin(const struct plugin_report *p, struct buf *b)
{
	json_next(b);
	buf_puts(b, "{\"name\":");
	json_cstr(b, p->name);
	buf_puts(b, ",\"state\":");
	json_cstr(b, p->state);
	buf_printf(b, ",\"tools\":%u,\"prompts\":%u,\"resources\":%u", p->tools, p->prompts,
		p->resources);
	buf_puts(b, ",\"version\":");
	json_cstr(b, p->version);
	buf_puts(b, ",\"license\":");
	json_cstr(b, p->license);
	buf_puts(b, ",\"path\":");
	json_cstr(b, p->path);
	buf_puts(b, ",\"why\":");
	json_cstr(b, p->why);
	buf_char(b, '}');
}

static void write_settings(const struct app *a, struct buf *b)
{
	static const char *const environments[] = { "real", "demo", "replay" };

	buf_puts(b, "{\"configuration\":");
	json_cstr(b, a->config->file);
	buf_puts(b, ",\"environment\":");
	json_cstr(b, environments[upstream_environment(&a->config->kis)]);
	buf_puts(b, ",\"state_dir\":");
	json_cstr(b, a->config->state_dir);
	buf_puts(b, ",\"locale\":");
	json_cstr(b, a->config->host.locale);
}

static bool print_json(const struct app *a)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	CLEANUP(freep) char *pretty = NULL;
	bool good = true;

	buf_init(&b, JSON_MAX);
	write_settings(a, &b);
	buf_puts(&b, ",\"plugins\":[");
	for (uint32_t i = 0; i < registry_plugin_count(a->registry); i++) {
		struct plugin_report p = registry_plugin_at(a->registry, i);

		write_plugin(&p, &b);
		good = is_good(&p) && good;
	}
	buf_printf(&b, "],\"good\":%s}", good ? "true" : "false");
	pretty = buf_text(&b) ? cli_pretty(b.at) : NULL;
	if (pretty)
		(void)puts(pretty);
	return pretty && good;
}

int cli_check(const struct cli *c)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	bool good;
	int code;

	if (!a)
		return EXIT_CALL;
	if (c->argc > 0) {
		free(a);
		return cli_usage("%s takes no argument \"%s\"", "check", c->argv[0]);
	}
	if (app_init(a, c->config, &f) < 0) {
		free(a);
		return cli_fault(&f);
	}
	/* What is refused is printed here; the log need not say it too. */
	if (str_same(a->config->log.level, "warn"))
		log_level(MCP_LOG_ERROR);
	registry_start(a->registry);
	while (!registry_settled(a->registry))
		(void)uv_run(&a->loop, UV_RUN_ONCE);
	good = c->json ? print_json(a) : print_text(a);
	code = cli_printed();
	app_done(a);
	free(a);
	return code == EXIT_OK && !good ? EXIT_CONFIG : code;
}
