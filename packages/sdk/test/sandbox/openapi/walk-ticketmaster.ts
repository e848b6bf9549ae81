import type { Sandbox } from '../../../src/sandbox/index.ts'
import type { Question } from './conversation.ts'
import type { JsonObject } from './json-document.ts'

/** Every event, attraction and venue, alone and in lists, and the classifications. */
export async function walkTicketmaster(question: Question, { world }: Sandbox): Promise<void> {
  for (const { id } of world.events) {
    await question(`/events/${id}.json`)
    await question(`/events/${id}/images.json`)
  }
  const attractionIds = [...world.artists, ...world.bystanders]
    .map(({ attractionId }) => attractionId)
    .filter((id) => id !== null)
  for (const id of attractionIds) {
    await question(`/attractions/${id}.json`)
    for (const more of ['', '&includeTBA=only', '&includeTBD=only', '&sort=date,asc']) {
      await pages(question, `/events.json?attractionId=${id}${more}`)
    }
  }
  for (const { ticketmasterId, name } of world.venues) {
    await question(`/venues/${ticketmasterId}.json`)
    await question(`/venues.json?keyword=${encodeURIComponent(name)}`)
  }
  for (const { name } of world.artists) {
    await question(`/attractions.json?keyword=${encodeURIComponent(name)}`)
    await question(`/suggest.json?keyword=${encodeURIComponent(name)}`)
  }
  await question('/events.json?keyword=nothing+is+called+like+this')
  await question('/events.json?geoPoint=9q8yyk8yt&radius=100&unit=km&sort=distance,asc')
  await question('/events.json?size=50&page=1')
  await walkClassifications(question)
}

async function walkClassifications(question: Question): Promise<void> {
  const list = await question('/classifications.json?size=200')
  const classifications = ((list?._embedded as JsonObject | undefined)?.classifications ?? []) as JsonObject[]
  for (const { segment } of classifications) {
    const { id, _embedded } = segment as JsonObject
    await question(`/classifications/${id}.json`)
    await question(`/classifications/segments/${id}.json`)
    for (const genre of ((_embedded as JsonObject | undefined)?.genres ?? []) as JsonObject[]) {
      await question(`/classifications/genres/${genre.id}.json`)
      for (const subGenre of ((genre._embedded as JsonObject | undefined)?.subgenres ?? []) as JsonObject[]) {
        await question(`/classifications/subgenres/${subGenre.id}.json`)
      }
    }
  }
}

async function pages(question: Question, path: string): Promise<void> {
  for (let number = 0; ; number++) {
    const list = await question(`${path}&size=20&page=${number}`)
    const page = list?.page as JsonObject | undefined
    if (page === undefined || number + 1 >= (page.totalPages as number)) return
  }
}
