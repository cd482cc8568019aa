# phrases - sentences of the program (of fault_set and phrase) that stand in no row of the .inc files
# among the files given, so that a Korean reader would get them in English.

# The text of the literals that `s` begins with, joined.
function literals(s,    text, piece) {
	text = ""
	while (match(s, /^[ \t\n]*"([^"\\]|\\.)*"/)) {
		piece = substr(s, RSTART, RLENGTH)
		sub(/^[ \t\n]*"/, "", piece)
		text = text substr(piece, 1, length(piece) - 1)
		s = substr(s, RSTART + RLENGTH)
	}
	return text
}

# The first text of each call in `s`; one that is computed is somebody else's.
function sentences(s, file) {
	while (match(s, /[^_a-z](fault_set|phrase) ?\(/)) {
		s = substr(s, RSTART + RLENGTH)
		if (match(s, /["();]/) && substr(s, RSTART, 1) == "\"")
			said[literals(substr(s, RSTART))] = file
	}
}

function rows(s) {
	while (match(s, /"([^"\\]|\\.)*"/)) {
		s = substr(s, RSTART)
		known[literals(s)] = 1
		while (match(s, /^[ \t\n]*"([^"\\]|\\.)*"/))
			s = substr(s, RSTART + RLENGTH)
	}
}

function end_of_file() {
	if (name ~ /\.inc$/)
		rows(whole)
	else
		sentences(whole, name)
	whole = ""
}

FNR == 1 && NR > 1 { end_of_file() }
{ name = FILENAME; whole = whole $0 "\n" }
END {
	end_of_file()
	for (text in said)
		if (text ~ /[a-z][a-z][a-z]/ && !(text in known))
			print said[text] ": " text
}
