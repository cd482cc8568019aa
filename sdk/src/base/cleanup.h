/* cleanup - the end of a thing stands at its declaration. */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

/* CLEANUP(file_closep) FILE *f = …; `fn` gets the variable's address and accepts NULL in it. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* Hands a pointer over: the value, and NULL stays behind. */
#define TAKE(p) \
	__extension__({ \
		__typeof__(p) taken_ = (p); \
		(p) = NULL; \
		taken_; \
	})

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

void freep(void *p);       /* free(*(void **)p) */
void file_closep(void *p); /* fclose(*(FILE **)p) when set */
void fd_closep(int *fd);   /* close(*fd) when >= 0 */

#endif
