/* cli_check - configuration and plugins: what is on, what is wrong. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/phrase.h"
#include "host/app.h"
#include "host/cli.h"

#define NAME_COLUMNS 16

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

/* Returns whether the plugin is as the operator wants it. */
static bool print_plugin(const struct plugin_report *p)
{
	print_name("plugin");
	(void)printf("%s: %s", p->name, phrase(p->state));
	if (str_same(p->state, "ready")) {
		(void)printf(", ");
		(void)printf(phrase(p->tools == 1 ? "%u tool" : "%u tools"), p->tools);
		(void)printf(
			", %s %s, %s", phrase("version"), or_dash(p->version), or_dash(p->license));
	}
	(void)putchar('\n');
	if (p->why)
		(void)printf("%*s%s\n%*s%s\n", NAME_COLUMNS, "", p->why, NAME_COLUMNS, "", p->path);
	return str_same(p->state, "ready") || str_same(p->state, "off");
}

int cli_check(const struct cli *c)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	bool good = true;
	int code;

	if (!a)
		return EXIT_CALL;
	if (c->argc > 0 || c->json) {
		free(a);
		return cli_usage("%s takes no argument \"%s\"", "check",
			c->argc > 0 ? c->argv[0] : "--json");
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
	print_settings(a);
	for (uint32_t i = 0; i < registry_plugin_count(a->registry); i++) {
		struct plugin_report p = registry_plugin_at(a->registry, i);

		good = print_plugin(&p) && good;
	}
	if (registry_plugin_count(a->registry) == 0)
		print_row("plugin", phrase("none; name one under tools: in the configuration"));
	(void)puts(phrase(good ? "all good" : "something is wrong; see above"));
	code = cli_printed();
	app_done(a);
	free(a);
	return code == EXIT_OK && !good ? EXIT_CONFIG : code;
}
