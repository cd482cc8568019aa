/* crypt - brings in mcp-crypt.so (libsodium) when it is first needed. */
#include "service/crypt.h"

#include <dlfcn.h>

mcp_status crypt_load(const char *path, const struct crypt_module **ret, struct fault *f)
{
	/* Never closed: whoever holds the table may call it to the end. */
	void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) : NULL;
	const struct crypt_module *found = module ? dlsym(module, "mcp_crypt_v1") : NULL;

	if (!found || found->size < sizeof *found || !str_same(found->version, HOST_VERSION) ||
		found->start() < 0)
		return fault_set(f, MCP_E_CONFIG,
			"the module mcp-crypt.so cannot be used; install this program again");
	*ret = found;
	return MCP_OK;
}
