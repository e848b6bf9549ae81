import { z } from 'zod'
import { openEnum } from '../../upstream/open-enum.ts'

/** The wire of Ticketmaster Discovery v2, as far as we read it. Everything that was ever seen missing may be. */

const text = z.string().nullish()
const flag = z.boolean().nullish()
/** A number, or a number in quotes: both are sent. */
const numeric = z.union([z.number(), z.string()]).nullish()
/** Known to be sent, and of no use here: passed on as it comes. */
const unread = z.unknown().optional()

export const Image = z.object({
  url: text,
  ratio: text,
  width: z.number().nullish(),
  height: z.number().nullish(),
  /** A generic picture of the genre, used when there is none of the thing itself. */
  fallback: flag,
  attribution: text,
})
export type Image = z.infer<typeof Image>
const images = z.array(Image).nullish()

const Named = z.object({ id: text, name: text })

export const Classification = z.object({
  primary: flag,
  segment: Named.nullish(),
  genre: Named.nullish(),
  subGenre: Named.nullish(),
  type: Named.nullish(),
  subType: Named.nullish(),
  family: flag,
})
export type Classification = z.infer<typeof Classification>
const classifications = z.array(Classification).nullish()

const ExternalLink = z.object({ id: text, url: text })

/** Who or what an event is about: an artist, a team, a festival, a parking lot. */
export const Attraction = z.object({
  id: z.string().min(1),
  name: text,
  url: text,
  images,
  classifications,
  /** Where else the attraction can be found, by the name of the place: `spotify`, `musicbrainz`, `homepage`. */
  externalLinks: z.record(z.string(), z.array(ExternalLink).nullish()).nullish(),
  aliases: z.array(z.string()).nullish(),
  upcomingEvents: z.record(z.string(), z.number().nullish()).nullish(),
  type: unread,
  test: unread,
  locale: unread,
  description: unread,
  additionalInfo: unread,
  _links: unread,
})
export type Attraction = z.infer<typeof Attraction>

const placeShape = {
  name: text,
  postalCode: text,
  city: z.object({ name: text }).nullish(),
  state: z.object({ name: text, stateCode: text }).nullish(),
  country: z.object({ name: text, countryCode: text }).nullish(),
  address: z.object({ line1: text, line2: text, line3: text }).nullish(),
  /** Sent as strings. */
  location: z.object({ latitude: numeric, longitude: numeric }).nullish(),
}

/** Where an event takes place when it has no venue: on items from Universe. */
export const Place = z.object({ ...placeShape, area: unread })
export type Place = z.infer<typeof Place>

export const Venue = z.object({
  id: z.string().min(1),
  ...placeShape,
  timezone: text,
  url: text,
  images,
  aliases: z.array(z.string()).nullish(),
  upcomingEvents: z.record(z.string(), z.number().nullish()).nullish(),
  /** In searches by place. */
  distance: z.number().nullish(),
  units: text,
  type: unread,
  test: unread,
  locale: unread,
  description: unread,
  additionalInfo: unread,
  currency: unread,
  markets: unread,
  dmas: unread,
  dma: unread,
  social: unread,
  boxOfficeInfo: unread,
  parkingDetail: unread,
  accessibleSeatingDetail: unread,
  generalInfo: unread,
  externalLinks: unread,
  ada: unread,
  _links: unread,
})
export type Venue = z.infer<typeof Venue>

const DayAndTime = z.object({ id: unread, localDate: text, localTime: text, dateTime: text })

const Start = z.object({
  localDate: text,
  localTime: text,
  /** UTC. */
  dateTime: text,
  dateTBD: flag,
  dateTBA: flag,
  timeTBA: flag,
  noSpecificTime: flag,
})

const Dates = z.object({
  start: Start.nullish(),
  end: z
    .object({ localDate: text, localTime: text, dateTime: text, approximate: flag, noSpecificTime: flag })
    .nullish(),
  /** The day it was announced for before it moved. */
  initialStartDate: z.union([DayAndTime, z.string()]).nullish(),
  timezone: text,
  status: z
    .object({
      code: openEnum(['onsale', 'offsale', 'cancelled', 'canceled', 'postponed', 'rescheduled']).nullish(),
    })
    .nullish(),
  access: unread,
  spanMultipleDays: flag,
})

const PriceRange = z.object({ type: text, currency: text, min: numeric, max: numeric })

export const Event = z.object({
  id: z.string().min(1),
  name: text,
  url: text,
  images,
  dates: Dates.nullish(),
  sales: z
    .object({
      public: z.object({ startDateTime: text, endDateTime: text, startTBD: flag, startTBA: flag }).nullish(),
      presales: unread,
    })
    .nullish(),
  classifications,
  priceRanges: z.array(PriceRange).nullish(),
  info: text,
  pleaseNote: text,
  description: text,
  doorsTimes: DayAndTime.nullish(),
  place: Place.nullish(),
  source: z.object({ id: text, name: text }).nullish(),
  /** In searches by place. */
  distance: z.number().nullish(),
  units: text,
  _embedded: z
    .object({ venues: z.array(Venue).nullish(), attractions: z.array(Attraction).nullish() })
    .nullish(),
  type: unread,
  test: unread,
  locale: unread,
  location: unread,
  additionalInfo: unread,
  promoter: unread,
  promoters: unread,
  outlets: unread,
  products: unread,
  seatmap: unread,
  accessibility: unread,
  ticketLimit: unread,
  ageRestrictions: unread,
  ticketing: unread,
  externalLinks: unread,
  _links: unread,
})
export type Event = z.infer<typeof Event>

export const EventImages = z.object({ id: text, images, type: unread, _links: unread })
export type EventImages = z.infer<typeof EventImages>

const shelfShape = { id: z.string().min(1), name: text, locale: unread, _links: unread }

export const SubGenre = z.object(shelfShape)
export type SubGenre = z.infer<typeof SubGenre>

export const Genre = z.object({
  ...shelfShape,
  _embedded: z.object({ subgenres: z.array(SubGenre).nullish() }).nullish(),
})
export type Genre = z.infer<typeof Genre>

export const Segment = z.object({
  ...shelfShape,
  _embedded: z.object({ genres: z.array(Genre).nullish() }).nullish(),
})
export type Segment = z.infer<typeof Segment>

/** One branch of the tree of classifications: a segment with its genres, or a type with its subtypes. */
export const ClassificationBranch = z.object({
  segment: Segment.nullish(),
  type: unread,
  family: flag,
  primary: flag,
  _links: unread,
})
export type ClassificationBranch = z.infer<typeof ClassificationBranch>

export const Suggestions = z.object({
  _embedded: z
    .object({
      attractions: z.array(Attraction).nullish(),
      events: z.array(Event).nullish(),
      venues: z.array(Venue).nullish(),
      products: unread,
    })
    .nullish(),
  _links: unread,
})
export type Suggestions = z.infer<typeof Suggestions>

/** What the service says about a page. An empty result has this, and no `_embedded`. */
const PageFacts = z.object({
  totalElements: z.int().nonnegative(),
  size: z.number().nullish(),
  totalPages: z.number().nullish(),
  number: z.number().nullish(),
})

const pageShape = { page: PageFacts, _links: unread }

export const EventPage = z.object({
  _embedded: z.object({ events: z.array(Event).nullish() }).nullish(),
  ...pageShape,
})

export const AttractionPage = z.object({
  _embedded: z.object({ attractions: z.array(Attraction).nullish() }).nullish(),
  ...pageShape,
})

export const VenuePage = z.object({
  _embedded: z.object({ venues: z.array(Venue).nullish() }).nullish(),
  ...pageShape,
})

export const ClassificationPage = z.object({
  _embedded: z.object({ classifications: z.array(ClassificationBranch).nullish() }).nullish(),
  ...pageShape,
})
