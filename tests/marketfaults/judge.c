/* judge - whether an answer from a disturbed exchange is right, labelled, or a typed error. */
#include "judge_part.h"

#include <stdarg.h>
#include <stdio.h>

#include "data/scan.h"

/* ---- What is wrong. ---- */

bool judge_wrong(const struct looking *l, const char *fmt, ...)
{
	va_list args;

	l->ret->verdict = VERDICT_WRONG;
	va_start(args, fmt);
	(void)vsnprintf(l->ret->why, sizeof l->ret->why, fmt, args);
	va_end(args);
	return false;
}

bool judge_is_one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(word, words[i]))
			return true;
	return false;
}

/* ---- Labels. ---- */

static bool has_note(const struct provenance *p, const char *note)
{
	for (uint32_t i = 0; i < p->note_count; i++)
		if (str_same(p->notes[i], note))
			return true;
	return false;
}

/* News is counted behind: how many shares are not yet counted is no doubt about the others. */
static bool is_doubt(const char *note)
{
	return strncmp(note, "news of ", 8) != 0;
}

static bool says_more(const struct provenance *got, const struct provenance *wanted)
{
	for (uint32_t i = 0; i < got->note_count; i++)
		if (is_doubt(got->notes[i]) && !has_note(wanted, got->notes[i]))
			return true;
	return false;
}

static bool is_older(const struct looking *l)
{
	return l->got->rows_as_of_ms < l->at->base->times.moments[1] &&
	       (l->at->state == STATE_STALE || base_is_edge(l->at->base));
}

bool judge_says(const struct looking *l, const char *part)
{
	const struct provenance *p = &l->got->from;

	for (uint32_t i = 0; i < p->note_count; i++)
		if (strstr(p->notes[i], part))
			return true;
	return false;
}

/* ---- Moments. ---- */

/* The moments whose figures the answer may hold by its own label. */
bool judge_may_be_of(const struct looking *l, uint32_t moment)
{
	if (l->at->state != STATE_STALE && !base_is_edge(l->at->base))
		return moment == 0;
	return moment == 1 || is_older(l);
}

bool judge_state_is_of(enum state state, uint32_t moment)
{
	return (state == STATE_STALE) == (moment == 1);
}

/* ---- Cells. ---- */

struct span judge_cell(const struct looking *l, uint32_t row, const char *column)
{
	return body_cell(l->got->rows, row, column);
}

bool judge_column_name(struct span column, char ret[64])
{
	if (scan_kind(column) == SCAN_OBJECT)
		column = scan_get(column, "name");
	return scan_text_into(column, ret, 64);
}

bool judge_is_null(struct span cell)
{
	return scan_kind(cell) == SCAN_NULL;
}

/* ---- Order. ---- */

static double number_at(const struct looking *l, uint32_t row, const char *column)
{
	const struct span cell = judge_cell(l, row, column);
	double n = 0;

	(void)span_real(cell, &n);
	return n;
}

/* Sorted, numbered, nobody twice. */
bool judge_order(const struct looking *l, const char *name)
{
	const uint32_t count = body_rows(l->got->rows);
	const double sign = l->q->ascending ? -1 : 1;

	if (count > l->q->count)
		return judge_wrong(l, "%u rows came, %u were asked", count, l->q->count);
	for (uint32_t i = 0; i < count; i++) {
		const struct span who = judge_cell(l, i, name);
		const double rank = number_at(l, i, "rank");

		if (body_find(l->got->rows, name, who) < i)
			return judge_wrong(l, "%.*s comes twice", (int)who.len, who.at);
		if (rank != 0 && rank != i + 1)
			return judge_wrong(l, "row %u has rank %.0f", i + 1, rank);
		if (i > 0 &&
			sign * number_at(l, i - 1, l->q->key) < sign * number_at(l, i, l->q->key))
			return judge_wrong(l, "row %u stands behind a lesser one", i + 1);
	}
	return true;
}

/* The same shares in the same order as an undisturbed answer of a moment it may be of. */
static bool same_shares(const struct looking *l, const struct reply *other, const char *name)
{
	const uint32_t count = body_rows(l->got->rows);

	if (!other->rows.at || other->fault.status < 0 || count != body_rows(other->rows))
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!span_same(judge_cell(l, i, name), body_cell(other->rows, i, name)))
			return false;
	return true;
}

bool judge_shares(const struct looking *l, const char *name)
{
	if (!l->got->from.complete && l->labelled)
		return true;
	for (int s = 0; s < STATES; s++) {
		const uint32_t moment = s == STATE_STALE;

		if (judge_may_be_of(l, moment) &&
			(same_shares(l, &l->at->truth->plain[s][l->at->question], name) ||
				same_shares(l, &l->at->truth->day[s][l->at->question], name)))
			return true;
	}
	return judge_wrong(l, "other rows than the undisturbed answer's, without a word (%u rows)",
		body_rows(l->got->rows));
}

/* ---- The whole. ---- */

static void judge_fault(const struct looking *l)
{
	const struct fault *f = &l->got->fault;

	l->ret->verdict = VERDICT_ERROR;
	if (f->status == MCP_E_INTERNAL || f->status == MCP_E_ARGUMENT ||
		f->status == MCP_E_CANCELLED || f->status == MCP_E_MEMORY)
		(void)judge_wrong(l, "it ends with %s: %s", status_word(f->status), f->text);
	else if (strlen(f->text) < 20 || strchr(f->text, '\n'))
		(void)judge_wrong(l, "\"%s\" is no sentence", f->text);
}

static bool is_as_undisturbed(const struct looking *l)
{
	return l->at->truth->plain[l->at->state][l->at->question].fault.status == MCP_OK &&
	       !l->labelled;
}

void judge(const struct question_at *at, const struct reply *got, struct judged *ret)
{
	const struct reply *wanted = &at->truth->plain[at->state][at->question];
	struct looking l = {
		.at = at,
		.q = &questions[at->question],
		.got = got,
		.wanted = wanted,
		.ret = ret,
	};
	bool good;

	*ret = (struct judged){ .verdict = VERDICT_LABELLED };
	if (got->late) {
		(void)judge_wrong(&l, "it did not end within its time");
		return;
	}
	if (got->twice) {
		(void)judge_wrong(&l, "it completed more than once");
		return;
	}
	if (got->fault.status < 0) {
		judge_fault(&l);
		return;
	}
	l.labelled = is_older(&l) || says_more(&got->from, &wanted->from) ||
	             (wanted->from.complete && !got->from.complete);
	l.partial = l.labelled && !got->from.complete;
	good = l.q->tool == TOOL_SECTOR ? judge_sectors(&l) : judge_rows(&l);
	if (good && judge_summary(&l) && is_as_undisturbed(&l))
		ret->verdict = VERDICT_RIGHT;
}
