/* scripted_sweep - snapshots of the scripted market: what tests of sweeps start from and ask. */
#ifndef SUPPORT_SCRIPTED_SWEEP_H
#define SUPPORT_SCRIPTED_SWEEP_H

#include "support/scripted_kis.h"

#include "service/market_snapshot.h"

static struct calendar sweep_calendar;
static struct master *sweep_master;
static struct snapshots *snapshots;

static inline int sweep_start_script(void **state)
{
	(void)state;
	memset(&script, 0, sizeof script);
	memset(&sweep_calendar, 0, sizeof sweep_calendar);
	script.wall_ms = AT(10, 24);
	script.mono_ms = 1000000;
	script.environment = ENVIRONMENT_DEMO;
	script_env.state_dir = NULL;
	phrase_locale("en");
	add_market(60);
	sweep_master = master_new(&script_env, NULL);
	snapshots = snapshots_new(&script_env, NULL, sweep_master, &sweep_calendar);
	return sweep_master && snapshots ? 0 : -1;
}

static inline int sweep_stop_script(void **state)
{
	(void)state;
	snapshots_free(snapshots);
	master_free(sweep_master);
	snapshots = NULL;
	sweep_master = NULL;
	return 0;
}

static inline void pass(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
}

/* The figures that a sweep of the venue brought; NULL: it failed. */
static inline const struct snapshot *swept_as(enum basis basis)
{
	const struct snapshot *before = snapshots_newest(snapshots, basis);
	const struct snapshot *after;

	assert_false(snapshots_want(snapshots, basis, NULL));
	script_run();
	after = snapshots_newest(snapshots, basis);
	return after == before ? NULL : after;
}

static inline const struct snapshot *swept(void)
{
	return swept_as(BASIS_KRX);
}

static inline bool snapshot_notes(const struct snapshot *s, const char *part)
{
	for (uint32_t i = 0; i < s->from.note_count; i++)
		if (strstr(s->from.notes[i], part))
			return true;
	return false;
}

/* The row of the script's n-th share. */
static inline uint32_t row_of(const struct snapshot *s, uint32_t n)
{
	uint32_t row = snapshot_find(s, script.shares[n].code);

	assert_true(row < s->count);
	return row;
}

#endif
