/* no_symbol - a shared object that is no plugin. */
int no_symbol_answer(void);

__attribute__((visibility("default"))) int no_symbol_answer(void)
{
	return 42;
}
