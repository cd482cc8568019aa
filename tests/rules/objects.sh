# objects - rules that only built files show. Sourced by run.sh, in the root; $built is a build.

for so in "$built"/plugins/*.so; do
	name=$(basename "$so")
	same "$name exports one constant" 'R mcp_plugin_v1' "$(nm -D --defined-only "$so" |
		awk '{ print $2, $3 }' | sed 's/^D /R /')"
	none "$name imports nothing of ours" "$(nm -D --undefined-only "$so" |
		awk '{ print $2 }' | grep -vE '@GLIBC|^_ITM_|^__gmon_start__$|^__cxa_finalize')"
	# What the compiler's start files bring is not ours.
	none "$name has no mutable globals" "$(nm "$so" | awk '$2 ~ /^[bBdDcCsS]$/ { print $3 }' |
		grep -vE '^(completed\.0|__dso_handle|__TMC_END__|_edata|_end|__bss_start|_DYNAMIC|_GLOBAL_OFFSET_TABLE_|__frame_dummy_init_array_entry|__do_global_dtors_aux_fini_array_entry|mcp_plugin_v1)$' |
		while read -r symbol; do
			nm -f sysv "$so" | awk -F'|' -v s="$symbol" '{ gsub(/ /, "", $1); gsub(/ /, "", $7) }
				$1 == s && $7 != ".data.rel.ro" { print s " in " $7 }'
		done)"
done
same 'mcp-upstream.so exports one symbol' mcp_upstream_v1 \
	"$(nm -D --defined-only "$built/bin/mcp-upstream.so" | awk '{ print $3 }' | tr '\n' ' ' | sed 's/ $//')"
same 'mcp-crypt.so exports one symbol' mcp_crypt_v1 \
	"$(nm -D --defined-only "$built/bin/mcp-crypt.so" | awk '{ print $3 }' | tr '\n' ' ' | sed 's/ $//')"
none 'the program exports nothing of ours' \
	"$(nm -D --defined-only "$built/bin/mcp-volume-ranking" | awk '$2 ~ /^[TDR]$/ { print $3 }' |
		grep -vE '^(_IO_stdin_used|_init|_fini|__data_start|_edata|_end|data_start)$')"
# The executable starts fast because it links little.
none 'the program links libuv, json-c and libyaml only' \
	"$(readelf -d "$built/bin/mcp-volume-ranking" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
		grep -vE '^lib(uv|json-c|yaml-0|c|m|dl|pthread)\.so|^ld-linux')"
none 'no path of this machine is in what is built' \
	"$(for f in "$built"/bin/* "$built"/plugins/*.so; do
		grep -qaF "$PWD/" "$f" && echo "$f"
	done)"
