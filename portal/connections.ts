import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ConnectionLimits {
  /** Open connections of one client address. A phone's browser opens six. */
  perClient: number
  /** Open connections of all. */
  total: number
}

export const CONNECTION_LIMITS: ConnectionLimits = { perClient: 64, total: 2048 }

/** One TCP connection of a client. */
export interface Connection {
  readonly socket: Socket
  readonly address: string
  /** A request has come whole and is not answered yet. */
  busy: boolean
  /** Its last answer was to a request for a foreign host. */
  foreign: boolean
  /** Nothing more is answered on it. */
  closing: boolean
}

/**
 * The open connections of one server. Where a client, or all clients, have too many, the oldest that waits for nothing makes room:
 * somebody who holds a thousand open, or sends each request an octet at a time, loses those, and nobody else waits.
 */
export class Connections {
  readonly #limits: ConnectionLimits
  readonly #bySocket = new WeakMap<Duplex, Connection>()
  readonly #byAddress = new Map<string, Set<Connection>>()
  /** Those without a request under way, the oldest first. */
  readonly #idle = new Set<Connection>()
  #open = 0

  constructor(limits: ConnectionLimits) {
    this.#limits = limits
  }

  /** Takes a new connection in, or closes it at once. */
  admit(socket: Socket): void {
    // Without a listener, an error of a connection that no request has come on yet would end the program.
    socket.on('error', () => socket.destroy())
    const address = socket.remoteAddress
    if (address === undefined) return void socket.destroy()
    const ofClient = this.#byAddress.get(address) ?? new Set<Connection>()
    const room =
      (ofClient.size < this.#limits.perClient || close(firstIdle(ofClient))) &&
      (this.#open < this.#limits.total || close(first(this.#idle)))
    if (!room) return void socket.destroy()

    const connection: Connection = { socket, address, busy: false, foreign: false, closing: false }
    this.#bySocket.set(socket, connection)
    this.#idle.add(connection)
    this.#byAddress.set(address, ofClient.add(connection))
    this.#open += 1
    socket.once('close', () => {
      this.#idle.delete(connection)
      ofClient.delete(connection)
      if (ofClient.size === 0) this.#byAddress.delete(address)
      this.#open -= 1
    })
  }

  /** The connection that a request came on. */
  of(socket: Duplex): Connection | undefined {
    return this.#bySocket.get(socket)
  }

  /** From now on a TLS connection stands for the TCP connection that it runs in. */
  secured(tls: Socket): void {
    const ofClient = this.#byAddress.get(tls.remoteAddress ?? '') ?? []
    for (const connection of ofClient) {
      if (connection.socket.remotePort === tls.remotePort) this.#bySocket.set(tls, connection)
    }
  }

  begin(connection: Connection): void {
    connection.busy = true
    this.#idle.delete(connection)
  }

  finish(connection: Connection): void {
    connection.busy = false
    if (!connection.socket.destroyed) this.#idle.add(connection)
  }

  /** A client whose access may have changed asks foreign hosts anew: on a connection made before, the portal would still answer. */
  closeForeign(address: string): void {
    for (const connection of this.#byAddress.get(address) ?? []) {
      if (!connection.foreign) continue
      if (connection.busy) connection.closing = true
      else connection.socket.destroy()
    }
  }

  closeIdle(): void {
    for (const connection of this.#idle) connection.socket.destroy()
  }

  closeAll(): void {
    for (const connections of this.#byAddress.values()) {
      for (const connection of connections) connection.socket.destroy()
    }
  }
}

function close(connection: Connection | undefined): boolean {
  connection?.socket.destroy()
  return connection !== undefined
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item
  return undefined
}

function firstIdle(connections: Iterable<Connection>): Connection | undefined {
  for (const connection of connections) if (!connection.busy && !connection.socket.destroyed) return connection
  return undefined
}
