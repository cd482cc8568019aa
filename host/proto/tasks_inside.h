/* tasks_inside - what the files of tasks share. */
#ifndef HOST_PROTO_TASKS_INSIDE_H
#define HOST_PROTO_TASKS_INSIDE_H

#include "host/proto/peer_inside.h"
#include "host/proto/tasks.h"

enum task_status {
	TASK_WORKING,
	TASK_INPUT_REQUIRED,
	TASK_COMPLETED,
	TASK_FAILED,
	TASK_CANCELLED,
};

/* What a task asks or has asked. */
struct task_question {
	struct task_question *next;
	bool is_open;
	enum question_kind kind;
	struct span key;     /* of the handler, JSON string */
	struct span name;    /* on the wire, JSON string: never twice in a task's life */
	struct span request; /* {"method":…,"params":…} */
	char text[];         /* the three */
};

struct task {
	struct waiter waiter; /* first */
	struct task *next;
	struct server *server;
	char id[TASK_ID_MAX + 1];
	enum task_status status;
	enum version version;
	int64_t deadline_ms; /* of one run */
	int64_t created_wall_ms;
	int64_t updated_wall_ms;
	int64_t created_mono_ms;
	int64_t ends_mono_ms; /* it is forgotten then */
	struct round *round;
	struct task_question *questions;
	struct buf result; /* completed: members of the result; failed: `error` object */
};

/* ---- tasks.c ---- */

/* Marks the change, tells who listens, and starts its time anew. */
void task_becomes(struct task *t, enum task_status status);

/* ---- tasks_run.c ---- */

bool task_start(struct task *t, const struct call_order *order, struct fault *f);
/* Takes the client's answers; runs the tool again when the last one is there. */
void task_answer(struct task *t, struct span answers);
void task_free_questions(struct task *t);

/* ---- tasks_write.c ---- */

/* The task's members as tasks/get and notifications show them, no braces around. */
void task_write(const struct task *t, struct buf *b);
/* As the answer to a call shows it: without what became of it. */
void task_write_head(const struct task *t, struct buf *b);

#endif
