/* crypt - sealing, digests, random bytes: libsodium behind mcp-crypt.so, loaded when first needed.
 *
 * Linking it would cost every start and every worker its relocations; most never seal anything.
 */
#ifndef SERVICE_CRYPT_H
#define SERVICE_CRYPT_H

#include "base/fault.h"
#include "base/str.h"

#define CRYPT_KEY 32
#define CRYPT_DIGEST 32
#define CRYPT_EXTRA 40 /* bytes a sealed text is longer than its plain text: nonce and tag */

/* What the module exports: its only symbol, `mcp_crypt_v1`. [any thread] */
struct crypt_module {
	uint32_t size;
	const char *version; /* must equal the host's: the module is private */
	int (*start)(void);  /* once, before the others; negative: it does not work here */
	void (*random)(void *ret, size_t len);
	/* BLAKE2b of the parts, each with its length before it. */
	void (*digest)(const struct span *parts, uint32_t count, unsigned char *ret);
	/* XChaCha20-Poly1305 under a random nonce; ret has room for plain.len + CRYPT_EXTRA.
	 * `about` is bound to it, not contained. */
	void (*seal)(
		const unsigned char *key, struct span plain, struct span about, unsigned char *ret);
	/* ret has room for sealed.len - CRYPT_EXTRA. False: not ours, changed, or about something
	 * else. */
	bool (*open)(const unsigned char *key, struct span sealed, struct span about,
		unsigned char *ret);
};

/* Loads the module once; it stays until the process ends. `path` is where it lies. */
mcp_status crypt_load(const char *path, const struct crypt_module **ret, struct fault *f);

#endif
