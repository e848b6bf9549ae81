import { type Breakage, inPort, roundTrip } from './breakage.ts'

export const brokenOthers: readonly Breakage[] = [
  {
    what: 'a budget is looked up before it is spent',
    chapter: 'racing: quotas',
    promise: 'many spenders never get more than the window holds',
    breakIt: inPort('quotas', (quotas) => ({
      async spend({ key, windows, cost = 1, at }) {
        for (const window of windows) {
          const remaining = await quotas.remaining({ key, window, at })
          if (remaining < cost) return quotas.spend({ key, windows, cost, at })
        }
        await roundTrip()
        const endless = windows.map((window) => ({ ...window, limit: 1_000_000 }))
        return quotas.spend({ key, windows: endless, cost, at })
      },
    })),
  },
  {
    what: 'windows are spent from one after another',
    chapter: 'quotas',
    promise: 'takes from every window or from none',
    breakIt: inPort('quotas', (quotas) => ({
      async spend({ windows, ...request }) {
        let remaining = {}
        for (const window of windows) {
          const grant = await quotas.spend({ ...request, windows: [window] })
          if (grant.status !== 'granted') return grant
          remaining = { ...remaining, ...grant.remaining }
        }
        return quotas.spend({ ...request, windows: [] }).then((grant) => ({ ...grant, remaining }))
      },
    })),
  },
  {
    what: 'a prefix is a pattern',
    chapter: 'settings',
    promise: 'lists what begins with a prefix, literally, by key',
    breakIt: inPort('settings', (settings) => ({
      async list(prefix) {
        const pattern = prefix
          .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
          .replaceAll('%', '.*')
          .replaceAll('_', '.')
        return (await settings.list('')).filter(({ key }) => new RegExp(`^${pattern}`).test(key))
      },
    })),
  },
  {
    what: 'a setting is compared, then written',
    chapter: 'racing: settings',
    promise: 'no step is lost when many count in one value',
    breakIt: inPort('settings', (settings) => ({
      async replace({ key, expected, value }) {
        if (JSON.stringify(await settings.get(key)) !== JSON.stringify(expected)) return 'changed'
        await roundTrip()
        await settings.set(key, value)
        return 'replaced'
      },
    })),
  },
  {
    what: 'cleaning up forgets what is still wanted',
    chapter: 'ops',
    promise: 'removes ended runs and scores that are older than they are kept, and nothing else',
    breakIt: inPort('ops', (ops) => ({
      cleanup: (request) => ops.cleanup({ ...request, keepJobRunsMs: 0 }),
    })),
  },
  {
    what: 'a closed storage answers on',
    chapter: 'lifecycle',
    promise: 'every verb of every port rejects once it is closed; closing again does nothing',
    breakIt: (storage) => ({ ...storage, close: async () => {} }),
  },
  {
    what: 'another version of the contract is stated',
    chapter: 'lifecycle',
    promise: 'states the version of the contract that it was built for',
    breakIt: (storage) => ({ ...storage, contractVersion: storage.contractVersion + 1 }),
  },
]
