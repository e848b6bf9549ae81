/** A Ticketmaster classification, with the genre words that Spotify would use. */
export interface Genre {
  readonly segment: { readonly id: string; readonly name: string }
  readonly genre: { readonly id: string; readonly name: string }
  readonly subGenre: { readonly id: string; readonly name: string }
  readonly spotify: readonly string[]
}

export const segments = {
  music: { id: 'KZFzniwnSyZfZ7v7nJ', name: 'Music' },
  sports: { id: 'KZFzniwnSyZfZ7v7nE', name: 'Sports' },
  arts: { id: 'KZFzniwnSyZfZ7v7na', name: 'Arts & Theatre' },
  film: { id: 'KZFzniwnSyZfZ7v7nn', name: 'Film' },
} as const

const { music } = segments
const rock = { id: 'KnvZfZ7vAeA', name: 'Rock' }

/** What the artists of this world play. */
export const musicGenres = {
  alternative: {
    segment: music,
    genre: rock,
    subGenre: { id: 'KZazBEonSMnZfZ7v6dt', name: 'Alternative Rock' },
    spotify: ['indie rock', 'dream pop'],
  },
  rock: {
    segment: music,
    genre: rock,
    subGenre: { id: 'KZazBEonSMnZfZ7v6F1', name: 'Pop' },
    spotify: ['rock', 'power pop'],
  },
  hardRock: {
    segment: music,
    genre: rock,
    subGenre: { id: 'KZazBEonSMnZfZ7v6kl', name: 'Hard Rock' },
    spotify: ['hard rock'],
  },
  metal: {
    segment: music,
    genre: { id: 'KnvZfZ7vAvt', name: 'Metal' },
    subGenre: { id: 'KZazBEonSMnZfZ7vkFd', name: 'Heavy Metal' },
    spotify: ['metal', 'heavy metal'],
  },
  pop: {
    segment: music,
    genre: { id: 'KnvZfZ7vAev', name: 'Pop' },
    subGenre: { id: 'KZazBEonSMnZfZ7vk1t', name: 'Pop' },
    spotify: ['pop', 'art pop'],
  },
  electronic: {
    segment: music,
    genre: { id: 'KnvZfZ7vAvF', name: 'Dance/Electronic' },
    subGenre: { id: 'KZazBEonSMnZfZ7vAJ1', name: 'Club Dance' },
    spotify: ['electronic', 'house'],
  },
  hipHop: {
    segment: music,
    genre: { id: 'KnvZfZ7vAv1', name: 'Hip-Hop/Rap' },
    subGenre: { id: 'KZazBEonSMnZfZ7vkvl', name: 'Hip-Hop/Rap' },
    spotify: ['hip hop', 'rap'],
  },
  folk: {
    segment: music,
    genre: { id: 'KnvZfZ7vAva', name: 'Folk' },
    subGenre: { id: 'KZazBEonSMnZfZ7vAn7', name: 'Folk' },
    spotify: ['folk', 'singer-songwriter'],
  },
  country: {
    segment: music,
    genre: { id: 'KnvZfZ7vAv6', name: 'Country' },
    subGenre: { id: 'KZazBEonSMnZfZ7vAFa', name: 'Country' },
    spotify: ['country', 'americana'],
  },
  soul: {
    segment: music,
    genre: { id: 'KnvZfZ7vAee', name: 'R&B' },
    subGenre: { id: 'KZazBEonSMnZfZ7vknE', name: 'Soul' },
    spotify: ['soul', 'r&b'],
  },
  latin: {
    segment: music,
    genre: { id: 'KnvZfZ7vAJ6', name: 'Latin' },
    subGenre: { id: 'KZazBEonSMnZfZ7va1a', name: 'Latin' },
    spotify: ['latin', 'cumbia'],
  },
} as const satisfies Readonly<Record<string, Genre>>

export type MusicGenre = keyof typeof musicGenres

/** The strings that Ticketmaster writes where nobody chose a genre. */
export const placeholderGenres = {
  undefined: {
    segment: music,
    genre: { id: 'KnvZfZ7vAe6', name: 'Undefined' },
    subGenre: { id: 'KZazBEonSMnZfZ7v6JI', name: 'Undefined' },
    spotify: [],
  },
  other: {
    segment: music,
    genre: { id: 'KnvZfZ7vAvl', name: 'Other' },
    subGenre: { id: 'KZazBEonSMnZfZ7vk1I', name: 'Other' },
    spotify: [],
  },
} as const satisfies Readonly<Record<string, Genre>>

/** What else Ticketmaster sells. */
export const otherGenres = {
  hockey: {
    segment: segments.sports,
    genre: { id: 'KnvZfZ7vAdI', name: 'Hockey' },
    subGenre: { id: 'KZazBEonSMnZfZ7vFEE', name: 'NHL' },
    spotify: [],
  },
  musical: {
    segment: segments.arts,
    genre: { id: 'KnvZfZ7v7l1', name: 'Theatre' },
    subGenre: { id: 'KZazBEonSMnZfZ7vAve', name: 'Musical' },
    spotify: [],
  },
  film: {
    segment: segments.film,
    genre: { id: 'KnvZfZ7vAka', name: 'Miscellaneous' },
    subGenre: { id: 'KZazBEonSMnZfZ7vFln', name: 'Miscellaneous' },
    spotify: [],
  },
} as const satisfies Readonly<Record<string, Genre>>

/** Every classification of the sandbox, for Ticketmaster's classification routes. */
export const allGenres: readonly Genre[] = [
  ...Object.values(musicGenres),
  ...Object.values(placeholderGenres),
  ...Object.values(otherGenres),
]
