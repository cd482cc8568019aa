/* kis_hash - names for files that several processes must agree on (FNV-1a, 64 bit, as hex). */
#ifndef SERVICE_KIS_HASH_H
#define SERVICE_KIS_HASH_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

#define KIS_HASH_START UINT64_C(0xcbf29ce484222325)
#define KIS_HASH_ROOM 17

static inline uint64_t kis_hash(uint64_t hash, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		hash ^= (unsigned char)s.at[i];
		hash *= UINT64_C(0x100000001b3);
	}
	return hash;
}

static inline void kis_hash_hex(uint64_t hash, char ret[KIS_HASH_ROOM])
{
	(void)snprintf(ret, KIS_HASH_ROOM, "%016" PRIx64, hash);
}

#endif
