import type { Faker } from '@faker-js/faker'
import type { Random } from './random.ts'
import type { SongTitle } from './special-titles.ts'
import { adjectives, adverbs, nouns, verbs } from './vocabulary.ts'

/** Gives one new song title after the other; none repeats, whatever the case. */
export type TitleMaker = () => SongTitle

/** `first` are given out before invented ones. */
export function createTitleMaker(random: Random, faker: Faker, first: readonly SongTitle[]): TitleMaker {
  const given = new Set<string>()
  const waiting = [...first]

  return () => {
    const next = waiting.shift()
    if (next !== undefined) {
      given.add(next.title.toLowerCase())
      return next
    }
    for (let tries = 0; ; tries++) {
      // A very long catalogue uses the short patterns up; the name of a place finds a free title.
      const invented = inventTitle(random, faker)
      const title = tries < 4 ? invented : `${invented} of ${faker.location.city()}`
      if (given.has(title.toLowerCase())) continue
      given.add(title.toLowerCase())
      return { title, setlistfmTitle: title }
    }
  }
}

function inventTitle(random: Random, faker: Faker): string {
  const noun = () => random.pick(nouns)
  const adjective = () => random.pick(adjectives)
  switch (random.int(0, 10)) {
    case 0:
      return noun()
    case 1:
      return `The ${adjective()} ${noun()}`
    case 2:
      return `${noun()} in the ${noun()}`
    case 3:
      return `${random.pick(verbs)} Me ${random.pick(adverbs)}`
    case 4:
      return `${noun()} & ${noun()}`
    case 5:
      return `Don't ${random.pick(verbs)} the ${noun()}`
    case 6:
      return `${random.int(2, 99)} ${noun()} Street`
    case 7:
      return `${faker.person.firstName()}'s ${noun()}`
    case 8:
      return `${random.pick(verbs)} the ${noun()}`
    default:
      return `${adjective()} ${noun()}`
  }
}
