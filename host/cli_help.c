/* cli_help - what the program says of itself, and of what went wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "base/log.h"
#include "host/cli.h"

static const char help[] =
	"mcp-volume-ranking - rankings of the Korean stock market for MCP clients\n"
	"\n"
	"usage: mcp-volume-ranking [--config FILE] [COMMAND]\n"
	"\n"
	"  serve                     answer an MCP client on standard input and output (default)\n"
	"  call TOOL [NAME=VALUE…]   run one tool and print its answer; --json: all fields\n"
	"  list                      tools on offer, with their arguments\n"
	"  check                     configuration and plugins: what is on, what is wrong\n"
	"\n"
	"  --config FILE             configuration (default: $MCP_VOLUME_RANKING_CONFIG,\n"
	"                            ~/.config/mcp-volume-ranking/config.yaml,\n"
	"                            /etc/mcp-volume-ranking/config.yaml, built-in defaults)\n"
	"  --help, --version\n"
	"\n"
	"Keys: KOREA_INVESTMENT_APP_KEY and KOREA_INVESTMENT_APP_SECRET, in the environment or .env;\n"
	"without them the answers come from a fictional demo market.\n"
	"Signals: TERM ends, USR1 logs statistics, USR2 forgets kept answers.\n"
	"Exit codes: 0 ok, 1 the call failed, 2 usage, 3 configuration, 4 upstream.\n";

int cli_help(void)
{
	return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EXIT_CALL : EXIT_OK;
}

int cli_version(void)
{
	return puts("mcp-volume-ranking " HOST_VERSION) < 0 || fflush(stdout) != 0 ? EXIT_CALL
										   : EXIT_OK;
}

int cli_fault(const struct fault *f)
{
	char line[sizeof f->text];

	(void)snprintf(line, sizeof line, "%s", f->text);
	log_mask(line);
	(void)fprintf(stderr, "mcp-volume-ranking: %s\n", line);
	switch (f->status) {
	case MCP_E_CONFIG:
		return EXIT_CONFIG;
	case MCP_E_UPSTREAM:
	case MCP_E_BUSY:
	case MCP_E_CLOSED:
	case MCP_E_DEADLINE:
		return EXIT_UPSTREAM;
	default:
		return EXIT_CALL;
	}
}

int cli_usage(const char *fmt, ...)
{
	va_list args;

	(void)fputs("mcp-volume-ranking: ", stderr);
	va_start(args, fmt);
	(void)vfprintf(stderr, fmt, args);
	va_end(args);
	(void)fputs("; see mcp-volume-ranking --help\n", stderr);
	return EXIT_USAGE;
}
