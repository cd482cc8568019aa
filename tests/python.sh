# python - what tests take from PyPI, installed once into build/python. Sourced, in the root.
#
# python_ready NAME PACKAGE: true when it is there; else $python_why says why not. $python is the
# interpreter that sees it: build/python/NAME has an environment of its own.

python_ready() {
	python_home=$PWD/build/python/$1
	python=$python_home/bin/python
	python_why=
	if [ "$(cat "$python_home/package" 2>/dev/null)" = "$2" ] && [ -x "$python" ]; then
		return 0
	fi
	if ! command -v python3 >/dev/null 2>&1; then
		python_why='python3 is not installed'
		return 1
	fi
	rm -rf "$python_home"
	mkdir -p "$PWD/build/python"
	if { python3 -m venv "$python_home" &&
		"$python" -m pip install --disable-pip-version-check --retries 1 --timeout 60 "$2"; } \
		>"$PWD/build/python/$1.log" 2>&1; then
		printf '%s\n' "$2" >"$python_home/package"
		return 0
	fi
	python_why="pip could not install $2 (see build/python/$1.log): $(grep -m 1 -i error "$PWD/build/python/$1.log")"
	return 1
}
