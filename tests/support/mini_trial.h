/* mini_trial - setup and teardown around the fixture plugin `trial`. */
#ifndef SUPPORT_MINI_TRIAL_H
#define SUPPORT_MINI_TRIAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/mini_registry.h"

/* *state becomes a struct mini_registry with the plugin added. */
static inline int trial_open(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	(void)mini_add(m, TEST_FIXTURES, "trial");
	*state = m;
	return 0;
}

/* … and started. */
static inline int trial_start(void **state)
{
	if (trial_open(state) != 0)
		return -1;
	mini_start(*state);
	return 0;
}

static inline int trial_close(void **state)
{
	mini_close(*state);
	free(*state);
	return 0;
}

static inline const struct tool *trial(struct mini_registry *m)
{
	return registry_tool(m->registry, SPAN("trial"));
}

#define TRIAL(test) cmocka_unit_test_setup_teardown(test, trial_start, trial_close)
#define UNSTARTED(test) cmocka_unit_test_setup_teardown(test, trial_open, trial_close)

#endif
