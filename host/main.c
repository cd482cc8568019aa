/* main - which subcommand, and what holds for all of them. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "base/str.h"
#include "host/cli.h"
#include "host/plugin/worker.h"

static const struct {
	const char *name;
	int (*run)(const struct cli *c);
} commands[] = {
	{ "serve", cli_serve },
	{ "call", cli_call },
	{ "list", cli_list },
	{ "check", cli_check },
	{ "sync", cli_sync },
};

/* Keys live in this process: nothing of it may reach a core file or another user's debugger. */
static void keep_secrets(void)
{
	struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

/* Before a configuration is read, the shell's language counts: LC_ALL, LC_MESSAGES, LANG. */
static const char *shell_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = getenv(names[i]);

		if (value && value[0] != '\0')
			return value;
	}
	return "en";
}

static int unknown_command(const char *seen)
{
	const char *names[COUNT_OF(commands)];
	const char *near;

	for (size_t i = 0; i < COUNT_OF(commands); i++)
		names[i] = commands[i].name;
	near = str_nearest(seen, names, COUNT_OF(names));
	if (near)
		return cli_usage("there is no command \"%s\"; did you mean \"%s\"?", seen, near);
	return cli_usage("there is no command \"%s\"", seen);
}

static int run_command(struct cli *c, const char *name)
{
	if ((c->bars || c->investors) && !str_same(name, "sync"))
		return cli_usage(
			"%s takes no argument \"%s\"", name, c->bars ? "--bars" : "--investors");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (str_same(commands[i].name, name))
			return commands[i].run(c);
	return unknown_command(name);
}

/* Takes options out of argv wherever they stand; the first other word is the command. Returns an
 * exit code, or -1 to go on. */
static int read_options(int argc, char **argv, struct cli *c, const char **ret_command)
{
	int kept = 0;

	for (int i = 1; i < argc; i++) {
		if (str_same(argv[i], "--help") || str_same(argv[i], "-h"))
			return cli_help();
		if (str_same(argv[i], "--version"))
			return cli_version();
		if (str_same(argv[i], "--json"))
			c->json = 1;
		else if (str_same(argv[i], "--bars"))
			c->bars = 1;
		else if (str_same(argv[i], "--investors"))
			c->investors = 1;
		else if (str_same(argv[i], "--config") && i + 1 < argc)
			c->config = argv[++i];
		else if (strncmp(argv[i], "--config=", 9) == 0)
			c->config = argv[i] + 9;
		else if (argv[i][0] == '-')
			return cli_usage(
				"there is no option \"%s\", or it lacks its value", argv[i]);
		else if (!*ret_command)
			*ret_command = argv[i];
		else
			argv[kept++] = argv[i];
	}
	c->argc = kept;
	c->argv = argv;
	return -1;
}

int main(int argc, char **argv)
{
	const char *command = NULL;
	struct cli c = { 0 };
	int code;

	if (argc > 1 && str_same(argv[1], "--worker"))
		return worker_main(argc, argv);
	cli_streams();
	keep_secrets();
	phrase_locale(shell_language());
	(void)signal(SIGPIPE, SIG_IGN);
	code = read_options(argc, argv, &c, &command);
	if (code >= 0)
		return code;
	return run_command(&c, command ? command : "serve");
}
