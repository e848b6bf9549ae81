import {
  Attraction,
  AttractionPage,
  ClassificationBranch,
  Event,
  EventImages,
  EventPage,
  Venue,
} from '../../../../src/clients/ticketmaster/schemas.ts'
import { readRecorded, recordedFiles } from '../../../support/recorded.ts'

/** A recorded answer of Ticketmaster with the schema that must read it. */
export interface RecordedAnswer {
  readonly file: string
  readonly body: unknown
  readonly schema:
    | typeof Event
    | typeof EventPage
    | typeof EventImages
    | typeof Attraction
    | typeof AttractionPage
    | typeof Venue
    | typeof ClassificationBranch
}

/** Every recorded answer of a successful request. */
export function recordedAnswers(): RecordedAnswer[] {
  return recordedFiles('ticketmaster', '{events,attractions,venues,classifications}/*.json').map((file) => {
    const body = bodyOf(readRecorded('ticketmaster', file))
    return {
      file,
      body,
      schema: schemaFor(file, typeof body === 'object' && body !== null && 'page' in body),
    }
  })
}

/** Some were recorded together with their request. */
function bodyOf(recording: unknown): unknown {
  return Array.isArray(recording) ? recording[0].response : recording
}

function schemaFor(file: string, isPage: boolean): RecordedAnswer['schema'] {
  if (file.includes('event-images')) return EventImages
  if (file.startsWith('events')) return isPage ? EventPage : Event
  if (file.startsWith('attractions')) return isPage ? AttractionPage : Attraction
  return file.startsWith('venues') ? Venue : ClassificationBranch
}

/** Every recorded event, from searches and details. */
export function recordedEvents(): Event[] {
  return recordedAnswers().flatMap(({ body, schema }) => {
    if (schema === EventPage) return EventPage.parse(body)._embedded?.events ?? []
    return schema === Event ? [Event.parse(body)] : []
  })
}

export function recordedEvent(file: string): Event {
  return Event.parse(bodyOf(readRecorded('ticketmaster', `events/${file}.json`)))
}

export function recordedAttraction(file: string): Attraction {
  return Attraction.parse(bodyOf(readRecorded('ticketmaster', `attractions/${file}.json`)))
}
