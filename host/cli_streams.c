/* cli_streams - the standard descriptors, also when a careless parent left them out. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "host/cli.h"

void cli_streams(void)
{
	/* Nothing to read, nowhere to write: writing fails instead of reaching another file. */
	static const int flags[] = { O_RDONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < (int)COUNT_OF(flags); fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", flags[fd]);
}

int cli_printed(void)
{
	struct fault f = { 0 };

	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_OK;
	(void)fault_set(&f, MCP_E_INTERNAL, "standard output cannot be written; is the disk full?");
	return cli_fault(&f);
}
