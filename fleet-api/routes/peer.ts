import type { Context } from 'hono'
import { peerAddress } from '../rules/peer.ts'
import type { FleetDeps } from './context.ts'

/** The address that a request comes from; this machine's own in tests that use no socket. Kept in memory only. */
export function peerOf(deps: FleetDeps, c: Context): string {
  const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  const socket = incoming?.socket?.remoteAddress ?? '127.0.0.1'
  return peerAddress(socket, c.req.header('x-forwarded-for'), deps.trustedProxies)
}
