/* kis_bucket - the file `bucket` in a key's folder: the slots that all processes share. */
#ifndef SERVICE_KIS_BUCKET_H
#define SERVICE_KIS_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#define BUCKET_SLOTS 64
#define BUCKET_BURST 5

struct bucket_slot {
	uint64_t number; /* of the call that holds it */
	int64_t granted_ms;
	int64_t busy_until_ms; /* while under way: when it is given up for lost */
	int32_t pid;           /* of the holder while under way, else 0 */
	int32_t slow;
};

/* Times are of the monotonic clock, hence the boot. What stands here may be torn or hostile: a
 * process died while writing, somebody edited the file. Every reader clamps. */
struct bucket {
	char magic[8];
	uint32_t size;
	int32_t cap; /* calls a second after KIS complained; 0: each process's setting */
	char boot[40];
	uint64_t last_number;
	int64_t paused_until_ms;
	int64_t pause_ms;
	int64_t struck_ms;   /* when KIS complained last */
	int64_t raise_at_ms; /* when the cap may rise by one */
	int64_t raise_wait_ms;
	int32_t raised; /* the cap rose since the last complaint */
	int32_t base;   /* the rate that the cap started from */
	int64_t grants_ms[BUCKET_BURST];
	uint32_t grant_next;
	uint32_t pad;
	struct bucket_slot slots[BUCKET_SLOTS];
};

/* A bucket file, mapped. */
struct bucket_file {
	char *path; /* NULL: memory of this process only */
	int fd;
	struct bucket *at;
	struct bucket own; /* what `at` points to without a file */
};

/* `folder` may be NULL. False when the file can't be used: then the bucket is our own. */
bool bucket_open(struct bucket_file *file, const char *folder);
void bucket_close(struct bucket_file *file);
/* False: another process has it for an instant. A file that went away is made again. */
bool bucket_lock(struct bucket_file *file);
/* True while the mapped file is there, so that it may be touched without the lock. */
bool bucket_is_whole(const struct bucket_file *file);
void bucket_unlock(struct bucket_file *file);

#endif
