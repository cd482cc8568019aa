/* watch - tells that one of a few files became another one. */
#include "host/config/watch.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"

#define QUIET_MS 100 /* a burst is over when nothing happened for so long */
#define BURST_MS 500 /* … and told after so long at the latest */
#define POLL_MS 1000
#define FOLDERS (2 * WATCH_FILES)

/* What a file is; all zero: not there. */
struct sight {
	uint64_t device;
	uint64_t inode;
	int64_t size;
	int64_t changed_s;
	int64_t changed_ns;
	uint64_t mode;
};

struct watched_file {
	char *path;
	struct sight seen;
};

struct folder {
	uv_fs_event_t event;
	char path[PATH_MAX];
};

struct watch {
	uv_loop_t *loop;
	void (*changed)(void *self);
	void *self;
	struct watched_file files[WATCH_FILES];
	uint32_t file_count;
	struct folder folders[FOLDERS];
	uint32_t folder_count;
	uv_timer_t quiet; /* the end of a burst */
	uv_timer_t poll;  /* where nothing tells of a change */
	int64_t burst_ms; /* when it began; 0: none */
	bool touched;     /* a file was named in an event */
	uint32_t handles; /* open */
};

/* ---- Files. ---- */

static struct sight look(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct sight){ 0 };
	return (struct sight){
		.device = st.st_dev,
		.inode = st.st_ino,
		.size = st.st_size,
		.changed_s = st.st_ctim.tv_sec,
		.changed_ns = st.st_ctim.tv_nsec,
		.mode = st.st_mode,
	};
}

/* Looks at all files; true when one is another than before. */
static bool look_again(struct watch *w)
{
	bool other = false;

	for (uint32_t i = 0; i < w->file_count; i++) {
		struct sight now = look(w->files[i].path);

		other = other || memcmp(&now, &w->files[i].seen, sizeof now) != 0;
		w->files[i].seen = now;
	}
	return other;
}

static bool is_file(const struct watch *w, const char *name)
{
	for (uint32_t i = 0; i < w->file_count; i++)
		if (strcmp(strrchr(w->files[i].path, '/') + 1, name) == 0)
			return true;
	return false;
}

/* ---- Folders. ---- */

static void on_event(uv_fs_event_t *event, const char *name, int events, int status);

/* Cuts the last part off; the root stays. */
static void go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		slash[slash == path] = '\0';
}

/* The folder of `path`, or the nearest there is above it. */
static void find_folder(const char *path, char ret[PATH_MAX])
{
	struct stat st;

	(void)snprintf(ret, PATH_MAX, "%s", path);
	do
		go_up(ret);
	while (strcmp(ret, "/") != 0 && (stat(ret, &st) < 0 || !S_ISDIR(st.st_mode)));
}

static void want(struct watch *w, const char *path)
{
	struct folder *folder = &w->folders[w->folder_count];

	find_folder(path, folder->path);
	for (uint32_t i = 0; i < w->folder_count; i++)
		if (strcmp(w->folders[i].path, folder->path) == 0)
			return;
	w->folder_count++;
}

static void on_poll(uv_timer_t *timer);

/* All anew: one of them may be another folder of the same name. */
static void aim(struct watch *w)
{
	bool blind = false;

	for (uint32_t i = 0; i < w->folder_count; i++)
		(void)uv_fs_event_stop(&w->folders[i].event);
	w->folder_count = 0;
	for (uint32_t i = 0; i < w->file_count; i++) {
		CLEANUP(freep) char *real = realpath(w->files[i].path, NULL);

		want(w, w->files[i].path);
		if (real)
			want(w, real);
	}
	for (uint32_t i = 0; i < w->folder_count; i++)
		if (uv_fs_event_start(&w->folders[i].event, on_event, w->folders[i].path, 0) < 0)
			blind = true;

	if (!blind)
		(void)uv_timer_stop(&w->poll);
	else if (!uv_is_active((uv_handle_t *)&w->poll))
		(void)uv_timer_start(&w->poll, on_poll, POLL_MS, POLL_MS);
}

/* ---- Changes. ---- */

/* Watched again before the files are looked at: nothing falls in between. */
static void tell(struct watch *w)
{
	bool touched = w->touched;

	w->burst_ms = 0;
	w->touched = false;
	aim(w);
	if (look_again(w) || touched)
		w->changed(w->self);
}

static void on_quiet(uv_timer_t *timer)
{
	tell(timer->data);
}

static void on_poll(uv_timer_t *timer)
{
	tell(timer->data);
}

static void on_event(uv_fs_event_t *event, const char *name, int events, int status)
{
	struct watch *w = event->data;
	int64_t now_ms = (int64_t)uv_now(w->loop);
	int64_t left_ms;

	(void)events;
	if (status < 0 || (name && is_file(w, name)))
		w->touched = true;
	if (w->burst_ms == 0)
		w->burst_ms = now_ms;
	left_ms = w->burst_ms + BURST_MS - now_ms;
	if (left_ms < 0)
		left_ms = 0;
	(void)uv_timer_start(
		&w->quiet, on_quiet, (uint64_t)(left_ms < QUIET_MS ? left_ms : QUIET_MS), 0);
}

/* ---- Life. ---- */

static void own(struct watch *w, uv_handle_t *handle)
{
	handle->data = w;
	uv_unref(handle);
	w->handles++;
}

struct watch *watch_new(uv_loop_t *loop, void (*changed)(void *self), void *self)
{
	struct watch *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->loop = loop;
	w->changed = changed;
	w->self = self;
	for (uint32_t i = 0; i < FOLDERS; i++) {
		(void)uv_fs_event_init(loop, &w->folders[i].event);
		own(w, (uv_handle_t *)&w->folders[i].event);
	}
	(void)uv_timer_init(loop, &w->quiet);
	own(w, (uv_handle_t *)&w->quiet);
	(void)uv_timer_init(loop, &w->poll);
	own(w, (uv_handle_t *)&w->poll);
	return w;
}

static void drop_files(struct watch *w)
{
	for (uint32_t i = 0; i < w->file_count; i++)
		free(w->files[i].path);
	w->file_count = 0;
}

void watch_files(struct watch *w, const char *const *paths, uint32_t count)
{
	drop_files(w);
	for (uint32_t i = 0; i < count && i < WATCH_FILES; i++) {
		char *copy = paths[i] && paths[i][0] == '/' ? strdup(paths[i]) : NULL;

		if (copy)
			w->files[w->file_count++].path = copy;
	}
	aim(w);
	(void)look_again(w);
}

static void on_closed(uv_handle_t *handle)
{
	struct watch *w = handle->data;

	if (--w->handles > 0)
		return;
	drop_files(w);
	free(w);
}

void watch_close(struct watch *w)
{
	if (!w)
		return;
	for (uint32_t i = 0; i < FOLDERS; i++)
		uv_close((uv_handle_t *)&w->folders[i].event, on_closed);
	uv_close((uv_handle_t *)&w->quiet, on_closed);
	uv_close((uv_handle_t *)&w->poll, on_closed);
}
