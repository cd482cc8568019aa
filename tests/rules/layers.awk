# layers - prints each #include that goes upward or sideways. Input: the sources, paths from the root.

# The rank of each folder; an include may go to the same folder or to a lower rank of its side.
BEGIN {
	rank["sdk/src/base"] = 1; rank["sdk/src/data"] = 2
	rank["sdk/src/service"] = 3; rank["sdk/src/demo"] = 3; rank["sdk/src/upstream"] = 4
	rank["sdk/src/crypt"] = 4
	rank["host/config"] = 11; rank["host/ops"] = 12; rank["host/plugin"] = 13
	rank["host/call"] = 14; rank["host/proto"] = 15; rank["host/transport"] = 16; rank["host"] = 17

	# The demo exchange keeps KIS's list of endpoints and calendar; its wire is a service.
	allowed["sdk/src/demo service/kis_endpoint.h"] = 1
	allowed["sdk/src/demo service/market_calendar.h"] = 1
	allowed["sdk/src/service/wire_demo.c demo/demo.h"] = 1

	# A library stands where it is wrapped.
	home["uv.h"] = "^host/"; home["curl/"] = "^sdk/src/upstream/"; home["zip.h"] = "^sdk/src/upstream/"
	home["sqlite3.h"] = "^sdk/src/upstream/"
	home["sodium.h"] = "^sdk/src/crypt/"
	home["openssl/"] = "^sdk/src/upstream/"; home["yaml.h"] = "^host/config/"
}

function folder_of(path) {
	sub(/\/[^\/]*$/, "", path)
	return path
}

function complain(what) {
	printf "%s:%d includes %s\n", FILENAME, FNR, what
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	what = $0
	sub(/^[^<"]*[<"]/, "", what)
	sub(/[>"].*$/, "", what)
	system_style = $0 ~ /</
	here = folder_of(FILENAME)

	for (h in home)
		if (index(what, h) == 1 && FILENAME !~ home[h])
			complain(what)

	# A tool may have a header of its own folder, named after it: the words of its texts.
	own = here
	sub(/^plugins\//, "", own)
	if (here ~ /^plugins\// && !system_style && what ~ "^" own "_[a-z_]+[.]h$")
		next
	if (here == "sdk/include/mcp" || here ~ /^plugins\//) {
		if (what ~ /\// && what !~ /^(mcp|sys)\// || what !~ /\// && !system_style)
			complain(what)
		next
	}
	if (what ~ /^mcp\// || !(what ~ /^(base|data|service|demo|upstream|crypt|host)\//))
		next
	there = what ~ /^host\// ? folder_of(what) : "sdk/src/" folder_of(what)
	if (here " " what in allowed || FILENAME " " what in allowed ||
		index(there "/", here "/") == 1)
		next
	if (!(there in rank) || !(here in rank) || rank[there] >= rank[here])
		complain(what)
}
