import { type ReadonlySignal, signal } from '@preact/signals'
import type { LiveEvent } from '../../contract/api.ts'
import { backoff } from './backoff.ts'
import type { Timers } from './timers.ts'

/** A stream that is open but silent for this long is asked over plain HTTP whether it still lives. */
const SILENCE = 30_000

export interface LiveModel {
  connection: ReadonlySignal<'connecting' | 'live' | 'broken'>
  start(): void
  stop(): void
  retryNow(): void
}

interface LiveOptions {
  timers: Timers
  random: () => number
  open: (url: string) => EventSource
  onEvent: (event: LiveEvent) => void
  /** Asks the fleet for the figures without the stream; false where that fails too. */
  poll: () => Promise<boolean>
}

/** The live stream. The browser's own reconnecting has no backoff and gives up on a 5xx, so ours closes and reopens. */
export function createLive({ timers, random, open, onEvent, poll }: LiveOptions): LiveModel {
  const connection = signal<'connecting' | 'live' | 'broken'>('connecting')
  let source: EventSource | null = null
  let attempt = 0
  let running = false
  let cancelRetry = () => {}
  let cancelSilence = () => {}

  function listenForSilence() {
    cancelSilence()
    cancelSilence = timers.after(SILENCE, async () => {
      const alive = await poll()
      if (!running) return
      if (alive) listenForSilence()
      else broken()
    })
  }

  function broken() {
    close()
    connection.value = 'broken'
    cancelRetry = timers.after(backoff(attempt++, random()), async () => {
      // A plain request first: it finds out about an ended session, which an EventSource cannot tell from a dead network.
      const alive = await poll()
      if (!running || connection.value !== 'broken') return
      if (alive) connect()
      else broken()
    })
  }

  function connect() {
    close()
    source = open('/api/live')
    source.addEventListener('open', () => {
      connection.value = 'live'
      listenForSilence()
    })
    source.addEventListener('riders', (message: MessageEvent<string>) => {
      connection.value = 'live'
      attempt = 0
      listenForSilence()
      try {
        onEvent(JSON.parse(message.data) as LiveEvent)
      } catch (error) {
        // A line cut short: the next event is whole again.
        if (!(error instanceof SyntaxError)) throw error
      }
    })
    source.addEventListener('error', broken)
  }

  function close() {
    cancelRetry()
    cancelSilence()
    source?.close()
    source = null
  }

  return {
    connection,
    start: () => {
      running = true
      attempt = 0
      connection.value = 'connecting'
      connect()
    },
    stop: () => {
      running = false
      close()
      connection.value = 'connecting'
    },
    retryNow: () => {
      attempt = 0
      connect()
    },
  }
}
