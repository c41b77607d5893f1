-- What wrk sends and how it reports. Environment: REQUESTS names a file with one request body a line. EXPECTED, where it is
-- set, names one with what may be answered, a line each: the whole text, or a Lua pattern after "pattern:". Then each answer
-- is compared, which slows wrk down, so it is not done while measuring.
local bodies, at, number = {}, 0, 0
local threads = {}
good, bad, sample = 0, 0, ""

function setup(thread)
  thread:set("number", #threads)
  threads[#threads + 1] = thread
end

function init()
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
  for body in io.lines(os.getenv("REQUESTS")) do
    bodies[#bodies + 1] = wrk.format("POST", "/graphql", headers, body)
  end
  -- Each thread begins at another place of the same list.
  at = math.floor(#bodies * number / 2)
end

function request()
  at = at % #bodies + 1
  return bodies[at]
end

local expected = os.getenv("EXPECTED")
if expected then
  local patterns, answers = {}, {}
  for line in io.lines(expected) do
    if line:sub(1, 8) == "pattern:" then patterns[#patterns + 1] = line:sub(9) else answers[line] = true end
  end
  local function fits(body)
    if answers[body] then return true end
    for _, pattern in ipairs(patterns) do
      if body:match(pattern) then return true end
    end
    return false
  end
  function response(status, headers, body)
    if status == 200 and fits(body) then
      good = good + 1
    else
      bad = bad + 1
      if sample == "" then sample = status .. " " .. body:sub(1, 300) end
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  local compared, wrong, first = 0, 0, ""
  for _, thread in ipairs(threads) do
    compared, wrong = compared + thread:get("good"), wrong + thread:get("bad")
    if first == "" then first = thread:get("sample") end
  end
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local line = string.format("RESULT requests=%d duration=%d failed=%d good=%d bad=%d",
    summary.requests, summary.duration, failed, compared, wrong)
  for _, part in ipairs({ 50, 75, 90, 95, 99, 99.9, 99.99 }) do
    line = line .. string.format(" p%g=%d", part, latency:percentile(part))
  end
  io.write(line, "\n")
  if first ~= "" then io.write("SAMPLE ", first, "\n") end
end
