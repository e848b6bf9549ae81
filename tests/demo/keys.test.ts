import { createSandbox, type ListeningSandbox } from '@setvote/sdk/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDemoJson } from './support/demo-json.ts'
import { runDemo } from './support/run-demo.ts'

describe.concurrent('the demo with keys in the environment', { timeout: 120_000 }, () => {
  let sandbox: ListeningSandbox
  let keys: Record<'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz', Record<string, string>>

  beforeAll(async () => {
    sandbox = await createSandbox({ limits: false }).listen()
    const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
    keys = {
      spotify: {
        SPOTIFY_CLIENT_ID: spotify.clientId,
        SPOTIFY_CLIENT_SECRET: spotify.clientSecret,
        SPOTIFY_BASE_URL: spotify.baseUrl,
        SPOTIFY_ACCOUNTS_URL: spotify.accountsUrl,
      },
      ticketmaster: {
        TICKETMASTER_API_KEY: ticketmaster.apiKey,
        TICKETMASTER_BASE_URL: ticketmaster.baseUrl,
      },
      setlistfm: { SETLISTFM_API_KEY: setlistfm.apiKey, SETLISTFM_BASE_URL: setlistfm.baseUrl },
      musicbrainz: {
        MUSICBRAINZ_USER_AGENT: musicbrainz.userAgent,
        MUSICBRAINZ_BASE_URL: musicbrainz.baseUrl,
      },
    }
  })
  afterAll(() => sandbox.close())

  const everyKey = () => ({
    ...keys.spotify,
    ...keys.ticketmaster,
    ...keys.setlistfm,
    ...keys.musicbrainz,
  })
  const named = ['--artist', 'Iron Tide', '--json'] as const

  it('imports from the services that the keys are for', async () => {
    const { exitCode, stdout } = await runDemo(named, { env: everyKey() })
    expect(exitCode).toBe(0)
    expect(readDemoJson(stdout)).toMatchObject({
      import: { status: 'completed' },
      artist: { name: 'Iron Tide' },
      votes: { audit: { clean: true } },
      // Nobody else is imported: calls to real services are the user's.
      trending: { artists: [{ name: 'Iron Tide' }] },
    })
  })

  it('imports with the keys that are there, and names the gaps that the others leave', async () => {
    const { exitCode, stdout, stderr } = await runDemo(named, { env: keys.spotify })
    expect(exitCode).toBe(0)
    const { import: run, counts } = readDemoJson(stdout)
    expect(run.status).toBe('completed-with-gaps')
    expect(run.ledger.gaps).toContainEqual(
      expect.objectContaining({ kind: 'setlists', service: 'setlistfm', reason: 'not-configured' }),
    )
    expect(run.ledger.gaps).toContainEqual(
      expect.objectContaining({ kind: 'shows', service: 'ticketmaster', reason: 'not-configured' }),
    )
    expect(counts.songs).toBeGreaterThan(0)
    expect(stderr).toContain('Ticketmaster is left out: set TICKETMASTER_API_KEY to ask it.')
  })

  it.each([
    ['SPOTIFY_CLIENT_SECRET', 'Spotify', 'SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET'],
    ['TICKETMASTER_API_KEY', 'Ticketmaster', 'TICKETMASTER_API_KEY'],
    ['SETLISTFM_API_KEY', 'setlist.fm', 'SETLISTFM_API_KEY'],
  ])('ends with one sentence when %s is wrong', async (variable, service, names) => {
    const { exitCode, stdout, stderr } = await runDemo(named, {
      env: { ...everyKey(), [variable]: 'wrong-key' },
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      `${service} refuses the key in the environment: check ${names}.`,
    )
    expect(stderr).not.toContain('wrong-key')
  })

  it('ends with one sentence when half of the Spotify key is missing', async () => {
    expect(await runDemo(named, { env: { SPOTIFY_CLIENT_ID: 'some-id' } })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'SPOTIFY_CLIENT_ID is set and SPOTIFY_CLIENT_SECRET is not: set both, or neither to leave Spotify out.\n',
    })
  })

  it('lists whom a name may mean, each as it can be asked for', async () => {
    const { exitCode, stdout, stderr } = await runDemo(['--artist', 'Paper Lanterns', '--json'], {
      env: keys.spotify,
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr.match(/--artist spotify:\w{22} +Paper Lanterns/g)?.length).toBeGreaterThan(1)
  })

  it('imports by an id', async () => {
    const { spotifyId } = sandbox.world.artists.find(({ name }) => name === 'Iron Tide')!
    const { exitCode, stdout } = await runDemo(['--artist', `spotify:${spotifyId}`, '--json'], {
      env: keys.spotify,
    })
    expect(exitCode).toBe(0)
    expect(readDemoJson(stdout).artist?.name).toBe('Iron Tide')
  })

  it('asks whom to import from the real services', async () => {
    const { exitCode, stderr } = await runDemo(['--json'], { env: keys.ticketmaster })
    expect(exitCode).toBe(1)
    expect(stderr).toContain("name one, as in --artist 'Radiohead'")
  })

  it('keeps the faults of the fake world away from real services', async () => {
    const { exitCode, stderr } = await runDemo([...named, '--fault', 'flaky'], { env: keys.ticketmaster })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('--fault needs the fake world')
  })
})
