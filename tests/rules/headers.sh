# headers - each public header stands alone. Sourced by run.sh, in the root.

# alone LANGUAGE COMPILER HEADER
alone() {
	printf '#include <mcp/%s>\ntypedef int nothing;\n' "$3" |
		$2 -x "$1" -Isdk/include -Wall -Wextra -Wpedantic -Werror -fsyntax-only - 2>&1
}

for header in $(cd sdk/include/mcp && echo *.h); do
	none "$header compiles alone as C11 (gcc)" "$(alone c 'gcc -std=c11' "$header")"
	none "$header compiles alone as C11 (clang)" "$(alone c 'clang -std=c11' "$header")"
done
none 'abi.h compiles as C++' "$(alone c++ 'clang++ -std=c++11' abi.h)"
none 'the contract knows nothing of the wire protocol' \
	"$(grep -niE 'json-?rpc|modelcontext|structuredContent|inputSchema|tools/call' sdk/include/mcp/*.h)"
