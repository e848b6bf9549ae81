import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { attractionsOf, describeApps, requestsOf } from './support/with-apps.ts'

describeApps('a service that fails', (bench) => {
  it('is left alone by all once one has seen it, and used again by all after one probe', async () => {
    const answerMs = 400
    const sandbox = await bench.services({
      latencyMs: answerMs,
      faults: [{ kind: 'server-error', service: 'ticketmaster', times: 5 }],
    })
    const ids = attractionsOf(sandbox)
    const [one, other] = [bench.start(sandbox, { retries: 0 }), bench.start(sandbox, { retries: 0 })]
    const failing = await one.ask('readAttractions', ids.slice(0, 5))
    expect(failing.map(({ status }) => status)).toEqual(Array(5).fill('upstream-failed'))
    const [held] = await other.ask('readAttractions', ids.slice(5, 6))
    expect(held!.status).toBe('circuit-open')
    expect(requestsOf(sandbox)).toHaveLength(5)
    const health = (await other.ask('diagnostics')).find(({ service }) => service === 'ticketmaster')!
    expect(health).toMatchObject({ breaker: 'open', retryAt: held!.retryAt })

    await sleep(held!.retryAt!.getTime() - Date.now() + 50)
    const endings = await Promise.all([
      one.ask('readAttractions', ids.slice(10, 15)),
      other.ask('readAttractions', ids.slice(15, 20)),
    ])
    expect(
      endings
        .flat()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual([...Array(9).fill('circuit-open'), 'ok'])
    expect(requestsOf(sandbox)).toHaveLength(6)

    for (const app of [one, other]) {
      const after = await app.ask('readAttractions', ids.slice(20, 23), 'reload')
      expect(after.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    }
    expect(requestsOf(sandbox)).toHaveLength(12)
  })
})
