/* marketfaults - the market service under every fault and lie of its upstream: each question of the
 * six tools, with nothing known, with fresh and with old figures, must end in time, right, labelled,
 * or with a typed error.
 *
 * `marketfaults [--full]` prints a line for each kind of trouble and state. `--case N` shows what one
 * case says (with --full when that named it).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/phrase.h"
#include "suite.h"

static struct base base;

struct options {
	bool full;
	long shown; /* below 0: all run */
};

static bool read_options(int argc, char **argv, struct options *ret)
{
	*ret = (struct options){ .shown = -1 };
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--full") == 0)
			ret->full = true;
		else if (strcmp(argv[i], "--case") == 0 && i + 1 < argc)
			ret->shown = strtol(argv[++i], NULL, 10);
		else
			return false;
	}
	return true;
}

static int run(struct truth *truth, const struct options *o)
{
	struct suite suite;
	uint32_t bad = 0;

	if (!suite_init(&suite, truth, &base))
		return 1;
	cases_faults(&suite, o->full);
	cases_lies(&suite, o->full);
	cases_bytes(&suite, o->full);
	if (o->shown < 0)
		bad = suite_run(&suite);
	else if (o->shown < (long)suite.count)
		suite_show(&suite, (uint32_t)o->shown);
	suite_done(&suite);
	return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct options o;
	struct truth *truth = truth_new();
	int status = 1;

	if (!read_options(argc, argv, &o)) {
		(void)fprintf(stderr, "usage: marketfaults [--full] [--case N]\n");
		return 2;
	}
	phrase_locale("en");
	log_level(MCP_LOG_ERROR);
	if (truth && base_make(&base) && truth_make(truth, &base))
		status = run(truth, &o);
	else
		printf("not ok - the undisturbed market answers\n");
	base_done(&base);
	return status;
}
