import type { RequestHandler } from 'msw'
import { InvalidOptionsError } from '../../core/errors.ts'
import { realBaseUrl } from '../addresses.ts'
import { serviceNames } from '../service-name.ts'

/** Handlers for the real addresses, for `setupServer(...)` of `msw/node` or `setupWorker(...)` of `msw/browser`. */
export async function createMswHandlers(sandboxFetch: typeof fetch): Promise<RequestHandler[]> {
  const { http, HttpResponse } = await importMsw()
  return serviceNames.map((service) =>
    http.all(`${realBaseUrl(service)}/*`, async ({ request }) => {
      try {
        return await sandboxFetch(request)
      } catch (error) {
        if (error instanceof TypeError) return HttpResponse.error()
        throw error
      }
    }),
  )
}

async function importMsw(): Promise<typeof import('msw')> {
  try {
    return await import('msw')
  } catch (cause) {
    throw new InvalidOptionsError('mswHandlers() needs the package msw: npm install --save-dev msw', {
      cause,
    })
  }
}
