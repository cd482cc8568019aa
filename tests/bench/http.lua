-- http - what wrk sends: one warm tools/call of 2026-07-28, again and again.
wrk.method = "POST"
wrk.path = "/mcp"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
wrk.headers["Mcp-Method"] = "tools/call"
wrk.headers["Mcp-Name"] = "get_volume_ranking"
wrk.body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_volume_ranking",' ..
	'"arguments":{"count":10},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",' ..
	'"io.modelcontextprotocol/clientInfo":{"name":"wrk","version":"4"},' ..
	'"io.modelcontextprotocol/clientCapabilities":{}}}}'

function done(summary, latency)
	io.write(string.format("%d answered, %d not 2xx, %d broken, %.0f calls/s, p50 %d us, p99 %d us\n",
		summary.requests, summary.errors.status,
		summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
		summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(99)))
end
