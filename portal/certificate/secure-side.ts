import type { CertificateAnswer } from '../../contract/certificate.ts'
import type { PortalConfig } from '../config.ts'
import { captivePortalApiUrl } from '../dhcp/config.ts'
import type { Dnsmasq } from '../dhcp/dnsmasq.ts'
import type { PortalServer } from '../server.ts'
import { type KeyPair, type Leaf, readLeaf } from './leaf.ts'
import { readTls } from './own-files.ts'
import { createCertificateStore, heldOf } from './store.ts'

export interface SecureSideDeps {
  config: Pick<PortalConfig, 'dataDir' | 'hostname' | 'httpsPort' | 'tls'>
  /** The portal's own host names: the certificate's is added. */
  ownHosts: Set<string>
  log: (message: string, error?: unknown) => void
}

export interface Serving {
  server: Pick<PortalServer, 'reloadCertificate' | 'httpsPort'>
  /** Lets riders reach the port of HTTPS; null: none. */
  open: (httpsPort: number | null) => Promise<void>
  dnsmasq: Pick<Dnsmasq, 'apply'> | null
  /** Wall time, ms since 1970, as somebody has told it in this boot; null: nobody has. */
  knownNow: () => number | null
}

/** What names and phones are told of HTTPS. */
export interface ToldNames {
  hostname: string | null
  apiUrl: string | null
}

export type SecureSide = ReturnType<typeof createSecureSide>

/**
 * The portal over HTTPS: with the operator's own certificate (PORTAL_TLS_*), else with the one that the fleet hands out, which may come
 * while the portal runs. Phones are sent there only while the certificate is good by a time that somebody has told this boot: a bus that
 * was off for months has its riders online over HTTP, by which reports and the next certificate travel.
 */
export function createSecureSide({ config, ownHosts, log }: SecureSideDeps) {
  const { dataDir, httpsPort, tls } = config
  const store = tls === null ? createCertificateStore({ dataDir, log }) : null
  let pair: KeyPair | null = null
  let leaf: Leaf | null = null
  let server: Serving['server'] | null = null
  let open: Serving['open'] = async () => undefined
  let opened: number | null = null
  let dnsmasq: Pick<Dnsmasq, 'apply'> | null = null
  let knownNow: () => number | null = () => null
  let told: ToldNames | null = null

  function put({ cert, key }: KeyPair, of: Leaf): void {
    server?.reloadCertificate({ cert, key })
    pair = { cert, key }
    leaf = of
    const name = hostname()
    if (name !== null) ownHosts.add(name)
  }

  const hostname = (): string | null => config.hostname ?? leaf?.hostName ?? null

  /** Whether phones will accept it, as far as this gateway can know. */
  function isGood(): boolean {
    const [now, name] = [knownNow(), hostname()]
    if (now === null || name === null || leaf === null || opened === null) return false
    return leaf.isFor(name) && leaf.notBefore <= now && now < leaf.notAfter
  }

  function names(): ToldNames {
    const name = hostname()
    return { hostname: name, apiUrl: isGood() ? captivePortalApiUrl(name, httpsPort) : null }
  }

  /** The operator's own, as it stands on the disk. */
  function readOwn(): void {
    if (tls === null) return
    const own = readTls(tls)
    put(own, readLeaf(own))
  }

  /** One for another name than the portal's is left: phones would refuse it. */
  function refusal({ isFor }: Leaf): string | null {
    const { hostname: name } = config
    return name === null || isFor(name) ? null : `it is not for ${name}, which PORTAL_HOSTNAME says`
  }

  readOwn()
  const kept = store?.current()
  if (kept) {
    const why = refusal(kept.leaf)
    if (why === null) put(kept, kept.leaf)
    else log(`the certificate that is kept cannot be used: ${why}`)
  }

  return {
    certificate: (): KeyPair | null => pair,
    /** The portal's address over HTTPS, without a slash at its end, while its certificate is good; else null. */
    origin: (): string | null => (isGood() ? `https://${hostname()}` : null),
    names,
    /** Of the fleet's; null: there is none. */
    version: (): string | null => (leaf && store?.current()?.version) || null,
    /** Begins, by the server and the dnsmasq of this gateway. Until then no time is known. */
    async serve(by: Serving): Promise<void> {
      server = by.server
      open = by.open
      dnsmasq = by.dnsmasq
      knownNow = by.knownNow
      if (pair) server.reloadCertificate(pair)
      await this.look()
    },
    /** Opens HTTPS to riders once it is served, and tells phones where the portal is to be found, where that has changed. */
    async look(): Promise<void> {
      const port = server?.httpsPort ?? null
      if (port !== opened) {
        await open(port)
        opened = port
      }
      const next = names()
      if (told?.hostname === next.hostname && told.apiUrl === next.apiUrl) return
      await dnsmasq?.apply(next)
      if ((told?.apiUrl ?? null) !== next.apiUrl)
        log(next.apiUrl === null ? 'phones are sent to the portal over HTTP now' : `phones are told of ${next.apiUrl}`)
      told = next
    },
    /** Puts the fleet's certificate in force, on the disk first. Throws where it is not ours, does not fit its key or is past. */
    async take({ chain, privateKey }: Pick<CertificateAnswer, 'chain' | 'privateKey'>): Promise<void> {
      // The operator's own files win.
      if (store === null) return
      const next = heldOf({ cert: chain, key: privateKey })
      const why = refusal(next.leaf)
      if (why !== null) throw new Error(why)
      const now = knownNow()
      if (now !== null && next.leaf.notAfter <= now) throw new Error('it has ended already')
      store.keep(next)
      put(next, next.leaf)
      log(`there is another certificate, until ${new Date(next.leaf.notAfter).toISOString()}`)
      await this.look()
    },
    /** Reads the operator's own files again. Throws where they cannot be used, and the one before goes on. */
    reload: readOwn,
  }
}
