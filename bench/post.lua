-- wrk's script: posts the bodies of a file (one a line) in turn, or gets where there is none,
-- and prints one line of JSON at the end. Bodies differ, so that not one page is measured.

local requests = {}
local turn = 0

function init(args)
  if args[1] == nil then
    requests = { wrk.format("GET") }
    return
  end
  local headers = { ["Content-Type"] = "application/json" }
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local e = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%.4f,"p99_ms":%.4f,"bad_status":%d,"socket":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.status, e.connect + e.read + e.write + e.timeout))
end
