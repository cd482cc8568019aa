/* temp_folder - an empty folder for one test, gone after it: cmocka's setup and teardown. */
#ifndef SUPPORT_TEMP_FOLDER_H
#define SUPPORT_TEMP_FOLDER_H

#include <stddef.h>

/* *state gets the folder's path. */
int temp_folder_open(void **state);
/* Removes it with all that is in it. */
int temp_folder_close(void **state);

/* folder/name; lent until the fourth call after this one. */
const char *temp_path(void **state, const char *name);
/* How many names lie in the folder. */
size_t temp_count(void **state);
/* Writes a file; exits the program when it can't. */
const char *temp_write(void **state, const char *name, const void *at, size_t len);

#endif
