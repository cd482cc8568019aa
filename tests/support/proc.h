/* proc - what the kernel says about a process. Figures are 0 when it is gone. */
#ifndef SUPPORT_PROC_H
#define SUPPORT_PROC_H

#include <sys/types.h>

double proc_cpu_us(pid_t pid);               /* time on a core, all its threads */
double proc_children_cpu_us(pid_t pid);      /* the same of all its children together */
double proc_rss_kib(pid_t pid);              /* resident memory */
double proc_children_private_kib(pid_t pid); /* private memory, mean over its children */

#endif
