/* proc - what the kernel says about a process. Figures are 0 when it is gone. */
#include "support/proc.h"

#include "base/cleanup.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Schedstat gives nanoseconds where stat gives hundredths of a second. */
static double thread_cpu_us(pid_t pid, const char *thread)
{
	char path[320];
	unsigned long long ns = 0;

	(void)snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)pid, thread);
	CLEANUP(file_closep) FILE *f = fopen(path, "re");
	if (!f || fscanf(f, "%llu", &ns) != 1)
		return 0;
	return (double)ns / 1e3;
}

double proc_cpu_us(pid_t pid)
{
	char path[64];
	double sum = 0;
	const struct dirent *e;

	(void)snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	DIR *d = opendir(path);
	if (!d)
		return 0;
	while ((e = readdir(d)))
		if (e->d_name[0] != '.')
			sum += thread_cpu_us(pid, e->d_name);
	(void)closedir(d);
	return sum;
}

/* The sum of "NAME: N kB" lines in /proc/PID/FILE whose name begins with `name`. */
static double sum_lines(pid_t pid, const char *file, const char *name)
{
	char line[256];
	double sum = 0;

	(void)snprintf(line, sizeof line, "/proc/%d/%s", (int)pid, file);
	CLEANUP(file_closep) FILE *f = fopen(line, "re");
	while (f && fgets(line, sizeof line, f)) {
		const char *colon = strchr(line, ':');

		if (colon && strncmp(line, name, strlen(name)) == 0)
			sum += strtod(colon + 1, NULL);
	}
	return sum;
}

double proc_rss_kib(pid_t pid)
{
	return sum_lines(pid, "status", "VmRSS");
}

double proc_children_cpu_us(pid_t pid)
{
	char path[64];
	double sum = 0;
	int child;

	(void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
	CLEANUP(file_closep) FILE *f = fopen(path, "re");
	while (f && fscanf(f, "%d", &child) == 1)
		sum += proc_cpu_us(child);
	return sum;
}

double proc_children_private_kib(pid_t pid)
{
	char path[64];
	double sum = 0;
	int child;
	int count = 0;

	(void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
	CLEANUP(file_closep) FILE *f = fopen(path, "re");
	for (; f && fscanf(f, "%d", &child) == 1; count++)
		sum += sum_lines(child, "smaps_rollup", "Private_");
	return count ? sum / count : 0;
}
