/* module - the only door of mcp-crypt.so. */
#include <sodium.h>

#include "service/crypt.h"

_Static_assert(CRYPT_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key's length");
_Static_assert(CRYPT_EXTRA == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
				      crypto_aead_xchacha20poly1305_ietf_ABYTES,
	"what sealing adds");
_Static_assert(CRYPT_DIGEST == crypto_generichash_BYTES, "a digest's length");

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

static void digest(const struct span *parts, uint32_t count, unsigned char *ret)
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, CRYPT_DIGEST);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t len = parts[i].len;

		(void)crypto_generichash_update(&state, (const unsigned char *)&len, sizeof len);
		(void)crypto_generichash_update(
			&state, (const unsigned char *)parts[i].at, parts[i].len);
	}
	(void)crypto_generichash_final(&state, ret, CRYPT_DIGEST);
}

static void seal(const unsigned char *key, struct span plain, struct span about, unsigned char *ret)
{
	randombytes_buf(ret, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(ret + NONCE, NULL,
		(const unsigned char *)plain.at, plain.len, (const unsigned char *)about.at,
		about.len, NULL, ret, key);
}

static bool open_sealed(
	const unsigned char *key, struct span sealed, struct span about, unsigned char *ret)
{
	const unsigned char *at = (const unsigned char *)sealed.at;

	return sealed.len >= CRYPT_EXTRA &&
	       crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, at + NONCE,
		       sealed.len - NONCE, (const unsigned char *)about.at, about.len, at,
		       key) == 0;
}

extern const struct crypt_module mcp_crypt_v1;

const struct crypt_module mcp_crypt_v1 __attribute__((visibility("default"))) = {
	.size = sizeof(struct crypt_module),
	.version = HOST_VERSION,
	.start = sodium_init,
	.random = randombytes_buf,
	.digest = digest,
	.seal = seal,
	.open = open_sealed,
};
