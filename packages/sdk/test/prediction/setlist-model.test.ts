import { describe, expect, it } from 'vitest'
import { createSetlistModel } from '../../src/prediction/setlist-model.ts'
import { mean, scoresOf } from './support/scores.ts'
import { dayOf, draw, type Habit, showsOf, songs } from './support/worlds.ts'

const alternating: Habit = (show) => ({
  songs: [...songs('core', 5), ...(show % 2 === 0 ? songs('even', 10) : songs('odd', 10))],
})
/** Never plays a song again within three shows. */
const jam: Habit = (_, chance, past) => ({
  songs: draw(songs('jam', 90), 18, chance, { slope: 3, except: past.slice(-3).flat() }),
})
const touring: Habit = (show, chance) => {
  const tour = Math.floor(show / 30)
  return {
    tour: `tour ${tour}`,
    songs: [...songs('core', 8), ...draw(songs(`tour${tour}-`, 20), 8, chance, { slope: 4 })],
  }
}

const habits: Readonly<Record<string, Habit>> = {
  'the same set every night': () => ({ songs: songs('core', 18) }),
  'two sets in turn': alternating,
  'three sets in turn': (show) => ({ songs: [...songs('core', 5), ...songs('abc'[show % 3]!, 12)] }),
  'songs by chance, some more likely': (_, chance) => ({
    songs: draw(songs('song', 60), 15, chance, { slope: 20 }),
  }),
  'songs by chance, all alike': (_, chance) => ({ songs: draw(songs('song', 60), 15, chance) }),
  'no song twice within three shows': jam,
  'another set on every tour': (show) => ({
    tour: `tour ${Math.floor(show / 30)}`,
    songs: [...songs('core', 8), ...songs(`tour${Math.floor(show / 30)}-`, 10)],
  }),
  'another pool on every tour': touring,
  'two programmes under two tour names': (show) =>
    show % 7 < 3
      ? { tour: 'orchestra', songs: songs('orchestra', 15) }
      : { tour: 'band', songs: songs('band', 15) },
  'short festivals among long shows': (_, chance) => ({
    songs: songs('core', chance() < 0.3 ? 9 : 20),
  }),
}

describe('a model of an artist', () => {
  it.each(Object.entries(habits))('is no worse than the best simple rule for %s', (_, habit) => {
    const { model, bestRule } = scoresOf(showsOf(habit, 140))
    expect(model).toBeGreaterThan(bestRule - 0.02)
  })

  it('is right every time about an artist who repeats one set, or two in turn', () => {
    for (const name of ['the same set every night', 'two sets in turn']) {
      expect(scoresOf(showsOf(habits[name]!, 80)).model, name).toBeGreaterThan(0.995)
    }
  })

  it('is much better than any rule about an artist who never repeats a song soon', () => {
    const { model, bestRule } = scoresOf(showsOf(jam, 140))
    expect(model).toBeGreaterThan(2 * bestRule)
  })

  it('gives probabilities that come true as often as they say', () => {
    const model = createSetlistModel()
    const bins = new Map<number, { said: number[]; came: number[] }>()
    for (const [at, show] of showsOf(touring, 300).entries()) {
      if (at >= 20) {
        const played = new Set(show.songs.map(({ key }) => key))
        const { songs: named } = model.predict(show)
        for (const { key, probability } of named) {
          const bin = Math.floor(probability * 4)
          const { said, came } = bins.get(bin) ?? { said: [], came: [] }
          bins.set(bin, { said: [...said, probability], came: [...came, played.has(key) ? 1 : 0] })
        }
      }
      model.observe(show)
    }
    const full = [...bins.values()].filter(({ said }) => said.length > 200)
    expect(full.length).toBeGreaterThan(1)
    for (const { said, came } of full) expect(Math.abs(mean(said) - mean(came))).toBeLessThan(0.08)
  })

  it('names about as many songs as are played, even where all are alike', () => {
    const model = createSetlistModel()
    const shows = showsOf(habits['songs by chance, all alike']!, 60)
    for (const show of shows) model.observe(show)
    const { length } = model.predict({ localDate: dayOf(60), tour: null }).songs
    expect(length).toBeGreaterThanOrEqual(12)
    expect(length).toBeLessThanOrEqual(21)
  })

  it('looks past shows of which nobody knows yet what will be played', () => {
    const model = createSetlistModel()
    for (const show of showsOf(alternating, 40)) model.observe(show)
    const namedAfter = (between: number) =>
      model
        .predict(
          { localDate: dayOf(40 + between), tour: null },
          Array.from({ length: between }, (_, at) => ({ localDate: dayOf(40 + at), tour: null })),
        )
        .songs.map(({ key }) => key)
    expect(namedAfter(0)).toEqual(expect.arrayContaining(songs('even', 10)))
    expect(namedAfter(1)).toEqual(expect.arrayContaining(songs('odd', 10)))
    expect(namedAfter(1)).not.toContain('even0')
    expect(namedAfter(2)).toEqual(expect.arrayContaining(songs('even', 10)))
  })

  it('is less sure of a show that lies behind many others', () => {
    const model = createSetlistModel()
    for (const show of showsOf(jam, 80)) model.observe(show)
    const best = (between: number) => {
      const upcoming = Array.from({ length: between + 1 }, (_, at) => ({
        localDate: dayOf(80 + at),
        tour: null,
      }))
      const { songs: named } = model.predict(upcoming.at(-1)!, upcoming.slice(0, -1))
      return Math.max(...named.map(({ probability }) => probability))
    }
    expect(best(8)).toBeLessThan(best(0))
  })

  it('says the same whenever it is asked, and asking teaches it nothing', () => {
    const [one, other] = [createSetlistModel(), createSetlistModel()]
    for (const show of showsOf(touring, 50)) {
      one.predict(show, [show])
      one.observe(show)
      other.observe(show)
    }
    const next = { localDate: dayOf(53), tour: 'tour 1' }
    const between = [{ localDate: dayOf(51), tour: 'tour 1' }]
    expect(one.predict(next, between).songs).toEqual(other.predict(next, between).songs)
    expect(one.predict(next, between).songs).toEqual(one.predict(next, between).songs)
  })

  it('holds only probabilities from 0 to 1, and 0 for a song that was never played', () => {
    const model = createSetlistModel()
    expect(model.predict({ localDate: dayOf(0), tour: null }).songs).toEqual([])
    for (const show of showsOf(jam, 30)) model.observe(show)
    const { songs: named, probabilityOf } = model.predict({ localDate: dayOf(400), tour: 'new' })
    for (const { key, probability } of named) {
      expect(probability).toBeGreaterThan(0)
      expect(probability).toBeLessThan(1)
      expect(probabilityOf(key)).toBe(probability)
    }
    expect(probabilityOf('never played')).toBe(0)
  })
})
