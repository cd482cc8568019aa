/* cli_list - the tools on offer, with their arguments. */
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/value.h"
#include "host/app.h"
#include "host/cli.h"

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* "[1..50]": the bounds that hold, settings they name put in. */
static void print_range(const struct field_range *r)
{
	(void)fputs(" [", stdout);
	if (r->low > -DBL_MAX)
		(void)printf("%.15g", r->low);
	(void)fputs("..", stdout);
	if (r->high < DBL_MAX)
		(void)printf("%.15g", r->high);
	(void)putchar(']');
}

/* A number with bounds, and its preset as a call would take it: a setting may allow less. */
static void print_bounded(const struct value_rule *rule)
{
	CLEANUP(buf_done) struct buf preset = { 0 };

	buf_init(&preset, 256);
	print_range(&rule->range);
	if (rule->field->preset && value_put_preset(rule, &preset, NULL) == MCP_OK)
		(void)printf(" (= %s)", buf_text(&preset));
}

static void print_argument(const mcp_field *field, const struct check_context *c, int indent)
{
	struct value_rule rule = { .field = field, .prefix = "" };
	bool bounded = field->range && field_range(field, c->lookup, c->self, &rule.range);

	(void)printf("%*s%-18s %s", indent, "", field->name, or_empty(field->help));
	if (field->choices)
		(void)printf(" [%s]", field->choices);
	if (bounded)
		print_bounded(&rule);
	else if (field->preset)
		(void)printf(" (= %s)", field->preset);
	if (!field->preset && field->flags & MCP_F_REQUIRED)
		(void)printf(" (%s)", phrase("required"));
	(void)putchar('\n');
}

/* Each argument, and the members of one that is an object below it. */
static void print_arguments(const mcp_table *table, const struct check_context *c, int indent)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		print_argument(&field, c, indent);
		if (field.type == MCP_T_OBJECT)
			print_arguments(field.table, c, indent + 4);
	}
}

static void print_tool(const struct tool *tool)
{
	const struct declared_tool *d = tool->declared;

	(void)printf("%s - %s\n    %s\n", d->name, or_empty(d->title), or_empty(d->help));
	print_arguments(&d->args, &tool->check, 4);
}

int cli_list(const struct cli *c)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	int code;

	if (!a)
		return EXIT_CALL;
	if (c->argc > 0 || c->json) {
		free(a);
		return cli_usage(
			"%s takes no argument \"%s\"", "list", c->argc > 0 ? c->argv[0] : "--json");
	}
	if (app_init(a, c->config, &f) < 0) {
		free(a);
		return cli_fault(&f);
	}
	registry_start(a->registry);
	while (!registry_settled(a->registry))
		(void)uv_run(&a->loop, UV_RUN_ONCE);
	for (uint32_t i = 0; i < registry_tool_count(a->registry); i++)
		print_tool(registry_tool_at(a->registry, i));
	if (registry_tool_count(a->registry) == 0)
		(void)puts(phrase("no tool is on; mcp-volume-ranking check says why"));
	code = cli_printed();
	app_done(a);
	free(a);
	return code;
}
