import type { Sandbox } from '../../../src/sandbox/index.ts'
import { setlistfmUser } from '../../../src/sandbox/services/setlistfm.ts'
import type { Question } from './conversation.ts'
import type { JsonObject } from './json-document.ts'

/** Every artist, venue and city, and every setlist, alone and in every list that holds it. */
export async function walkSetlistfm(question: Question, { world }: Sandbox): Promise<void> {
  for (const { mbid, name, onSetlistfm } of world.artists) {
    await question(`/search/artists?artistName=${encodeURIComponent(name)}&sort=relevance`)
    await question(`/search/artists?artistMbid=${mbid}`)
    if (!onSetlistfm) continue
    await question(`/artist/${mbid}`)
    await pages(question, `/artist/${mbid}/setlists?`)
  }
  for (const { id } of world.setlists) await question(`/setlist/${id}`)
  const cityIds = new Set<string>()
  for (const { setlistfmId, name } of world.venues) {
    const venue = await question(`/venue/${setlistfmId}`)
    const cityId = (venue?.city as JsonObject | undefined)?.id
    if (typeof cityId === 'string') cityIds.add(cityId)
    await pages(question, `/venue/${setlistfmId}/setlists?`)
    await question(`/search/venues?name=${encodeURIComponent(name)}`)
  }
  for (const id of cityIds) await question(`/city/${id}`)
  for (const { city } of world.venues) await question(`/search/cities?name=${encodeURIComponent(city.name)}`)
  await question('/search/countries')
  await pages(question, `/search/setlists?artistMbid=${world.artists[0]!.mbid}&`)
  await pages(question, '/search/setlists?lastUpdated=20200101000000&')
  await question(`/user/${setlistfmUser}`)
  for (const list of ['attended', 'edited']) await pages(question, `/user/${setlistfmUser}/${list}?`)
}

async function pages(question: Question, path: string): Promise<void> {
  for (let number = 1; ; number++) {
    const page = await question(`${path}p=${number}`)
    if (page === null || number * (page.itemsPerPage as number) >= (page.total as number)) return
  }
}
