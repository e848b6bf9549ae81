import { describe, expect, it } from 'vitest'
import {
  classifyRecording,
  type RecordingClues,
  type RecordingKind,
} from '../../src/matching/classify-recording.ts'

const kinds: readonly (readonly [RecordingClues, RecordingKind])[] = [
  [{ title: 'Surrender', albumName: 'Live at Budokan' }, 'live'],
  [{ title: 'Surrender', albumName: 'Cheap Trick at Budokan (Live)' }, 'live'],
  [{ title: 'About a Girl', albumName: 'MTV Unplugged in New York' }, 'live'],
  [{ title: 'Cold Shot', albumName: 'Live At Montreux 1982 & 1985' }, 'live'],
  [{ title: 'Iced Over', albumName: 'Live at Carnegie Hall' }, 'live'],
  [{ title: 'Dreams', albumName: 'Fleetwood Mac Live', artists: ['Fleetwood Mac'] }, 'live'],
  [{ title: 'Dreams', albumName: 'Greatest Hits: Live' }, 'live'],
  [{ title: 'Violet', albumName: 'Live Through This' }, 'studio'],
  [{ title: 'Live Forever', albumName: 'Definitely Maybe' }, 'studio'],
  [{ title: 'Live and Let Die', albumName: 'Live and Let Die', albumType: 'single' }, 'studio'],
  [{ title: 'Blue on Black', albumName: 'Live On' }, 'studio'],
  [{ title: 'Peso', albumName: 'Live.Love.A$AP' }, 'studio'],
  [
    {
      title: 'Superstition - Live',
      albumName: 'The Essential Stevie Ray Vaughan And Double Trouble',
      albumType: 'compilation',
    },
    'live',
  ],
  [{ title: 'Encore (Studio Version)', albumName: 'Live at Wembley' }, 'studio'],
  [{ title: 'Come Together - Remastered 2009', albumName: 'Abbey Road (Remastered)' }, 'studio'],
  [{ title: "Love Story (Taylor's Version)", albumName: "Fearless (Taylor's Version)" }, 'studio'],
  [{ title: 'Wanna Know Love', albumName: 'Wanna Know Love (Piano Version)' }, 'acoustic'],
  [{ title: 'Elemental Child', albumName: 'The Demos' }, 'demo'],
  [{ title: 'Blue Monday', albumName: 'The Remixes' }, 'remix'],
  [{ title: 'Clint Eastwood', albumName: 'Gorillaz (Instrumentals)' }, 'instrumental'],
  [{ title: 'Hello', albumName: 'Hits of Today', artists: ['The Karaoke Channel'] }, 'karaoke'],
  [{ title: 'Hello', albumName: 'Hits of Today', artists: ['Adele Tribute Band'] }, 'karaoke'],
  [{ title: 'Lyckliga gatan - Radio Edit', albumName: 'Lyckliga gatan', albumType: 'single' }, 'edit'],
  [{ title: 'Time - Commentary', albumName: 'The Dark Side of the Moon' }, 'commentary'],
  [{ title: 'Take Five' }, 'studio'],
]

describe('what a recording is', () => {
  it.each(kinds)('%o is %s', (recording, kind) => {
    expect(classifyRecording(recording).kind).toBe(kind)
  })

  it('says by what it was recognised', () => {
    expect(classifyRecording({ title: 'Surrender', albumName: 'Live at Budokan' }).reasons).toEqual([
      { code: 'album-version', detail: 'Live at Budokan', weight: 0.8 },
    ])
    expect(classifyRecording({ title: 'Surrender' }).reasons).toEqual([])
  })
})
