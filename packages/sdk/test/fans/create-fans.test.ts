import { describe, expect, it } from 'vitest'
import { hasCode } from '../../src/core/errors.ts'
import { createFans, type FanService } from '../../src/fans/create-fans.ts'
import type { FanDraft, FanStore } from '../../src/storage/fan-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const clock = fakeClock('2026-11-21T20:00:00Z')
const at = clock.now()

/** A store that knows no artist, show or venue, and remembers what was to be saved. */
function openStore() {
  const saved: FanDraft[] = []
  const store = {
    find: async () => null,
    save: async (draft: FanDraft) => {
      saved.push(draft)
      return draft
    },
    follow: async () => null,
    attend: async () => null,
    review: async () => null,
    counts: async () => null,
  }
  const storage = { fans: store as unknown as FanStore }
  return { saved, fans: createFans({ storage, clock }) }
}

describe('fans', () => {
  it('say what they want to say, and nothing about the rest', async () => {
    const { fans, saved } = openStore()
    await fans.save('a', { displayName: 'Ada', bio: null, email: undefined, timeZone: 'Europe/Berlin' })
    await fans.savePreferences('a', { emailDigest: 'weekly' })
    expect(saved).toEqual([
      { id: 'a', at, displayName: 'Ada', bio: null, timeZone: 'Europe/Berlin' },
      { id: 'a', at, preferences: { emailDigest: 'weekly' } },
    ])
  })

  it('who have no profile have the default preferences, which ask for no e-mail', async () => {
    expect(await openStore().fans.preferences('a')).toEqual({
      emailShowReminders: false,
      emailNewShows: false,
      emailSetlistResults: false,
      emailDigest: 'none',
      notifyInApp: true,
    })
  })

  it('are told when what they speak of is not there', async () => {
    const { fans } = openStore()
    const asked: [() => Promise<unknown>, string][] = [
      [() => fans.get('a'), 'fan a'],
      [() => fans.follow({ fanId: 'a', artistId: 'x' }), 'artist x'],
      [() => fans.unfollow({ fanId: 'a', artistId: 'x' }), 'artist x'],
      [() => fans.attend({ fanId: 'a', showId: 'y', attendance: 'going' }), 'show y'],
      [() => fans.review({ fanId: 'a', venueId: 'z', rating: 5 }), 'venue z'],
      [() => fans.counts({ artistId: 'x' }), 'artist x'],
      [() => fans.counts({ showId: 'y' }), 'show y'],
      [() => fans.counts({ venueId: 'z' }), 'venue z'],
    ]
    for (const [call, what] of asked) {
      await expect(call()).rejects.toSatisfy(
        (error: Error) => hasCode(error, 'not-found') && error.message === `There is no ${what} in storage`,
      )
    }
  })

  const refused: Record<string, (fans: FanService) => Promise<unknown>> = {
    'an e-mail address that is none': (fans) => fans.save('a', { email: 'ada at example' }),
    'an address that is no URL': (fans) => fans.save('a', { avatarUrl: 'me.png' }),
    'a time zone that is none': (fans) => fans.save('a', { timeZone: 'Mars/Olympus' }),
    'an endless name': (fans) => fans.save('a', { displayName: 'x'.repeat(10_000) }),
    'a field that is none': (fans) => fans.save('a', { createdAt: at } as object),
    'a preference that is none': (fans) => fans.savePreferences('a', { emailSpam: true } as object),
    'no fan': (fans) => fans.save('', {}),
    'a fan with a NUL character': (fans) => fans.follow({ fanId: 'a\0', artistId: 'x' }),
    'an endless id': (fans) => fans.counts({ artistId: 'x'.repeat(201) }),
    'an attendance that is none': (fans) =>
      fans.attend({ fanId: 'a', showId: 'y', attendance: 'maybe' as 'going' }),
    'six stars': (fans) => fans.review({ fanId: 'a', venueId: 'z', rating: 6 }),
    'half a star': (fans) => fans.review({ fanId: 'a', venueId: 'z', rating: 2.5 }),
    'a list of nobody’s follows': async (fans) => fans.follows(''),
  }
  it.each(Object.entries(refused))('%s is refused, and nothing is saved', async (_, call) => {
    const { fans, saved } = openStore()
    await expect(call(fans)).rejects.toSatisfy((error) => hasCode(error, 'invalid-input'))
    expect(saved).toEqual([])
  })

  it('are kept somewhere', () => {
    expect(() => createFans({} as Parameters<typeof createFans>[0])).toThrow(
      'createFans({ storage: memoryStorage() })',
    )
  })
})
