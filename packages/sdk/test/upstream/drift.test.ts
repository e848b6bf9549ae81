import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findDrift, rootOf } from '../../src/upstream/drift.ts'
import { openEnum } from '../../src/upstream/open-enum.ts'

const drift = (schema: z.ZodType, value: unknown, all = true) => findDrift(schema, value, 'root', { all })

describe('drift', () => {
  it('is none where the schema knows everything', () => {
    const schema = z.looseObject({
      a: z.string(),
      b: z.array(z.number()),
      c: z.unknown(),
      d: z.record(z.string(), z.number()),
    })
    expect(drift(schema, { a: 'x', b: [1], c: { any: 'thing' }, d: { some: 1 } })).toEqual([])
  })

  it('is found below optional, nullable, defaulted and transformed schemas', () => {
    const inner = z.looseObject({ a: z.string() })
    for (const schema of [
      inner.optional(),
      inner.nullable(),
      inner.nullish().default(null),
      inner.transform(({ a }) => a),
      inner.catch({ a: '' }),
    ]) {
      expect(drift(schema, { a: 'x', b: 1 })).toEqual(['root.b'])
      expect(drift(schema, null)).toEqual([])
    }
  })

  it('is found in fields that a strict or stripping schema would drop', () => {
    expect(drift(z.object({ a: z.string() }), { a: 'x', b: 1 })).toEqual(['root.b'])
  })

  it('is found in records and in lists of lists', () => {
    const schema = z.record(z.string(), z.array(z.array(z.looseObject({ a: z.string() }))))
    expect(drift(schema, { x: [[{ a: 'y', b: 1 }]] })).toEqual(['root.*[][].b'])
  })

  it('is judged by the alternative that fits best', () => {
    const schema = z.union([
      z.looseObject({ a: z.string() }),
      z.looseObject({ a: z.string(), b: z.number() }),
      z.string(),
    ])
    expect(drift(schema, { a: 'x', b: 1 })).toEqual([])
    expect(drift(schema, { a: 'x', b: 1, c: 2 })).toEqual(['root.c'])
    expect(drift(schema, 'text')).toEqual([])
  })

  it('is found in schemas that contain themselves', () => {
    const Node: z.ZodType = z.looseObject({
      name: z.string(),
      get children() {
        return z.array(Node).optional()
      },
    })
    expect(drift(Node, { name: 'a', children: [{ name: 'b', children: [{ name: 'c', odd: 1 }] }] })).toEqual([
      'root.children[].children[].odd',
    ])
  })

  it('counts new values of open enums, not those of plain strings', () => {
    const schema = z.looseObject({ kind: openEnum(['a', 'b']).nullish(), text: z.string() })
    expect(drift(schema, { kind: 'c', text: 'c' })).toEqual(['root.kind'])
    expect(drift(schema, { kind: 'a', text: 'c' })).toEqual([])
    expect(drift(schema, { kind: null, text: 'c' })).toEqual([])
  })

  it('samples long lists unless told to look at all', () => {
    const schema = z.array(z.looseObject({ a: z.number() }))
    const long = Array.from({ length: 100 }, (_, index) => (index === 99 ? { a: 1, b: 1 } : { a: 1 }))
    expect(drift(schema, long, false)).toEqual([])
    expect(drift(schema, long, true)).toEqual(['root[].b'])
  })

  it('names no field that could be anything, and not more than fit a log', () => {
    const schema = z.looseObject({})
    expect(drift(schema, { 'evil\nname': 1 })).toEqual(['root.(odd name)'])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1]))
    expect(drift(schema, many)).toHaveLength(50)
  })
})

describe('the root of a place', () => {
  it('is what the endpoint answers with', () => {
    expect(rootOf('/artists/{id}')).toBe('artist')
    expect(rootOf('/artists/{id}/albums')).toBe('albums')
    expect(rootOf('/events/{id}.json')).toBe('event')
    expect(rootOf('/events.json')).toBe('events')
    expect(rootOf('/artist/{mbid}/setlists')).toBe('setlists')
    expect(rootOf('/')).toBe('answer')
  })
})

describe('an open enum', () => {
  it('lets every text pass, and nothing else', () => {
    const Kind = openEnum(['a', 'b'])
    expect(Kind.parse('a')).toBe('a')
    expect(Kind.parse('new')).toBe('new')
    expect(Kind.safeParse(1).success).toBe(false)
  })
})
