import type { Faker } from '@faker-js/faker'
import { type City, cities } from './geography.ts'
import type { Random } from './random.ts'
import type { VenueTrait } from './traits.ts'
import { nouns } from './vocabulary.ts'
import type { Workshop } from './workshop.ts'
import type { WorldVenue } from './world.ts'

/** Two indoor venues for every city and a field outside every fourth, with the services' own spellings. */
export function makeVenues(shop: Workshop): WorldVenue[] {
  const random = shop.random.fork('venues')
  const faker = shop.faker(random)
  const venues: WorldVenue[] = []
  const taken = new Set<string>()
  for (const [at, city] of cities.entries()) {
    const kinds = at % 4 === 0 ? ['club', 'hall', 'field'] : ['club', 'hall']
    for (const kind of kinds) {
      const name = inventName(kind, city, random, faker, taken)
      venues.push(makeVenue(shop, random, faker, city, name, traitsAt(venues.length, kind)))
    }
  }
  return venues
}

function traitsAt(at: number, kind: string): VenueTrait[] {
  const traits: VenueTrait[] = kind === 'field' ? ['open-air'] : []
  if (at % 9 === 1) traits.push('the-prefix')
  if (at % 9 === 4) traits.push('sponsor-suffix')
  if (at % 17 === 6) traits.push('no-location')
  if (at % 17 === 11) traits.push('stray-spaces')
  if (at === 13) traits.push('no-name')
  return traits
}

function makeVenue(
  shop: Workshop,
  random: Random,
  faker: Faker,
  city: City,
  name: string,
  traits: readonly VenueTrait[],
): WorldVenue {
  const field = traits.includes('open-air')
  let ticketmasterName = name
  if (traits.includes('the-prefix')) ticketmasterName = `The ${name}`
  if (traits.includes('sponsor-suffix'))
    ticketmasterName = `${name} presented by ${faker.person.lastName()} Bank`
  return {
    id: `venue-${shop.ids.setlistfm()}`,
    name,
    city,
    latitude: round(city.latitude + (random.next() - 0.5) * 0.06),
    longitude: round(city.longitude + (random.next() - 0.5) * 0.06),
    address: faker.location.streetAddress(),
    postalCode: faker.location.zipCode('#####'),
    capacity: field ? random.int(20, 60) * 1000 : random.int(4, 90) * 100,
    traits,
    ticketmasterId: shop.ids.venue(),
    ticketmasterName,
    setlistfmId: shop.ids.setlistfm(),
    setlistfmName: traits.includes('no-name') ? '' : name,
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

function inventName(kind: string, city: City, random: Random, faker: Faker, taken: Set<string>): string {
  for (;;) {
    const surname = faker.person.lastName()
    const word = random.pick(nouns)
    const names: Readonly<Record<string, readonly string[]>> = {
      club: [`${word} Club`, `${surname}'s`, `${word} Rooms`, `${surname} Ballroom`],
      hall: [`${surname} Hall`, `${city.name} Arena`, `${surname} Theatre`, `${word} Center`],
      field: [`${surname} Park`, `${word} Fields`],
    }
    const name = random.pick(names[kind]!)
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}
