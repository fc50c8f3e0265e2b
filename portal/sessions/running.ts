import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { listSessions, type Reading, type SessionRow } from '../queries/sessions.ts'

/** The running sessions in memory, as the database has them, by the client's IP. */
export function createRunning(db: GatewayDatabase) {
  const byIp = new Map(listSessions(db).map((row) => [row.clientIp, row]))
  const current = (row: SessionRow): SessionRow | null => {
    const now = byIp.get(row.clientIp)
    return now?.sessionId === row.sessionId ? now : null
  }
  return {
    at: (ip: string): SessionRow | null => byIp.get(ip) ?? null,
    /** The row as it stands now; null: that session is over. */
    current,
    has: (row: SessionRow) => current(row) !== null,
    put: (row: SessionRow) => void byIp.set(row.clientIp, row),
    remove: (row: SessionRow) => void (current(row) && byIp.delete(row.clientIp)),
    all: () => [...byIp.values()],
    size: () => byIp.size,
    /** Adds readings that have been written to the database. A client that sent something is active at `uptime`. */
    note(readings: Reading[], uptime: number): void {
      const bySession = new Map(readings.map((reading) => [reading.sessionId, reading]))
      for (const [ip, row] of byIp) {
        const reading = bySession.get(row.sessionId)
        if (!reading) continue
        byIp.set(ip, {
          ...row,
          inputOctets: row.inputOctets + reading.since.input,
          outputOctets: row.outputOctets + reading.since.output,
          countedInputOctets: reading.counted.input,
          countedOutputOctets: reading.counted.output,
          activeUptimeMs: reading.since.input > 0 ? uptime : row.activeUptimeMs,
        })
      }
    },
  }
}
