import { z } from 'zod'
import { openEnum } from '../../upstream/open-enum.ts'

/** The wire as we read it. Look-ups and searches spell artists a little differently; both fit. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish()

const Area = z.object({
  id: maybe(z.string()),
  name: maybe(z.string()),
  'sort-name': maybe(z.string()),
  disambiguation: maybe(z.string()),
  type: maybe(z.string()),
  'type-id': maybe(z.string()),
  'iso-3166-1-codes': maybe(z.array(z.string())),
  'iso-3166-2-codes': maybe(z.array(z.string())),
  'life-span': maybe(z.unknown()),
})

const Alias = z.object({
  name: z.string(),
  'sort-name': maybe(z.string()),
  locale: maybe(z.string()),
  type: maybe(z.string()),
  'type-id': maybe(z.string()),
  primary: maybe(z.boolean()),
  ended: maybe(z.boolean()),
  begin: maybe(z.string()),
  end: maybe(z.string()),
  'begin-date': maybe(z.string()),
  'end-date': maybe(z.string()),
})

const artistShape = {
  id: z.string().min(1),
  name: z.string(),
  'sort-name': maybe(z.string()),
  disambiguation: maybe(z.string()),
  type: maybe(openEnum(['Person', 'Group', 'Orchestra', 'Choir', 'Character', 'Other'])),
  'type-id': maybe(z.string()),
  country: maybe(z.string()),
  area: maybe(Area),
  'begin-area': maybe(Area),
  'end-area': maybe(Area),
  'life-span': maybe(
    z.object({ begin: maybe(z.string()), end: maybe(z.string()), ended: maybe(z.boolean()) }),
  ),
  gender: maybe(z.string()),
  'gender-id': maybe(z.string()),
  ipis: maybe(z.array(z.string())),
  isnis: maybe(z.array(z.string())),
  aliases: maybe(z.array(Alias)),
  genres: maybe(
    z.array(
      z.object({
        id: maybe(z.string()),
        name: z.string(),
        count: maybe(z.number()),
        disambiguation: maybe(z.string()),
      }),
    ),
  ),
  /** What anybody wrote; genres are the checked ones among them. */
  tags: maybe(z.unknown()),
  /** Of a search, 0 to 100. */
  score: maybe(z.number()),
}

const relationShape = {
  type: z.string(),
  'type-id': maybe(z.string()),
  'target-type': maybe(z.string()),
  direction: maybe(openEnum(['forward', 'backward'])),
  begin: maybe(z.string()),
  end: maybe(z.string()),
  ended: maybe(z.boolean()),
  attributes: maybe(z.array(z.string())),
  'attribute-ids': maybe(z.unknown()),
  'attribute-values': maybe(z.unknown()),
  'source-credit': maybe(z.string()),
  'target-credit': maybe(z.string()),
}

const UrlRelation = z.object({
  ...relationShape,
  url: maybe(z.object({ id: maybe(z.string()), resource: z.string() })),
})

/** An artist; looked up by id, with its pages elsewhere. */
export const MusicbrainzArtist = z.object({ ...artistShape, relations: maybe(z.array(UrlRelation)) })
export type MusicbrainzArtist = z.infer<typeof MusicbrainzArtist>

export const ArtistSearchPage = z.object({
  created: maybe(z.string()),
  count: maybe(z.number()),
  offset: maybe(z.number()),
  artists: z.array(MusicbrainzArtist),
})

/** A page elsewhere, with the artists it belongs to. */
export const MusicbrainzUrl = z.object({
  id: maybe(z.string()),
  resource: z.string(),
  relations: maybe(z.array(z.object({ ...relationShape, artist: maybe(z.object(artistShape)) }))),
})
export type MusicbrainzUrl = z.infer<typeof MusicbrainzUrl>

/** One URL asked for answers itself; several answer a list of those that are known. */
export const UrlLookup = z.union([
  z.object({
    urls: z.array(MusicbrainzUrl),
    'url-count': maybe(z.number()),
    'url-offset': maybe(z.number()),
  }),
  MusicbrainzUrl,
])
