/* cli_list - the tools, prompts and resources on offer, with their arguments. */
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "data/value.h"
#include "host/app.h"
#include "host/cli.h"
#include "host/cli_pretty.h"

#define JSON_MAX (16 * 1024 * 1024)

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

/* Texts, whatever their checks are. */
static void print_offer(const char *name, const char *kind, const char *title, const char *help)
{
	(void)printf("%s (%s) - %s\n    %s\n", name, phrase(kind), or_empty(title), or_empty(help));
}

static void print_prompt(const struct declared_prompt *d)
{
	print_offer(d->name, "prompt", d->title, d->help);
	print_arguments(&d->args, &(struct check_context){ 0 }, 4);
}

static void print_resource(const struct declared_resource *d)
{
	print_offer(d->uri, "resource", d->title ? d->title : d->name, d->help);
	print_arguments(&d->args, &(struct check_context){ 0 }, 4);
}

static void print_text(const struct registry *r)
{
	const uint32_t tools = registry_tool_count(r);
	const uint32_t prompts = registry_prompt_count(r);
	const uint32_t resources = registry_resource_count(r);

	for (uint32_t i = 0; i < tools; i++)
		print_tool(registry_tool_at(r, i));
	for (uint32_t i = 0; i < prompts; i++)
		print_prompt(registry_prompt_at(r, i)->declared);
	for (uint32_t i = 0; i < resources; i++)
		print_resource(registry_resource_at(r, i)->declared);
	if (tools + prompts + resources == 0)
		(void)puts(phrase("no tool is on; mcp-volume-ranking check says why"));
}

/* ---- The same as JSON. ---- */

static void write_member(struct buf *b, const char *name, const char *text)
{
	json_next(b);
	json_cstr(b, name);
	buf_char(b, ':');
	json_cstr(b, text);
}

static void write_arguments(const mcp_table *table, struct buf *b)
{
	buf_puts(b, ",\"arguments\":[");
	for (uint32_t i = 0; i < table->count; i++) {
		const mcp_field field = field_at(table, i);

		json_next(b);
		buf_char(b, '{');
		write_member(b, "name", field.name);
		write_member(b, "description", field.help);
		buf_printf(b, ",\"required\":%s}",
			!field.preset && field.flags & MCP_F_REQUIRED ? "true" : "false");
	}
	buf_puts(b, "]}");
}

static void write_offer(
	struct buf *b, const char *key, const char *name, const char *title, const char *help)
{
	json_next(b);
	buf_char(b, '{');
	write_member(b, key, name);
	write_member(b, "title", title);
	write_member(b, "description", help);
}

static void write_all(const struct registry *r, struct buf *b)
{
	buf_puts(b, "{\"tools\":[");
	for (uint32_t i = 0; i < registry_tool_count(r); i++) {
		const struct declared_tool *d = registry_tool_at(r, i)->declared;

		write_offer(b, "name", d->name, d->title, d->help);
		write_arguments(&d->args, b);
	}
	buf_puts(b, "],\"prompts\":[");
	for (uint32_t i = 0; i < registry_prompt_count(r); i++) {
		const struct declared_prompt *d = registry_prompt_at(r, i)->declared;

		write_offer(b, "name", d->name, d->title, d->help);
		write_arguments(&d->args, b);
	}
	buf_puts(b, "],\"resources\":[");
	for (uint32_t i = 0; i < registry_resource_count(r); i++) {
		const struct declared_resource *d = registry_resource_at(r, i)->declared;

		write_offer(b, d->is_template ? "uriTemplate" : "uri", d->uri, d->title, d->help);
		write_arguments(&d->args, b);
	}
	buf_puts(b, "]}");
}

static void print_json(const struct registry *r)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	CLEANUP(freep) char *pretty = NULL;

	buf_init(&b, JSON_MAX);
	write_all(r, &b);
	pretty = buf_text(&b) ? cli_pretty(b.at) : NULL;
	if (pretty)
		(void)puts(pretty);
}

int cli_list(const struct cli *c)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	int code;

	if (!a)
		return EXIT_CALL;
	if (c->argc > 0) {
		free(a);
		return cli_usage("%s takes no argument \"%s\"", "list", c->argv[0]);
	}
	if (app_init(a, c->config, &f) < 0) {
		free(a);
		return cli_fault(&f);
	}
	registry_start(a->registry);
	while (!registry_settled(a->registry))
		(void)uv_run(&a->loop, UV_RUN_ONCE);
	if (c->json)
		print_json(a->registry);
	else
		print_text(a->registry);
	code = cli_printed();
	app_done(a);
	free(a);
	return code;
}
