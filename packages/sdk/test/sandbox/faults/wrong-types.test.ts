import { describe, expect, it } from 'vitest'
import { changeTypes } from '../../../src/sandbox/faults/wrong-types.ts'

const page = {
  total: 2,
  items: [{ id: 'a', name: 'A', tracks: { total: 3, items: [] }, ok: true }],
  next: null,
}

describe('wrong types', () => {
  it('writes every number as text', () => {
    expect(changeTypes(page, 'numbers-as-strings')).toEqual({
      total: '2',
      items: [{ id: 'a', name: 'A', tracks: { total: '3', items: [] }, ok: true }],
      next: null,
    })
  })

  it('puts null where lists were', () => {
    expect(changeTypes(page, 'arrays-as-null')).toEqual({ total: 2, items: null, next: null })
  })

  it('takes away what names a thing', () => {
    expect(changeTypes(page, 'required-missing')).toEqual({
      total: 2,
      items: [{ tracks: { total: 3, items: [] }, ok: true }],
      next: null,
    })
  })
})
