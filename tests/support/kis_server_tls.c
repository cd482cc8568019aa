/* kis_server_tls - an authority and a certificate of our own, new at each start. */
#include "kis_server.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#define VALID_S (7 * 86400)

static bool set_name(X509 *cert, const char *name)
{
	return X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
		       (const unsigned char *)name, -1, -1, 0) == 1;
}

static bool add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;
	bool added;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	added = extension && X509_add_ext(cert, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return added;
}

/* A certificate with a name and a time, not yet signed. The clock of the machine is meant: TLS
 * knows no other. */
static X509 *blank_certificate(EVP_PKEY *key, const char *name, long serial)
{
	X509 *cert = X509_new();

	if (!cert)
		return NULL;
	if (X509_set_version(cert, 2) && ASN1_INTEGER_set(X509_get_serialNumber(cert), serial) &&
		X509_gmtime_adj(X509_getm_notBefore(cert), -3600) &&
		X509_gmtime_adj(X509_getm_notAfter(cert), VALID_S) && X509_set_pubkey(cert, key) &&
		set_name(cert, name))
		return cert;
	X509_free(cert);
	return NULL;
}

static X509 *make_authority(EVP_PKEY *key)
{
	X509 *ca = blank_certificate(key, "Demo exchange test CA", 1);

	if (ca && X509_set_issuer_name(ca, X509_get_subject_name(ca)) &&
		add_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE") &&
		add_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign") &&
		add_extension(ca, ca, NID_subject_key_identifier, "hash") &&
		X509_sign(ca, key, EVP_sha256()))
		return ca;
	X509_free(ca);
	return NULL;
}

static X509 *make_certificate(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key)
{
	X509 *cert = blank_certificate(key, "localhost", 2);

	if (cert && X509_set_issuer_name(cert, X509_get_subject_name(ca)) &&
		add_extension(cert, ca, NID_basic_constraints, "CA:FALSE") &&
		add_extension(cert, ca, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1") &&
		add_extension(cert, ca, NID_ext_key_usage, "serverAuth") &&
		add_extension(cert, ca, NID_authority_key_identifier, "keyid") &&
		X509_sign(cert, ca_key, EVP_sha256()))
		return cert;
	X509_free(cert);
	return NULL;
}

static bool write_authority(const char *state, X509 *ca)
{
	char path[4096];
	FILE *f;
	bool written;

	if (snprintf(path, sizeof path, "%s/ca.pem", state) >= (int)sizeof path)
		return false;
	f = fopen(path, "we");
	if (!f)
		return false;
	written = PEM_write_X509(f, ca) == 1;
	return fclose(f) == 0 && written;
}

static SSL_CTX *make_context(X509 *cert, EVP_PKEY *key)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (tls && SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) &&
		SSL_CTX_use_certificate(tls, cert) && SSL_CTX_use_PrivateKey(tls, key))
		return tls;
	SSL_CTX_free(tls);
	return NULL;
}

SSL_CTX *server_tls(const char *state)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *ca = ca_key ? make_authority(ca_key) : NULL;
	X509 *cert = ca && key ? make_certificate(key, ca, ca_key) : NULL;
	SSL_CTX *tls = cert ? make_context(cert, key) : NULL;

	if (tls && !write_authority(state, ca)) {
		(void)fprintf(stderr, "kis_server: %s/ca.pem cannot be written\n", state);
		SSL_CTX_free(tls);
		tls = NULL;
	}
	X509_free(cert);
	X509_free(ca);
	EVP_PKEY_free(key);
	EVP_PKEY_free(ca_key);
	return tls;
}
