import { type Diagnosis, type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'

const services = {
  spotify: {
    title: 'Spotify',
    keys: ['SPOTIFY_CLIENT_ID', 'SPOTIFY_CLIENT_SECRET'],
    missing: 'songs and images',
  },
  ticketmaster: { title: 'Ticketmaster', keys: ['TICKETMASTER_API_KEY'], missing: 'coming shows and venues' },
  setlistfm: { title: 'setlist.fm', keys: ['SETLISTFM_API_KEY'], missing: 'past setlists, and predictions' },
} as const

export const serviceKeys: DoctorCheck = {
  name: 'service-keys',
  find({ config, env }) {
    const { clients } = config.setvote
    const found: Diagnosis[] = []
    for (const [name, { title, keys, missing }] of Object.entries(services)) {
      if (clients[name as keyof typeof services]) continue
      const [unset, ...others] = keys.filter((key) => !env[key])
      const isHalf = unset !== undefined && others.length + 1 < keys.length
      const advice = isHalf
        ? `Set ${unset} too.`
        : `Set ${keys.join(' and ')}, and give them to createSetvote.`
      const what = `${title} is not configured: jobs bring no ${missing}`
      found.push(isHalf ? problem(what, advice) : warning(what, advice))
    }
    return found.length > 0 ? found : [ok('Every service that needs a key has one')]
  },
}
