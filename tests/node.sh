# node - what tests take from npm, installed once into build/node. Sourced, in the root.
#
# node_ready: true when it is there; else $node_why says why not. $node_home is the folder,
# $node the Node to use for the Inspector.

node_home=$PWD/build/node
node=$node_home/node_modules/.bin/node
node_why=

node_ready() {
	if cmp -s tests/conformance/package.json "$node_home/package.json" && [ -x "$node" ]; then
		return 0
	fi
	if ! command -v npm >/dev/null 2>&1; then
		node_why='npm is not installed'
		return 1
	fi
	mkdir -p "$node_home"
	cp tests/conformance/package.json "$node_home/package.json.new"
	(cd "$node_home" && cp package.json.new package.json &&
		npm install --no-audit --no-fund --no-package-lock --loglevel=error \
			--fetch-timeout=60000 --fetch-retries=1) \
		>"$node_home/install.log" 2>&1
	if [ $? -eq 0 ] && [ -x "$node" ]; then
		return 0
	fi
	rm -f "$node_home/package.json"
	node_why="npm could not install (see build/node/install.log): $(grep -m 1 -i error "$node_home/install.log")"
	return 1
}
