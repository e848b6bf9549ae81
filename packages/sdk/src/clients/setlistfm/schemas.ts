import { z } from 'zod'

/** The wire of setlist.fm REST 1.0, as far as we read it. Everything that was ever seen missing may be. */

const text = z.string().nullish()
/** A number, or a number in quotes. */
const numeric = z.union([z.number(), z.string()]).nullish()
/** Known to be sent, and of no use here: passed on as it comes. */
const unread = z.unknown().optional()

/** A list. One item without the brackets is a list of one. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]).nullish()

export const Country = z.object({ code: text, name: text })
export type Country = z.infer<typeof Country>

export const City = z.object({
  id: numeric,
  name: text,
  state: text,
  stateCode: text,
  coords: z.object({ lat: numeric, long: numeric }).nullish(),
  country: Country.nullish(),
})
export type City = z.infer<typeof City>

export const Venue = z.object({ id: z.string().min(1), name: text, url: text, city: City.nullish() })
export type Venue = z.infer<typeof Venue>

const artistShape = {
  name: text,
  sortName: text,
  disambiguation: text,
  url: text,
  /** A number of Ticketmaster's, of the kind that its site's addresses hold. Deprecated. */
  tmid: numeric,
}

export const Artist = z.object({ mbid: z.string().min(1), ...artistShape })
export type Artist = z.infer<typeof Artist>

/** Whose song it is, or who joined in. */
const Credit = z.object({ mbid: text, ...artistShape })

export const Song = z.object({
  /** Empty for a song that nobody could name. */
  name: text,
  info: text,
  cover: Credit.nullish(),
  with: Credit.nullish(),
  /** Played from tape. */
  tape: z.boolean().nullish(),
})
export type Song = z.infer<typeof Song>

export const SetlistSet = z.object({ name: text, encore: numeric, song: listOf(Song) })
export type SetlistSet = z.infer<typeof SetlistSet>

export const Setlist = z.object({
  id: z.string().min(1),
  /** Opaque; another one after every edit. */
  versionId: text,
  /** `dd-MM-yyyy`, the day where it took place. */
  eventDate: text,
  /** `yyyy-MM-dd'T'HH:mm:ss.SSSZ` */
  lastUpdated: text,
  artist: Artist.nullish(),
  venue: Venue.nullish(),
  tour: z.object({ name: text }).nullish(),
  info: text,
  url: text,
  sets: z.object({ set: listOf(SetlistSet) }).nullish(),
  /** Where the documentation's samples have the sets. */
  set: listOf(SetlistSet),
  lastFmEventId: unread,
})
export type Setlist = z.infer<typeof Setlist>

export const User = z.object({
  userId: z.string().min(1),
  fullname: text,
  about: text,
  website: text,
  url: text,
  lastFm: unread,
  mySpace: unread,
  twitter: unread,
  flickr: unread,
})
export type User = z.infer<typeof User>

const pageShape = {
  total: z.int().nonnegative().nullish(),
  page: z.int().nullish(),
  itemsPerPage: z.int().nullish(),
  type: unread,
}

export const SetlistPage = z.object({ setlist: listOf(Setlist), ...pageShape })
export const ArtistPage = z.object({ artist: listOf(Artist), ...pageShape })
export const VenuePage = z.object({ venue: listOf(Venue), ...pageShape })
export const CityPage = z.object({ cities: listOf(City), ...pageShape })
export const CountryPage = z.object({ country: listOf(Country), ...pageShape })
