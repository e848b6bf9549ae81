import type { ArtistDraft } from '@setvote/sdk/storage'
import { expect } from 'vitest'
import { type FieldList, same, text } from './field-list.ts'

interface Relation {
  readonly ended?: boolean
  readonly url?: { readonly resource?: string }
}

export const artistFields: FieldList<ArtistDraft> = {
  read: {
    id: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    name: text(({ name }) => name),
    'sort-name': text(({ sortName }) => sortName),
    disambiguation: text(({ disambiguation }) => disambiguation),
    country: text(({ countryCode }) => countryCode),
    'area.iso-3166-1-codes': ({ countryCode }, codes, thing) => {
      if (!(thing as { readonly country?: string }).country) expect(codes).toContain(countryCode)
    },
    'genres[].name': text(({ genres }) => genres),
    'relations[]': ({ links, externalIds }, relation) => {
      const { ended, url } = relation as Relation
      const resource = url?.resource ?? ''
      if (ended || !/^https?:/.test(resource)) return
      expect(links?.map((link) => link.url)).toContain(resource)
      const [, spotifyId] = /open\.spotify\.com\/artist\/(\w{22})/.exec(resource) ?? []
      if (spotifyId) expect(externalIds).toContainEqual({ service: 'spotify', id: spotifyId })
    },
  },
  ignored: {
    type: 'whether it is a person or a group',
    'type-id': 'the same, in another spelling',
    gender: 'of a person',
    'gender-id': 'the same, in another spelling',
    area: 'its country is enough',
    'begin-area': 'where it all began',
    'end-area': 'where it ended',
    'life-span': 'when it all began',
    aliases: 'other spellings, for matching',
    'genres[]': 'how many voted for it orders them',
    tags: 'what anybody wrote; genres are the checked ones among them',
    ipis: 'numbers of collecting societies',
    isnis: 'numbers of libraries',
    score: 'how well it fits a search',
  },
}
