import { redisScript } from './redis-script.ts'

/**
 * An account is one hash, so that it is lost, if it is lost, as a whole: its `id` then is another one, and whoever
 * remembers the old id tells the account what it still knows. Fields: `id`; `cool`, `why`; for each fixed window
 * `e:name` (ends at), `s:name` (spent) and `h:name` (how much of that was spent from an account that was lost); for each sliding one `w:name` (spends) and `b:name` (closed until); for each
 * process `p:name` (last seen).
 */
const prelude = `
local key = KEYS[1]
local at = tonumber(ARGV[1])
local fields = redis.call('HGETALL', key)
local account = {}
for i = 1, #fields, 2 do account[fields[i]] = fields[i + 1] end
local changes = {}
local function put(field, value)
  if type(value) == 'number' then value = string.format('%.0f', value) end
  account[field] = value
  changes[#changes + 1] = field
  changes[#changes + 1] = value
end
local keepMs = 600000
local function keepUntil(instant)
  if instant - at + 600000 > keepMs then keepMs = instant - at + 600000 end
end
local function save()
  if #changes > 0 then redis.call('HSET', key, unpack(changes)) end
  if redis.call('PTTL', key) < keepMs then redis.call('PEXPIRE', key, string.format('%.0f', keepMs)) end
end
local known = cjson.decode(ARGV[2])
local lost = known.id ~= nil and known.id ~= account.id
if lost then
  for name, counter in pairs(known.windows) do
    local running = tonumber(account['e:' .. name] or '-1e18') > at
    local spent = running and tonumber(account['s:' .. name]) or 0
    local healed = running and tonumber(account['h:' .. name] or '0') or 0
    if counter.endsAt > at and counter.spent > healed then
      if healed == 0 then put('e:' .. name, counter.endsAt) end
      put('s:' .. name, spent + counter.spent - healed)
      put('h:' .. name, counter.spent)
      keepUntil(counter.endsAt)
    end
  end
  if known.until_ ~= nil and known.until_ > tonumber(account.cool or '-1e18') then
    put('cool', known.until_)
    put('why', known.why)
    keepUntil(known.until_)
  end
end
if account.id == nil then put('id', ARGV[3]) end
`

/**
 * ARGV: at, known, id, process, cost, windows. Answers: what, id, processes, then for `granted` what is spent from and
 * the end of each window, for `exhausted` the number of the window and when it refills, for `cooling-down` until and
 * why.
 */
export const spendScript = redisScript<string[]>(`${prelude}
local cost = tonumber(ARGV[5])
local windows = cjson.decode(ARGV[6])

put('p:' .. ARGV[4], at)
local processes = 0
for field, seen in pairs(account) do
  if string.sub(field, 1, 2) == 'p:' then
    if tonumber(seen) > at - 600000 then processes = processes + 1
    else redis.call('HDEL', key, field) end
  end
end
local function answer(what, ...)
  save()
  return { what, account.id, string.format('%.0f', processes), ... }
end
local function text(number) return string.format('%.0f', number) end

-- Spends that nobody remembers: nothing more until they would have come back.
for _, window in ipairs(windows) do
  if lost and window.sliding then
    put('b:' .. window.name, at + window.periodMs)
    keepUntil(at + window.periodMs)
  end
end

local coolUntil = tonumber(account.cool or '-1e18')
if coolUntil > at then return answer('cooling-down', text(coolUntil), account.why) end

local full, refillsAt = nil, nil
local counts = {}
for index, window in ipairs(windows) do
  local count = { spent = 0 }
  local free = at + window.periodMs
  if window.sliding then
    count.spends = {}
    for stamp, each in string.gmatch(account['w:' .. window.name] or '', '(-?%d+):(%d+)') do
      stamp, each = tonumber(stamp), tonumber(each)
      if stamp + window.periodMs > at then
        count.spends[#count.spends + 1] = { stamp, each }
        count.spent = count.spent + each
      end
    end
    table.sort(count.spends, function(one, other) return one[1] < other[1] end)
    if cost <= window.limit then
      free = at
      local left = count.spent
      for _, spend in ipairs(count.spends) do
        if left + cost <= window.limit then break end
        left = left - spend[2]
        free = spend[1] + window.periodMs
      end
    end
    count.closed = tonumber(account['b:' .. window.name] or '-1e18')
    if count.closed > free then free = count.closed end
  else
    local ends = tonumber(account['e:' .. window.name] or '-1e18')
    if ends > at then
      free = ends
      count.spent = tonumber(account['s:' .. window.name])
    end
  end
  count.free = free
  counts[index] = count
  local closed = count.closed ~= nil and count.closed > at
  if count.spent + cost > window.limit or closed then
    if refillsAt == nil or free > refillsAt then full, refillsAt = index, free end
  end
end
if full then return answer('exhausted', text(full), text(refillsAt)) end

local told = {}
for index, window in ipairs(windows) do
  local count = counts[index]
  local ends = count.free
  if window.sliding then
    local spends, merged = {}, false
    ends = at + window.periodMs
    for _, spend in ipairs(count.spends) do
      local each = spend[2]
      if spend[1] == at then
        each = each + cost
        merged = true
      end
      spends[#spends + 1] = text(spend[1]) .. ':' .. text(each)
      if spend[1] + window.periodMs > ends then ends = spend[1] + window.periodMs end
    end
    if not merged then spends[#spends + 1] = text(at) .. ':' .. text(cost) end
    put('w:' .. window.name, table.concat(spends, ','))
  else
    if count.spent == 0 then put('h:' .. window.name, 0) end
    put('e:' .. window.name, ends)
    put('s:' .. window.name, count.spent + cost)
  end
  keepUntil(ends)
  told[#told + 1] = text(count.spent + cost)
  told[#told + 1] = text(ends)
end
return answer('granted', unpack(told))
`)

/** ARGV: window, from, to. Answers whether there was such a call. */
export const moveScript = redisScript<number>(`
local spends = redis.call('HGET', KEYS[1], 'w:' .. ARGV[1])
if not spends then return 0 end
local from, to = ARGV[2], ARGV[3]
local found, kept, moved = false, {}, 1
for stamp, each in string.gmatch(spends, '(-?%d+):(%d+)') do
  each = tonumber(each)
  if stamp == from and not found then
    found = true
    each = each - 1
  end
  if stamp == to then moved = moved + each
  elseif each > 0 then kept[#kept + 1] = stamp .. ':' .. string.format('%.0f', each) end
end
if not found then return 0 end
kept[#kept + 1] = to .. ':' .. string.format('%.0f', moved)
redis.call('HSET', KEYS[1], 'w:' .. ARGV[1], table.concat(kept, ','))
return 1
`)

/** ARGV: at, known, id, until, why. Answers the cooldown in force and the id. */
export const coolScript = redisScript<string[]>(`${prelude}
local wanted = tonumber(ARGV[4])
if wanted > tonumber(account.cool or '-1e18') then
  put('cool', wanted)
  put('why', ARGV[5])
  keepUntil(wanted)
end
save()
return { account.cool, account.id, account.why }
`)
