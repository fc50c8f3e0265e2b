import { boardingProgress, boardingStart, boardingStop, whoIsOnline } from './boarding.ts'
import { serve } from './channel.ts'
import { connectionClose, connectionEcho, connectionOpen, connectionState } from './connections.ts'
import { hammerSent, hammerStart, hammerStop } from './hammer.ts'
import { downloadProgress, downloadStart, downloadStop, httpRequest } from './http.ts'
import { dnsQuery, ping, sendRaw, tcpConnect, udpAsk } from './sockets.ts'

/** A program that does in a namespace what a test asks of it. */
const verbs = {
  httpRequest,
  downloadStart,
  downloadProgress,
  downloadStop,
  tcpConnect,
  udpAsk,
  dnsQuery,
  ping,
  sendRaw,
  connectionOpen,
  connectionEcho,
  connectionState,
  connectionClose,
  hammerStart,
  hammerSent,
  hammerStop,
  boardingStart,
  boardingProgress,
  boardingStop,
  whoIsOnline,
}

export type AgentVerbs = typeof verbs

serve(verbs)
