import { slug } from './ids.ts'
import type { Workshop } from './workshop.ts'
import type { WorldStranger } from './world.ts'

/** Writers of the songs that this world covers, and guests on its stages. */
export function makeStrangers(shop: Workshop): WorldStranger[] {
  const random = shop.random.fork('strangers')
  const faker = shop.faker(random)
  return Array.from({ length: 16 }, (_, at) => {
    const first = faker.person.firstName()
    const last = faker.person.lastName()
    const band = at % 3 === 0
    const name = band ? `The ${last} Brothers` : `${first} ${last}`
    return {
      name,
      sortName: band ? `${last} Brothers, The` : `${last}, ${first}`,
      disambiguation: random.chance(0.5) ? `${faker.music.genre().toLowerCase()} singer & songwriter` : '',
      mbid: shop.ids.mbid(),
      setlistfmSlug: `${slug(name)}-${shop.ids.setlistfm()}`,
    }
  })
}
