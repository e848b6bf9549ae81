import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('@setvote/sdk')

/** Runs `work` in an OpenTelemetry client span. Costs nothing unless the app has installed an OpenTelemetry SDK. */
export function withSpan<Result>(
  name: string,
  attributes: Attributes,
  work: (annotate: (more: Attributes) => void) => Promise<Result>,
): Promise<Result> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await work((more) => span.setAttributes(more))
    } catch (error) {
      span.recordException(error as Error)
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}
