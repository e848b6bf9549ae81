import type { z } from 'zod'
import {
  Artist,
  ArtistPage,
  City,
  CityPage,
  CountryPage,
  Setlist,
  SetlistPage,
  User,
  Venue,
  VenuePage,
} from '../../../../src/clients/setlistfm/schemas.ts'
import { readRecorded, recordedFiles } from '../../../support/recorded.ts'

/** A recorded answer of setlist.fm with the schema that must read it. */
export interface RecordedAnswer {
  readonly file: string
  readonly body: unknown
  readonly schema: z.ZodType
}

const samples: Readonly<Record<string, readonly z.ZodType[]>> = {
  'artist-and-search-artists': [Artist, ArtistPage],
  'city-and-search-cities': [City, CityPage],
  'search-countries': [CountryPage],
  user: [User, SetlistPage],
  'venue-and-search-venues': [Venue, VenuePage],
}

/** Every recorded answer, and each item of those that were recorded without their page. */
export function recordedAnswers(): RecordedAnswer[] {
  const read = (file: string) => readRecorded('setlistfm', file)
  const pages = recordedFiles('setlistfm', 'artist-setlists/*.json').map((file) => ({
    file,
    body: read(file),
    schema: SetlistPage,
  }))
  const details = recordedFiles('setlistfm', 'setlist/*.json').map((file) => ({
    file,
    body: read(file),
    schema: Setlist,
  }))
  const bare = recordedFiles('setlistfm', '{search-setlists,load}/*.json').map((file) => ({
    file,
    body: { setlist: read(file) },
    schema: SetlistPage,
  }))
  const documented = recordedFiles('setlistfm', 'doc-samples/*.json').flatMap((file) => {
    const name = file.replace(/^.*\/|\.json$/g, '')
    return (read(file) as unknown[]).map((body, index) => ({
      file: `${file} ${index}`,
      body,
      schema: samples[name]![index]!,
    }))
  })
  return [...details, ...pages, ...bare, ...documented]
}

/** Every recorded setlist. */
export function recordedSetlists(): Setlist[] {
  return recordedAnswers().flatMap(({ body, schema }) => {
    if (schema === Setlist) return [Setlist.parse(body)]
    return schema === SetlistPage ? (SetlistPage.parse(body).setlist ?? []) : []
  })
}

export function recordedSetlist(name: string): Setlist {
  return Setlist.parse(readRecorded('setlistfm', `setlist/${name}.json`))
}
