import type { Random } from './random.ts'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const hexDigits = '0123456789abcdef'

/** Ids in the shape each service gives them. */
export interface WorldIds {
  /** 22 letters and digits. */
  spotify(): string
  /** A UUID of version 4. */
  mbid(): string
  /** 11 characters, for attractions. */
  attraction(): string
  /** 10 to 12 characters. */
  venue(): string
  /** 13 to 18 characters; the prefix tells where Ticketmaster has the listing from. */
  event(source: 'ticketmaster' | 'universe' | 'frontgate' | 'tmr'): string
  /** 7 or 8 hexadecimal digits. */
  setlistfm(): string
  /** 8 hexadecimal digits, or `g` and 7 or 8 of them. */
  version(): string
  isrc(country: string, year: number): string
  upc(): string
  /** A positive whole number. */
  tmid(): number
}

/** Makes ids that never repeat within one world. */
export function createWorldIds(random: Random): WorldIds {
  const given = new Set<string>()
  let recordings = 0

  function fresh(make: () => string): string {
    for (;;) {
      const id = make()
      if (given.has(id)) continue
      given.add(id)
      return id
    }
  }
  function text(alphabet: string, length: number): string {
    let made = ''
    for (let at = 0; at < length; at++) made += alphabet[random.int(0, alphabet.length - 1)]
    return made
  }

  return {
    spotify: () => fresh(() => random.int(0, 7) + text(base62, 21)),
    mbid: () =>
      fresh(() => {
        const hex = text(hexDigits, 30)
        const variant = random.pick(['8', '9', 'a', 'b'])
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`
      }),
    attraction: () => fresh(() => `K8vZ917${text(base62, 4)}`),
    venue: () => fresh(() => `Kov${random.pick(['ZpZ', 'Zpa', 'Z91'])}${text(base62, random.int(4, 6))}`),
    event: (source) =>
      fresh(() => {
        if (source === 'universe') return `LvZ18${text(base62, 16)}`
        if (source === 'frontgate') return `1A${text(base62, 13)}`
        if (source === 'tmr') return `Z7r9jZ1A${text(base62, 5)}`
        return random.chance(0.3) ? `vvG1${text(base62, 10)}` : `G5vZ${text(base62, 8)}_`
      }),
    setlistfm: () =>
      fresh(
        () =>
          random.pick(['1', '2', '3', '4', '5', '6', '7', 'b']) + text(hexDigits, random.chance(0.1) ? 6 : 7),
      ),
    version: () => (random.chance(0.45) ? `g${text(hexDigits, random.int(7, 8))}` : text(hexDigits, 8)),
    isrc: (country, year) => {
      recordings += 1
      const number = String(recordings % 100_000).padStart(5, '0')
      const registrant = base62.slice(10, 36)[Math.floor(recordings / 100_000)]
      return `${country}SV${registrant}${String(year).slice(2)}${number}`
    },
    upc: () => fresh(() => `0${text('0123456789', 11)}`),
    tmid: () => Number(fresh(() => String(random.int(700_000, 2_999_999)))),
  }
}

/** What stands in addresses for a name: `Sólveig & Co.` → `solveig-co`. Empty names give `x`. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return plain === '' ? 'x' : plain
}
