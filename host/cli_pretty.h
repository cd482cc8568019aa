/* cli_pretty - JSON as people read it. */
#ifndef HOST_CLI_PRETTY_H
#define HOST_CLI_PRETTY_H

/* Indented, numbers as they were written; NULL when `json` is none or memory is out. Freed by the
 * caller. */
char *cli_pretty(const char *json);

#endif
