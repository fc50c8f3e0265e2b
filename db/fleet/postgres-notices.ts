import { setTimeout as later } from 'node:timers'
import pg from 'pg'

const CHANNEL = 'abordo_changed'
const AGAIN_MS = 2000

/** Announcements among the processes of a fleet: LISTEN on a connection of its own, made again whenever it breaks. */
export function listenTo(url: string, pool: pg.Pool) {
  const hearers = new Set<() => void>()
  let client: pg.Client | null = null
  let closed = false
  let waiting: NodeJS.Timeout | null = null

  function hear(): void {
    for (const heard of hearers) heard()
  }

  async function listen(): Promise<void> {
    const made = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'abordo-listen' })
    client = made
    let over = false
    const again = () => {
      if (over) return
      over = true
      void made.end().catch(() => undefined)
      if (!closed) {
        waiting = later(() => void listen(), AGAIN_MS)
        waiting.unref()
      }
    }
    made.on('error', again)
    made.on('end', again)
    made.on('notification', hear)
    try {
      await made.connect()
      await made.query(`LISTEN ${CHANNEL}`)
      // What was announced while nobody listened.
      hear()
    } catch {
      again()
    }
  }

  return {
    async announce(): Promise<void> {
      await pool.query(`NOTIFY ${CHANNEL}`)
    },
    hear(heard: () => void): () => void {
      hearers.add(heard)
      if (client === null && !closed) void listen()
      return () => void hearers.delete(heard)
    },
    async close(): Promise<void> {
      closed = true
      if (waiting) clearTimeout(waiting)
      await client?.end().catch(() => undefined)
    },
  }
}
