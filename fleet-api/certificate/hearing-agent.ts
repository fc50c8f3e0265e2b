import { Agent } from 'node:https'
import type { Duplex } from 'node:stream'
import { reasonOf } from './trouble.ts'

/** An agent that remembers why the last connection failed. */
export class HearingAgent extends Agent {
  #trouble: unknown = null

  override createConnection(...how: Parameters<Agent['createConnection']>): Duplex | null | undefined {
    this.#trouble = null
    const socket = super.createConnection(...how)
    socket?.once('error', (error) => {
      this.#trouble = error
    })
    return socket
  }

  lastTrouble(): string {
    return this.#trouble === null ? 'no answer in time' : reasonOf(this.#trouble)
  }
}
