import type { SetlistTrait } from './traits.ts'
import type { WorldSetlist, WorldSong } from './world.ts'

/** Names what a setlist holds, from what it holds. */
export function setlistTraits(
  setlist: Omit<WorldSetlist, 'traits'>,
  facts: { readonly today: string; readonly festival: boolean; songById(id: string): WorldSong },
): SetlistTrait[] {
  const lines = setlist.sets.flatMap((set) => set.songs)
  const played = lines.flatMap((line) => line.songIds.map((id) => facts.songById(id)))
  const checks: Readonly<Record<SetlistTrait, boolean>> = {
    'empty-past': lines.length === 0 && setlist.date < facts.today,
    'empty-future': lines.length === 0 && setlist.date >= facts.today,
    'several-encores': setlist.sets.filter((set) => set.encore !== null).length > 1,
    'named-sets': setlist.sets.some((set) => set.name !== null),
    tape: lines.some((line) => line.tape),
    medley: lines.some((line) => line.songIds.length > 1),
    cover: lines.some((line) => line.cover !== null && !line.tape),
    guest: lines.some((line) => line.guest !== null),
    'song-info': lines.some((line) => line.info !== null),
    'unnamed-song': lines.some((line) => line.name === '' && !line.tape),
    'unnamed-tape': lines.some((line) => line.name === '' && line.tape),
    'no-tour': setlist.tourName === null,
    festival: facts.festival,
    'never-recorded': played.some((song) => !song.recorded && song.coverOf === null),
    'different-spelling': played.some((song) => song.title !== song.setlistfmTitle),
    incomplete: setlist.info?.includes('incomplete') ?? false,
  }
  return (Object.keys(checks) as SetlistTrait[]).filter((trait) => checks[trait])
}
