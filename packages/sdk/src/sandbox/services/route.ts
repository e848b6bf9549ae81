import { answerOrRefuse } from './refusal.ts'
import type { SandboxAnswer, SandboxRequest, ServiceContext } from './service.ts'

export type PathValues = Readonly<Record<string, string>>

/** One GET route of a service. */
export interface Route {
  /** `/artists/{id}/albums`. Fixed segments win over placeholders when they stand first in the list. */
  readonly template: string
  answer(
    values: PathValues,
    request: SandboxRequest,
    context: ServiceContext,
  ): Omit<SandboxAnswer, 'template'>
}

/** Answers by the first route that fits, or `null`. */
export function answerByRoute(
  routes: readonly Route[],
  request: SandboxRequest,
  context: ServiceContext,
): SandboxAnswer | null {
  for (const route of routes) {
    const values = matchPath(route.template, request.path)
    if (values !== null) return answerOrRefuse(route.template, () => route.answer(values, request, context))
  }
  return null
}

function matchPath(template: string, path: string): PathValues | null {
  const wanted = template.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const values: Record<string, string> = {}
  for (const [at, segment] of wanted.entries()) {
    const text = given[at]!
    if (segment.startsWith('{')) {
      if (text === '') return null
      values[segment.slice(1, -1)] = decode(text)
    } else if (segment !== text) return null
  }
  return values
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
