# ctest - turns ctest's LastTest.log into one line for each case.
#
# Each program prints its cases (TAP); one that prints none counts by its end. A program that ended
# badly without a failed case counts as failed itself.

function close_program() {
	if (program == "")
		return
	if (!good && !failed_cases)
		printf "not ok - %s: %s\n", program, last
	else if (good && !cases)
		printf "ok - %s\n", program
}

# Such a program "passes" in the log.
/^Unable to find executable: / { lost = 1 }
/^[0-9]+\/[0-9]+ Testing: / {
	close_program()
	program = $3
	cases = failed_cases = good = 0
	missing = lost
	lost = 0
	last = missing ? "it was not built" : "ended badly"
	next
}
/^ok [0-9]+/ {
	cases++
	sub(/^ok [0-9]+ -? ?/, "")
	printf "ok - %s: %s\n", program, $0
	next
}
/^not ok [0-9]+ # SKIP/ {
	cases++
	sub(/^not ok [0-9]+ # SKIP ?/, "")
	printf "ok - %s: %s # SKIP\n", program, $0
	next
}
/^not ok [0-9]+/ {
	cases++
	failed_cases++
	sub(/^not ok [0-9]+ -? ?/, "")
	printf "not ok - %s: %s\n", program, $0
	next
}
/^Test Passed\./ { good = !missing }
/ERROR: .*Sanitizer|runtime error:|WARNING: ThreadSanitizer/ { last = $0 }
/^#/ && failed_cases { sub(/^# */, ""); if (shown++ < 40) printf "# %s\n", $0 }
END { close_program() }
