import {
  Artist,
  type ArtistDraft,
  mergeArtist,
  mergeSetlist,
  mergeShow,
  mergeVenue,
  Setlist,
  type SetlistDraft,
  Show,
  type ShowDraft,
  Venue,
  type VenueDraft,
} from '@setvote/sdk/storage'

export const at = new Date('2026-11-21T12:00:00Z')
const context = { id: 'new_1', at }

/** Drafts that a storage would take; anything else throws. */
export const acceptArtist = (draft: ArtistDraft): unknown => Artist.parse(mergeArtist(null, draft, context))
export const acceptVenue = (draft: VenueDraft): unknown => Venue.parse(mergeVenue(null, draft, context))
export const acceptShow = (draft: ShowDraft): unknown => Show.parse(mergeShow(null, draft, context))
export const acceptSetlist = (draft: SetlistDraft): unknown =>
  Setlist.parse(mergeSetlist(null, draft, { ...context, newSongId: () => 'sls_1' }))

/** A draft, or the reason why there is none. */
export function acceptMapped<Draft>(
  { draft, reason }: { readonly draft: Draft | null; readonly reason: string | null },
  accept: (draft: Draft) => unknown,
): void {
  if (draft !== null) accept(draft)
  else if (!reason) throw new Error('neither a draft nor a reason')
}
