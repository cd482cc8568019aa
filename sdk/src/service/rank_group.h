/* rank_group - sums over groups of rows, such as a market's sectors, with each group's leaders.
 * Pure. */
#ifndef SERVICE_RANK_GROUP_H
#define SERVICE_RANK_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#define RANK_LEADERS 5

struct group_row {
	int32_t group;  /* any number; 0 is a group too */
	uint32_t index; /* the caller's: which row it is */
	int64_t value;  /* won; below 0: not known, counted as a member only */
	int64_t volume; /* shares; below 0: not known */
	int64_t rate;   /* hundredths of a percent */
	bool traded;    /* its rate counts in the mean */
};

struct group {
	int32_t group;
	uint32_t members;
	uint32_t unknown; /* members without value or volume */
	uint32_t traded;
	int64_t value; /* sums of what is known; below 0: nothing is, or it does not fit */
	int64_t volume;
	bool rate_known;
	int64_t rate; /* mean of the traded members' rates, half away from zero */
	uint32_t leader_count;
	struct {
		uint32_t index;
		int64_t value;
		int64_t share;   /* value / the group's value, hundredths of a percent; below 0: not
		                  known, the group's value is not above 0 */
	} leaders[RANK_LEADERS]; /* of those with a value, the largest first; equal ones by index */
};

/* Groups in order of their value, the largest first; equal ones by group. At most `room` are
 * written; returns how many there are, or UINT32_MAX when memory is out. `rows` is reordered. */
uint32_t rank_groups(struct group_row *rows, uint32_t count, struct group *ret, uint32_t room);

#endif
