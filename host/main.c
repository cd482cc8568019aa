/* main - which subcommand, and what holds for all of them. */
#include <signal.h>
#include <stdbool.h>
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
	{ "read", cli_read },
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
	if ((c->http || c->stdio) && !str_same(name, "serve"))
		return cli_usage(
			"%s takes no argument \"%s\"", name, c->http ? "--http" : "--stdio");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (str_same(commands[i].name, name))
			return commands[i].run(c);
	return unknown_command(name);
}

static bool read_flag(const char *word, struct cli *c)
{
	if (str_same(word, "--json"))
		c->json = 1;
	else if (str_same(word, "--bars"))
		c->bars = 1;
	else if (str_same(word, "--investors"))
		c->investors = 1;
	else if (str_same(word, "--stdio"))
		c->stdio = 1;
	else
		return false;
	return true;
}

/* An option with a value, as two words or one; returns how many words it took, or 0. */
static int read_value(char **argv, int left, const char *name, const char **ret)
{
	size_t len = strlen(name);

	if (strncmp(argv[0], name, len) == 0 && argv[0][len] == '=') {
		*ret = argv[0] + len + 1;
		return 1;
	}
	if (left < 2 || !str_same(argv[0], name))
		return 0;
	*ret = argv[1];
	return 2;
}

/* Takes options out of argv wherever they stand; the first other word is the command. Returns an
 * exit code, or -1 to go on. */
static int read_options(int argc, char **argv, struct cli *c, const char **ret_command)
{
	int kept = 0;

	for (int i = 1; i < argc; i++) {
		int took = read_value(argv + i, argc - i, "--config", &c->config);

		if (took == 0)
			took = read_value(argv + i, argc - i, "--http", &c->http);
		if (took > 0)
			i += took - 1;
		else if (str_same(argv[i], "--help") || str_same(argv[i], "-h"))
			return cli_help();
		else if (str_same(argv[i], "--version"))
			return cli_version();
		else if (read_flag(argv[i], c))
			continue;
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
