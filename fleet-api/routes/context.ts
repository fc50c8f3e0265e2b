import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Me } from '../../contract/api.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { Actor, By } from '../audit.ts'
import type { Auth } from '../auth.ts'
import type { CertificateSetting } from '../certificate/setting.ts'
import type { Limits } from '../limits.ts'
import type { Live } from '../live.ts'
import type { Log, RequestLine, Who } from '../log.ts'
import type { Metrics } from '../metrics.ts'

/** What the fleet's routes need from the rest of the program. */
export interface FleetDeps {
  db: FleetDatabase
  auth: Auth
  live: Live
  /** Milliseconds since 1970. */
  now: () => number
  /** Milliseconds of a clock that never goes back. */
  elapsedMs: () => number
  /** The address that people open; null: whatever host they asked for. */
  publicUrl: string | null
  /** Whether there is a mail server to send alerts by. */
  sendsEmail: boolean
  /** How the certificate of the riders' portal is obtained; null: there is none. */
  certificate: CertificateSetting | null
  log: Log
  /** Is told how each request went; null: nobody wants to know (the demo). */
  onRequest: ((line: RequestLine) => void) | null
  metrics: Metrics
  limits: Limits
  /** Addresses of reverse proxies of our own. */
  trustedProxies: readonly string[]
  /** Calls `job` every so many milliseconds; returns what calls it off. */
  every: (ms: number, job: () => void) => () => void
  /** Folder of the built dashboard; null: not served (tests of the API). */
  dashboardDir: string | null
  /** Whether the program has been asked to stop. */
  stopping: () => boolean
}

export interface FleetEnv {
  Variables: {
    /** Who asks: set by requireRole. */
    me: Me
    /** Set by observe, for every request. */
    requestId: string
    who: Who
    /** The same, as the audit log knows it: set by requireRole. */
    actor: Actor
    /** For routes that change something: set by changeableBy. */
    by: By
  }
}
export type FleetApp = OpenAPIHono<FleetEnv>
