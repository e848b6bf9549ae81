import type { ArtistDraft, ShowDraft, VenueDraft } from '@setvote/sdk/storage'
import type { ExternalLinks } from '@setvote/sdk/ticketmaster'
import { expect } from 'vitest'
import { type Check, type FieldList, instant, plain, same, text } from './field-list.ts'

const imageFields = <Arrived extends Pick<ArtistDraft, 'images'>>(): FieldList<Arrived> => ({
  read: {
    'images[].url': ({ images }, url) =>
      expect(images?.map((image) => image.url)).toContain(String(url).replace(/^\/\//, 'https://')),
    'images[].width': same(({ images }) => images?.map(({ width }) => width)),
    'images[].height': same(({ images }) => images?.map(({ height }) => height)),
    'images[].fallback': same(({ images }) => images?.map(({ fallback }) => fallback)),
    'images[].attribution': text(({ images }) => images?.map(({ credit }) => credit)),
  },
  ignored: { 'images[].ratio': 'follows from width and height' },
})

const technical = {
  type: 'known from where it stands',
  test: 'a test is never asked for',
  locale: 'the language of texts for the eye',
  _links: 'addresses of the API',
} as const

export interface ArrivedAttraction {
  readonly artist: ArtistDraft
  readonly links: ExternalLinks
}

/** What Ticketmaster files things under that it cannot file. */
const placeholders = ['Other', 'Undefined', 'Miscellaneous']

const genre: Check<ArrivedAttraction> = ({ artist }, name) => {
  if (!placeholders.includes(String(name))) expect(artist.genres).toContain(plain(name))
}

const mbid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const imagesOfArtist = imageFields<ArtistDraft>()

export const attractionFields: FieldList<ArrivedAttraction> = {
  read: {
    id: same(({ artist }) => artist.externalIds.map(({ id }) => id)),
    name: text(({ artist }) => artist.name),
    url: text(({ artist }) => artist.source.url),
    ...Object.fromEntries(
      Object.entries(imagesOfArtist.read).map(([place, check]) => [
        place,
        ({ artist }: ArrivedAttraction, value: unknown, thing: unknown) => check(artist, value, thing),
      ]),
    ),
    'classifications[].genre.name': genre,
    'classifications[].subGenre.name': genre,
    'externalLinks.*[].url': ({ artist, links }, url) => {
      if (URL.canParse(String(url))) expect(artist.links?.map((link) => link.url)).toContain(url)
      const [id] = /\bmusicbrainz\.org/.test(String(url)) ? (mbid.exec(String(url)) ?? []) : []
      if (id) expect(links.mbids).toContain(id)
    },
    'externalLinks.*[].id': ({ links }, id) => {
      if (mbid.test(String(id))) expect(links.mbids).toContain(id)
    },
  },
  ignored: {
    ...technical,
    ...imagesOfArtist.ignored,
    classifications: 'whether it is music; what it is, by genre and sub-genre',
    aliases: 'other spellings, for matching in the hands of an operator',
    upcomingEvents: 'how many there are; the events themselves say more',
    description: 'written by the seller, about the listing',
    additionalInfo: 'written by the seller, about the listing',
  },
}

const site: FieldList<VenueDraft>['read'] = {
  name: text(({ name }) => name),
  postalCode: text(({ postalCode }) => postalCode),
  'city.name': text(({ city }) => city),
  'state.name': text(({ state }) => state),
  'state.stateCode': text(({ stateCode }) => stateCode),
  'country.name': text(({ country }) => country),
  'country.countryCode': text(({ countryCode }) => countryCode),
  'address.line1': line,
  'address.line2': line,
  'address.line3': line,
  'location.latitude': coordinate('latitude'),
  'location.longitude': coordinate('longitude'),
}

function line({ address }: VenueDraft, value: unknown): void {
  if (plain(value) !== null) expect(address).toContain(plain(value))
}

/** 0, 0 lies in the sea and stands for nothing. */
function coordinate(name: 'latitude' | 'longitude'): Check<VenueDraft> {
  return ({ coordinates }, value) => {
    if (Number(value) !== 0) expect(coordinates?.[name]).toBe(Number(value))
  }
}

const imagesOfVenue = imageFields<VenueDraft>()

export const venueFields: FieldList<VenueDraft> = {
  read: {
    ...site,
    ...imagesOfVenue.read,
    id: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    url: text(({ url }) => url),
    timezone: text(({ timeZone }) => timeZone),
  },
  ignored: {
    ...technical,
    ...imagesOfVenue.ignored,
    aliases: 'other spellings, for matching in the hands of an operator',
    upcomingEvents: 'how many there are; the events themselves say more',
    distance: 'from where somebody searched',
    units: 'of that distance',
    markets: "the seller's regions",
    dmas: "the seller's regions",
    dma: "the seller's regions",
    currency: "the seller's",
    social: 'accounts of the house',
    boxOfficeInfo: 'for buyers at the house',
    parkingDetail: 'for visitors of the house',
    accessibleSeatingDetail: 'for visitors of the house',
    generalInfo: 'for visitors of the house',
    ada: 'for visitors of the house',
    description: 'for visitors of the house',
    additionalInfo: 'for visitors of the house',
    externalLinks: 'accounts of the house',
  },
}

/** Where a listing without a venue takes place. */
export const placeFields: FieldList<VenueDraft> = { read: site, ignored: { area: 'the region around it' } }

/** What is announced, as far as the event says so itself. */
interface Announced {
  readonly dates?: {
    readonly start?: {
      readonly dateTBA?: boolean
      readonly dateTBD?: boolean
      readonly timeTBA?: boolean
      readonly noSpecificTime?: boolean
    }
    readonly end?: { readonly approximate?: boolean; readonly noSpecificTime?: boolean }
  }
  readonly info?: string
  readonly description?: string
}

const startOf = (thing: unknown) => (thing as Announced).dates?.start ?? {}
const hasDay = (thing: unknown) => !startOf(thing).dateTBA && !startOf(thing).dateTBD
const hasTime = (thing: unknown) => hasDay(thing) && !startOf(thing).timeTBA && !startOf(thing).noSpecificTime
const ends = (thing: unknown) => {
  const { approximate, noSpecificTime } = (thing as Announced).dates?.end ?? {}
  return hasDay(thing) && !approximate && !noSpecificTime
}
const unless =
  (holds: (thing: unknown) => boolean, check: Check<ShowDraft>): Check<ShowDraft> =>
  (arrived, value, thing) => {
    if (holds(thing)) check(arrived, value, thing)
  }

/** Years up to 1970 stand for "none". */
const isInstant = (value: unknown) => new Date(String(value)).getUTCFullYear() > 1970

const statuses: Readonly<Record<string, Partial<ShowDraft>>> = {
  onsale: { onSale: true },
  offsale: { onSale: false },
  rescheduled: { status: 'rescheduled' },
  postponed: { status: 'postponed' },
  cancelled: { status: 'cancelled' },
  canceled: { status: 'cancelled' },
}

const imagesOfShow = imageFields<ShowDraft>()

export const eventFields: FieldList<ShowDraft> = {
  read: {
    ...imagesOfShow.read,
    id: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    name: text(({ name }) => name),
    url: text(({ ticketUrl }) => ticketUrl),
    'dates.start.localDate': unless(
      hasDay,
      text(({ localDate }) => localDate),
    ),
    'dates.start.localTime': unless(
      hasTime,
      text(({ localTime }) => localTime),
    ),
    'dates.start.dateTime': unless(
      hasTime,
      instant(({ startsAt }) => startsAt),
    ),
    'dates.start.dateTBA': ({ dateStatus }, value) => value === true && expect(dateStatus).toBe('tba'),
    'dates.start.dateTBD': ({ dateStatus }, value, thing) =>
      value === true && !startOf(thing).dateTBA && expect(dateStatus).toBe('tbd'),
    'dates.start.timeTBA': ({ localTime }, value) => value === true && expect(localTime).toBeNull(),
    'dates.start.noSpecificTime': ({ localTime }, value) => value === true && expect(localTime).toBeNull(),
    'dates.end.dateTime': unless(
      ends,
      instant(({ endsAt }) => endsAt),
    ),
    'dates.initialStartDate.localDate': text(({ initialDate }) => initialDate),
    'dates.timezone': text(({ timeZone }) => timeZone),
    'dates.status.code': (show, code) => expect(show).toMatchObject(statuses[String(code)] ?? {}),
    'sales.public.startDateTime': (show, value) => {
      if (isInstant(value)) instant<ShowDraft>(({ onSaleAt }) => onSaleAt)(show, value, null)
      else expect(show.onSaleAt).toBeNull()
    },
    'priceRanges[].min': same(({ priceRanges }) => priceRanges?.map(({ min }) => min)),
    'priceRanges[].max': same(({ priceRanges }) => priceRanges?.map(({ max }) => max)),
    'priceRanges[].currency': same(({ priceRanges }) => priceRanges?.map(({ currency }) => currency)),
    'priceRanges[].type': same(({ priceRanges }) => priceRanges?.map(({ kind }) => kind)),
    info: text(({ info }) => info),
    description: (show, value, thing) => {
      if (!(thing as Announced).info) text<ShowDraft>(({ info }) => info)(show, value, thing)
    },
    pleaseNote: (show, value, thing) => {
      const { info, description } = thing as Announced
      if (!info && !description) text<ShowDraft>((arrived) => arrived.info)(show, value, thing)
    },
    'doorsTimes.dateTime': instant(({ doorsAt }) => doorsAt),
    '_embedded.attractions[].id': ({ lineup }, id, thing) => {
      if (isAct(thing, id)) expect(lineup?.map((entry) => entry.ticketmasterId)).toContain(id)
    },
    '_embedded.attractions[].name': () => {},
  },
  ignored: {
    ...technical,
    ...imagesOfShow.ignored,
    place: 'on the list of places',
    '_embedded.venues': 'on the list of venues',
    '_embedded.attractions[]': 'on the list of attractions',
    classifications: 'whether it is music; what it is, the acts say better',
    'dates.end.localDate': 'the instant says it',
    'dates.end.localTime': 'the instant says it',
    'dates.end.approximate': 'an end that is only estimated is none',
    'dates.end.noSpecificTime': 'an end without a time is none',
    'dates.initialStartDate': 'an evening that moved has the day it moved from',
    'dates.access': 'when tickets may be bought, for partners',
    'dates.spanMultipleDays': 'follows from start and end',
    'sales.public.endDateTime': 'when tickets may be bought',
    'sales.public.startTBD': 'an absent start says it',
    'sales.public.startTBA': 'an absent start says it',
    'sales.presales': 'when tickets may be bought, and by whom',
    doorsTimes: 'the instant says it',
    source: 'whether it is a resale',
    distance: 'from where somebody searched',
    units: 'of that distance',
    location: 'of the venue, which says it itself',
    promoter: 'who sells',
    promoters: 'who sells',
    outlets: 'who sells',
    products: 'what else is sold',
    seatmap: 'for buyers',
    accessibility: 'for buyers',
    ticketLimit: 'for buyers',
    ageRestrictions: 'for buyers',
    ticketing: 'for buyers',
    additionalInfo: 'for buyers',
    externalLinks: 'of the seller',
  },
}

interface Billed {
  readonly _embedded?: {
    readonly attractions?: readonly {
      readonly id: string
      readonly name?: string
      readonly classifications?: readonly { readonly subType?: { readonly name?: string } }[]
    }[]
  }
}

/** A festival is the occasion, unless nobody else is named. */
function isAct(event: unknown, id: unknown): boolean {
  const named = ((event as Billed)._embedded?.attractions ?? []).filter(({ name }) => plain(name) !== null)
  const acts = named.filter(({ classifications = [] }) =>
    classifications.every(({ subType }) => subType?.name !== 'Festival'),
  )
  return (acts.length > 0 ? acts : named).some((attraction) => attraction.id === id)
}
