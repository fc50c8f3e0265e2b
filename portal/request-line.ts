import type { IncomingMessage } from 'node:http'

/**
 * What node's parser lets pass and a server has to refuse: the status to refuse it with, or null. A target in absolute form
 * becomes the ordinary form, with the host that it names: RFC 9112, section 3.2.2, has it go before the Host header.
 */
export function checkRequest(incoming: IncomingMessage): 400 | 405 | null {
  const { rawHeaders, method, url = '' } = incoming
  // It would send the client's own request back, as an answer.
  if (method === 'TRACE') return 405
  let hostAt = -1
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue
    // RFC 9112, section 3.2. Two programs on the way could each believe another one.
    if (hostAt >= 0) return 400
    hostAt = at
  }
  if (url.startsWith('/')) return null
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url)
  if (!absolute?.[1]) return 400
  const rest = absolute[2] ?? ''
  incoming.url = rest.startsWith('/') ? rest : `/${rest}`
  incoming.headers.host = absolute[1]
  if (hostAt >= 0) rawHeaders[hostAt + 1] = absolute[1]
  else rawHeaders.push('Host', absolute[1])
  return null
}
