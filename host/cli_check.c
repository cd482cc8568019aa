/* cli_check - configuration and plugins: what is on, what is wrong. */
#include <stdio.h>
#include <stdlib.h>

#include "host/app.h"
#include "host/cli.h"

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static void print_settings(const struct app *a)
{
	static const char *const sources[] = { "KIS (real market)", "demo market (fictional)",
		"replay of recorded answers" };

	(void)printf(
		"configuration  %s\n", a->config->file ? a->config->file : "built-in defaults");
	(void)printf("data           %s\n", sources[upstream_environment(&a->config->kis)]);
	(void)printf("state          %s\n",
		a->config->state_dir ? a->config->state_dir : "cannot be kept");
	(void)printf("language       %s\n", a->config->host.locale);
}

/* Returns whether the plugin is as the operator wants it. */
static bool print_plugin(const struct plugin_report *p)
{
	(void)printf("plugin         %-10s %-9s %u tool%s  version %s  %s\n", p->name, p->state,
		p->tools, p->tools == 1 ? "" : "s", or_dash(p->version), or_dash(p->license));
	if (p->why)
		(void)printf("               %s\n", p->why);
	return str_same(p->state, "ready") || str_same(p->state, "off");
}

int cli_check(const struct cli *c)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	bool good = true;

	if (!a)
		return EXIT_CALL;
	if (c->argc > 0) {
		free(a);
		return cli_usage("check takes no argument \"%s\"", c->argv[0]);
	}
	if (app_init(a, c->config, &f) < 0) {
		free(a);
		return cli_fault(&f);
	}
	registry_start(a->registry);
	while (!registry_settled(a->registry))
		(void)uv_run(&a->loop, UV_RUN_ONCE);
	print_settings(a);
	for (uint32_t i = 0; i < registry_plugin_count(a->registry); i++) {
		struct plugin_report p = registry_plugin_at(a->registry, i);

		good = print_plugin(&p) && good;
	}
	(void)puts(good ? "all good" : "something is wrong; see above");
	if (fflush(stdout) != 0)
		good = false;
	app_done(a);
	free(a);
	return good ? EXIT_OK : EXIT_CONFIG;
}
