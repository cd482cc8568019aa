/* cli - the command line: one file per subcommand. */
#ifndef HOST_CLI_H
#define HOST_CLI_H

#include "base/fault.h"

#define EXIT_OK 0
#define EXIT_CALL 1 /* the call failed */
#define EXIT_USAGE 2
#define EXIT_CONFIG 3
#define EXIT_UPSTREAM 4

struct cli {
	const char *config; /* --config FILE; NULL: search */
	int json;           /* --json */
	int bars;           /* --bars, of sync */
	int investors;      /* --investors, of sync */
	const char *http;   /* --http ADDRESS, of serve; NULL: not given */
	int stdio;          /* --stdio, of serve */
	int argc;           /* what follows the subcommand */
	char **argv;
};

int cli_serve(const struct cli *c);
int cli_call(const struct cli *c);
int cli_read(const struct cli *c);
int cli_list(const struct cli *c);
int cli_check(const struct cli *c);
int cli_sync(const struct cli *c);
int cli_help(void);
int cli_version(void);

/* Descriptors 0 to 2 are open from then on, so that no file of ours becomes one of them. */
void cli_streams(void);
/* Ends printing: EXIT_OK, or what failing to print stands for, with a sentence. */
int cli_printed(void);

/* One sentence on standard error; returns the exit code its status stands for. */
int cli_fault(const struct fault *f);
/* "mcp-volume-ranking: SENTENCE" and how to get help; returns EXIT_USAGE. */
int cli_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
