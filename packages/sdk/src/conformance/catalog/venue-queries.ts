import assert from 'node:assert/strict'
import type { VenueDraft } from '../../domain/venue.ts'
import { refused } from '../assertions.ts'
import { venueDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { idsOf } from './listing.ts'

const berlin = { latitude: 52.52, longitude: 13.405 }

export function venueQueries(test: Test): void {
  test('city and country narrow a search; the city in any case, with or without accents', async (storage) => {
    await storage.venues.saveMany([
      venueDraft({ id: 'a', name: 'Tonhalle', city: 'Zürich', countryCode: 'CH' }),
      venueDraft({ id: 'b', name: 'Moods', city: 'ZURICH', countryCode: 'CH' }),
      venueDraft({ id: 'c', name: 'Tonhalle', city: 'Düsseldorf', countryCode: 'DE' }),
      venueDraft({ id: 'd', name: 'Hall', city: 'Zürich Nord', countryCode: 'CH' }),
      venueDraft({ id: 'e', name: 'Nowhere' }),
    ])
    const found = (query: object) => idsOf(storage.venues, query, 1)
    assert.deepEqual(await found({ city: 'zurich' }), ['a', 'b'])
    assert.deepEqual(await found({ city: ' Zürich' }), ['a', 'b'])
    assert.deepEqual(await found({ countryCode: 'CH' }), ['a', 'b', 'd'])
    assert.deepEqual(await found({ search: 'tonh' }), ['a', 'c'])
    assert.deepEqual(await found({ search: 'tonh', city: 'Dusseldorf', countryCode: 'DE' }), ['c'])
    assert.deepEqual(await found({ search: 'tonh', countryCode: 'AT' }), [])
  })

  test('a venue is found in the city where it is now', async (storage) => {
    await storage.venues.save(venueDraft({ id: 'a', city: 'Bonn' }))
    await storage.venues.save(venueDraft({ id: 'a', city: 'Köln' }))
    assert.deepEqual(await idsOf(storage.venues, { city: 'Bonn' }, 10), [])
    assert.deepEqual(await idsOf(storage.venues, { city: 'Koln' }, 10), ['a'])
  })

  test('near finds what lies within the radius, the nearest first, page by page', async (storage) => {
    const north = (id: string, degrees: number): VenueDraft =>
      venueDraft({ id, coordinates: { ...berlin, latitude: berlin.latitude + degrees } })
    await storage.venues.saveMany([
      north('far', 1),
      north('d', 0.08),
      north('b', -0.05),
      north('c', 0.05),
      north('a', 0),
      venueDraft({ id: 'east', coordinates: { ...berlin, longitude: berlin.longitude + 0.1 } }),
      venueDraft({ id: 'city', cityCoordinates: { ...berlin, latitude: berlin.latitude + 0.07 } }),
      venueDraft({ id: 'own', coordinates: { latitude: 0, longitude: 0 }, cityCoordinates: berlin }),
      venueDraft({ id: 'nowhere' }),
    ])
    const near = { ...berlin, radiusKm: 10 }
    const found = ['a', 'b', 'c', 'east', 'city', 'd']
    const nearest = await idsOf(storage.venues, { near }, 100)
    // b and c are equally far but for rounding.
    assert.deepEqual(
      [nearest[0], nearest.slice(1, 3).sort(), nearest.slice(3)],
      ['a', ['b', 'c'], found.slice(3)],
    )
    assert.deepEqual(await idsOf(storage.venues, { near }, 1), nearest)
    assert.deepEqual(await idsOf(storage.venues, { near: { ...berlin, radiusKm: 1 } }, 2), ['a'])
  })

  test('near orders what is at one spot by id, and keeps other conditions', async (storage) => {
    const at = (id: string, name: string) => venueDraft({ id, name, coordinates: berlin })
    await storage.venues.saveMany([at('c', 'Hall C'), at('a', 'Hall A'), at('b', 'Bar'), at('d', 'Hall D')])
    const query = { near: { ...berlin, radiusKm: 1 }, search: 'hall' }
    assert.deepEqual(await idsOf(storage.venues, query, 1), ['a', 'c', 'd'])
  })

  test('near reaches over the date line and the poles', async (storage) => {
    const at = (id: string, latitude: number, longitude: number) =>
      venueDraft({ id, coordinates: { latitude, longitude } })
    await storage.venues.saveMany([
      at('west', 0, 179.95),
      at('east', 0, -179.95),
      at('one', 89.9, 0),
      at('other', 89.9, 180),
    ])
    const near = (latitude: number, longitude: number) => ({ near: { latitude, longitude, radiusKm: 25 } })
    assert.deepEqual((await idsOf(storage.venues, near(0, 179.99), 10)).sort(), ['east', 'west'])
    assert.deepEqual((await idsOf(storage.venues, near(90, 0), 10)).sort(), ['one', 'other'])
  })

  test('near refuses what is no place and no radius', async (storage) => {
    const list = (near: typeof berlin & { radiusKm: number }) => () => storage.venues.list({ near })
    await refused(
      list({ ...berlin, radiusKm: 0 }),
      list({ ...berlin, radiusKm: -1 }),
      list({ ...berlin, radiusKm: Number.NaN }),
      list({ latitude: 91, longitude: 0, radiusKm: 1 }),
      list({ latitude: 0, longitude: Number.NaN, radiusKm: 1 }),
    )
  })
}
