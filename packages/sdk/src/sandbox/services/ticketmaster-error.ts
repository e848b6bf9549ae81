import { Refusal } from './refusal.ts'

/** Discovery's own refusals. The link's key and the spelling of the status differ between them, as observed. */
export function discoveryError(status: 400 | 404, code: string, detail: string): Refusal {
  const about = { about: { href: `/discovery/v2/errors.html#${code}` } }
  const body = { code, detail, status: status === 400 ? '400 BAD_REQUEST' : '404', _links: about }
  return new Refusal(status, { errors: [body] })
}

export function notFound(id: string): Refusal {
  return discoveryError(404, 'DIS1004', `Resource not found with provided criteria (locale=en-us, id=${id})`)
}
