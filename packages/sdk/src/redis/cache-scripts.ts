import { redisScript } from './redis-script.ts'

/**
 * An entry is a hash: `f` fresh until, `v` the value, `w` written at (microseconds of the server), `t` its tags with
 * the token that each had when the value began to be loaded. A tag is a hash: `v` its token, `n` entries since. An entry
 * counts only while the tokens are those of its tags, so removing a tag is one write, and a tag that was evicted takes
 * its entries along. What was removed by key or prefix is remembered for ten minutes, in two sorted sets by time, so
 * that a value from before is not written after it.
 *
 * KEYS: entry, removed keys, removed prefixes.
 */
const prelude = `
local function now()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local function text(number) return string.format('%.0f', number) end
local rememberMicros = 600000000
local function remember(key, member)
  local at = now()
  local born = redis.call('ZSCORE', key, '*born') or text(at)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', text(at - rememberMicros))
  redis.call('ZADD', key, born, '*born')
  if member then redis.call('ZADD', key, text(at), member) end
  redis.call('PEXPIRE', key, 1200000)
  return at
end
local function hasPrefixSince(set, name, since)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', set, text(since), '+inf')) do
    local prefix = string.sub(member, 2)
    if string.sub(member, 1, 1) == '=' and string.sub(name, 1, #prefix) == prefix then return true end
  end
  return false
end
local function tokenOf(tagKey, token, leastMs)
  local known = redis.call('HGET', tagKey, 'v')
  if not known then
    known = token
    redis.call('HSET', tagKey, 'v', token)
  end
  if redis.call('PTTL', tagKey) < leastMs then redis.call('PEXPIRE', tagKey, text(leastMs)) end
  return known
end
`

/** ARGV: the entry's name, what tag keys begin with. Answers fresh until and value, or nothing. */
export const getScript = redisScript<[string, string] | null>(`${prelude}
local entry = redis.call('HMGET', KEYS[1], 'f', 't', 'w')
if not entry[1] then return nil end
local valid = not hasPrefixSince(KEYS[3], ARGV[1], tonumber(entry[3]))
if valid then
  for _, pair in ipairs(cjson.decode(entry[2])) do
    if redis.call('HGET', ARGV[2] .. pair[1], 'v') ~= pair[2] then
      valid = false
      break
    end
  end
end
if not valid then
  redis.call('UNLINK', KEYS[1])
  return nil
end
return { entry[1], redis.call('HGET', KEYS[1], 'v') }
`)

/** KEYS without the entry. ARGV: what tag keys begin with, a new token, tags. Answers the mark. */
export const markScript = redisScript<string>(`${prelude}
remember(KEYS[1])
remember(KEYS[2])
local tokens = {}
for index, tag in ipairs(cjson.decode(ARGV[3])) do
  tokens[index] = { tag, tokenOf(ARGV[1] .. tag, ARGV[2] .. index, 3600000) }
end
return text(now()) .. (#tokens > 0 and cjson.encode(tokens) or '[]')
`)

/** ARGV: name, what tag keys begin with, a new token, tags, mark or '', fresh until, value, time to live. */
export const setScript = redisScript<number>(`${prelude}
local name, ttlMs = ARGV[1], tonumber(ARGV[8])
local tagsMs = ttlMs + 3600000
local at = now()
local tagsBefore = redis.call('HGET', KEYS[1], 't')
-- The first write of all: a Redis that is full refuses it, and would let a script that has written anything write on.
local function keep() redis.call('HSET', KEYS[1], 'f', ARGV[6], 'v', ARGV[7], 'w', text(at), 't', '[]') end
local tokens
if ARGV[5] ~= '' then
  local cut = string.find(ARGV[5], '[', 1, true)
  local since = tonumber(string.sub(ARGV[5], 1, cut - 1))
  if at - since > rememberMicros then return 0 end
  for index = 2, 3 do
    local born = redis.call('ZSCORE', KEYS[index], '*born')
    if not born or tonumber(born) > since then return 0 end
  end
  local removedAt = redis.call('ZSCORE', KEYS[2], '=' .. name)
  if removedAt and tonumber(removedAt) >= since then return 0 end
  if hasPrefixSince(KEYS[3], name, since) then return 0 end
  tokens = cjson.decode(string.sub(ARGV[5], cut))
  for _, pair in ipairs(tokens) do
    if redis.call('HGET', ARGV[2] .. pair[1], 'v') ~= pair[2] then return 0 end
  end
  keep()
  for _, pair in ipairs(tokens) do tokenOf(ARGV[2] .. pair[1], pair[2], tagsMs) end
else
  keep()
  tokens = {}
  for index, tag in ipairs(cjson.decode(ARGV[4])) do
    tokens[index] = { tag, tokenOf(ARGV[2] .. tag, ARGV[3] .. index, tagsMs) }
  end
end
local written = #tokens > 0 and cjson.encode(tokens) or '[]'
if tagsBefore ~= written then
  for _, pair in ipairs(tokens) do redis.call('HINCRBY', ARGV[2] .. pair[1], 'n', 1) end
end
redis.call('HSET', KEYS[1], 't', written)
redis.call('PEXPIRE', KEYS[1], text(ttlMs))
return 1
`)

/** ARGV: name, channel, message. Answers how many. */
export const removeScript = redisScript<number>(`${prelude}
remember(KEYS[2], '=' .. ARGV[1])
local removed = redis.call('UNLINK', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return removed
`)

/** KEYS: the tag. ARGV: a new token, channel, message. Answers how many entries it had. */
export const removeTagScript = redisScript<number>(`
local count = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'v', ARGV[1], 'n', 0) end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return count
`)

/** KEYS: removed prefixes. ARGV: prefix, channel, message. Answers when: what was written before does not count. */
export const removePrefixScript = redisScript<string>(`${prelude}
local at = remember(KEYS[1], '=' .. ARGV[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return text(at)
`)

/** KEYS: entries. ARGV: when. Removes those that were written before; answers how many. */
export const sweepScript = redisScript<number>(`
local removed = 0
for _, key in ipairs(KEYS) do
  local written = redis.call('HGET', key, 'w')
  if written and tonumber(written) <= tonumber(ARGV[1]) then removed = removed + redis.call('UNLINK', key) end
end
return removed
`)
