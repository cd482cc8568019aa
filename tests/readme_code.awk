# readme_code - prints the C of one section of a README: -v section="The tool".

/^## / { inside = $0 == "## " section }
/^```/ { code = inside && $0 == "```c"; next }
code
