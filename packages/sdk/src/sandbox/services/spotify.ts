import { answerByRoute, type Route } from './route.ts'
import type { SandboxService } from './service.ts'
import { catalogRoutes, forOldApps, ok } from './spotify-catalog.ts'
import { discoveryRoutes } from './spotify-discovery.ts'
import { searchRoute } from './spotify-search.ts'

/** Families that new apps may not use and that this world has nothing to say about. */
const emptyFamilies: readonly Route[] = ['/audiobooks', '/chapters', '/episodes', '/shows'].map(
  (template) => ({
    template,
    answer(_values, _request, context) {
      forOldApps(context)
      return ok({ [template.slice(template.lastIndexOf('/') + 1)]: [] })
    },
  }),
)

const routes: readonly Route[] = [...catalogRoutes, searchRoute, ...discoveryRoutes, ...emptyFamilies]

/** Spotify's Web API, below `/v1`, as the app's tier sees it. */
export const answerSpotify: SandboxService = (request, context) => {
  const answer = request.method === 'GET' ? answerByRoute(routes, request, context) : null
  return (
    answer ?? { status: 404, body: { error: { status: 404, message: 'Service not found' } }, template: '' }
  )
}
