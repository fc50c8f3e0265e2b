import { type DestinationStream, pino } from 'pino'
import type { Role } from '../contract/api.ts'
import { scrub } from './rules/scrub.ts'

/** Who asks, as far as a log may say it: never which of them. */
export type Who = Role | 'gateway' | 'public'

/** All that is logged of a request. No field of it can hold an address, a name, a query string or a secret. */
export interface RequestLine {
  requestId: string
  method: string
  /** The pattern that matched, such as `/api/gateways/:id`; `none` where none did. */
  route: string
  status: number
  ms: number
  who: Who
}

/** Says what happened. `requestId`: of the request in which it did. */
export type Log = (message: string, error?: unknown, fields?: { requestId?: string }) => void

/**
 * Logs as JSON, one line an event. It writes by itself and at once: pino's transports would want threads and files of their own,
 * which the one bundled program does not have.
 */
export function createJsonLog(destination: DestinationStream): { log: Log; onRequest: (line: RequestLine) => void } {
  const logger = pino(
    {
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  )
  return {
    log(message, error, fields = {}) {
      if (error === undefined) logger.info(fields, scrub(message))
      else logger.error({ ...fields, error: describe(error) }, scrub(message))
    },
    onRequest: (line) => logger.info(line, 'request'),
  }
}

interface DescribedError {
  type: string
  message: string
  code?: string
  stack?: string[]
  cause?: DescribedError
}

/** How many errors behind an error are told. */
const DEEPEST = 4

/** An error without what it quotes. Only these fields of it: a database driver hangs the row's values on its errors. */
function describe(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) }
  const { name, cause, stack } = error
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  return {
    type: name,
    message: messageOf(error),
    ...('code' in error && error.code !== undefined && { code: scrub(String(error.code)) }),
    ...(frames && { stack: frames.map((line) => line.trim()) }),
    ...(cause !== undefined && depth < DEEPEST && { cause: describe(cause, depth + 1) }),
  }
}

/** drizzle writes a failed query's values behind its text, and those may be anything. */
function messageOf(error: Error): string {
  const text = 'params' in error ? (error.message.split('\nparams:')[0] ?? '') : error.message
  return scrub(text)
}
