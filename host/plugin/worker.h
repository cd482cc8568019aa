/* worker - the other side: this executable, started again to open one plugin and run its calls. */
#ifndef HOST_PLUGIN_WORKER_H
#define HOST_PLUGIN_WORKER_H

/* argv: "--worker" PATH LOCALE LIMITS (bytes one call may take). Talks frames on WORKER_FD; its
 * standard output is standard error, its standard input /dev/null. Returns 2 when it was not
 * started by the host; else it ends the process itself, without exit handlers. */
int worker_main(int argc, char **argv);

#endif
