import type { Server } from 'node:http'

export interface StopDeps {
  /** Ends the streams that would never end by themselves. */
  endStreams: () => void
  /** Calls `job` after so many milliseconds. */
  after: (ms: number, job: () => void) => void
  /** Calls `job` every so many milliseconds; returns what calls it off. */
  every: (ms: number, job: () => void) => () => void
}

/** A request that is not answered by then is cut off. A supervisor waits longer (systemd: 90 s). */
export const STOP_WITHIN_MS = 8000
/** An answer that began before the stop did not say that its connection would be closed, so somebody has to look. */
const LOOK_MS = 50

/**
 * Takes no new connections, lets the requests under way be answered, and resolves when all connections are closed. What was
 * accepted is committed before it is answered, so nothing of it is lost.
 */
export function stopServer(server: Server, { endStreams, after, every }: StopDeps): Promise<void> {
  return new Promise((resolve) => {
    const callOff = every(LOOK_MS, () => server.closeIdleConnections())
    server.close(() => {
      callOff()
      resolve()
    })
    endStreams()
    after(STOP_WITHIN_MS, () => server.closeAllConnections())
  })
}
