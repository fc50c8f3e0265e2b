import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type Arrived, countArrivals, readArrivals, resetArrivals } from './arrivals.ts'
import { openChromium } from './chromium.ts'
import { Crowd } from './crowd.ts'
import { writeDhcpScript } from './dhcp.ts'
import { DNSMASQ_STARTED, gatewayDnsmasqArgs, internetDnsArgs } from './dnsmasq.ts'
import type { InternetVerbs } from './internet/main.ts'
import type { Served } from './internet/served.ts'
import { buildLayout, type Layout } from './layout.ts'
import { checkId, namespaceOf, type PlaceName, randomId } from './names.ts'
import { busNeeds } from './needs.ts'
import { claimFolder } from './owner.ts'
import { Phone } from './phone.ts'
import { Place } from './place.ts'
import type { Program } from './program.ts'
import { bundlePrograms, type Remote } from './remote.ts'
import { forget, leftoversOf, removeAll, removeAtExit, removeStale } from './remove.ts'
import { until } from './until.ts'

export interface BusOptions extends Partial<Layout> {
  /** 1 to 12 of a-z and 0-9; a random one unless told. Buses with different ids do not know of each other. */
  id?: string
  /**
   * Whether the harness runs DHCP and DNS on the gateway, with these arguments of dnsmasq's added, and gives each phone
   * its address. Where false, the portal does; then call `phone.dhcp()`.
   */
  dnsmasq?: boolean | string[]
}

const DEFAULTS: Layout = {
  phones: 3,
  isolated: true,
  forwarding: false,
  ipv6: false,
  wirePackets: false,
  bridgeNetfilter: false,
}
/** Phones that ask for an address at the same time. */
const ASKING = 8

/**
 * A bus in network namespaces: a gateway whose bridge `lan0` has the phones and whose `wan0` leads to an internet host.
 * Nothing of it leaves these namespaces.
 */
export class Bus {
  readonly gw: Place
  readonly inet: Place
  readonly phones: readonly Phone[]
  readonly #browsers = new Set<Browser>()
  #internet: Remote<InternetVerbs> | null = null
  #crowd: Crowd | null = null
  #removal: Promise<void> | null = null

  private constructor(
    readonly id: string,
    readonly folder: string,
    readonly layout: Layout,
  ) {
    this.gw = new Place('gw', namespaceOf(id, 'gw'), folder)
    this.inet = new Place('inet', namespaceOf(id, 'inet'), folder)
    this.phones = Array.from({ length: layout.phones }, (_, index) => new Phone(id, index + 1, folder))
  }

  /** Makes a bus, after removing what crashed runs have left. Whatever fails, nothing is left behind. */
  static async create(options: BusOptions = {}): Promise<Bus> {
    const { id = randomId(), dnsmasq = true, ...layout } = options
    const missing = busNeeds()
    if (missing !== null) throw new Error(missing)
    checkId(id)
    removeStale()
    const bus = new Bus(id, claimFolder(id), { ...DEFAULTS, ...layout })
    removeAtExit(id)
    try {
      await bus.#start(dnsmasq)
      return bus
    } catch (error) {
      await bus.remove()
      throw error
    }
  }

  async #start(dnsmasq: boolean | string[]): Promise<void> {
    bundlePrograms(this.folder)
    writeDhcpScript(this.folder)
    await buildLayout(this.id, this.layout)
    const { ipv6 } = this.layout
    this.#internet = this.inet.remote<InternetVerbs>('internet')
    const dns = this.inet.run('dnsmasq', internetDnsArgs(ipv6))
    await Promise.all([
      countArrivals(this.inet.namespace),
      this.#internet.ask('start', { ipv6 }, 10_000),
      dns.waitForLine(DNSMASQ_STARTED),
      dnsmasq === false ? null : this.startDnsmasq(Array.isArray(dnsmasq) ? dnsmasq : []),
    ])
    if (dnsmasq !== false) await this.#leaseAll()
  }

  /** The gateway's DHCP and DNS, for a bus made without. */
  async startDnsmasq(more: string[] = []): Promise<Program> {
    const program = this.gw.run('dnsmasq', gatewayDnsmasqArgs(join(this.folder, 'dnsmasq.leases'), more))
    await program.waitForLine(DNSMASQ_STARTED)
    return program
  }

  phone(number: number): Phone {
    const phone = this.phones[number - 1]
    if (phone === undefined) throw new Error(`this bus has ${this.phones.length} phones, and no phone ${number}`)
    return phone
  }

  /** Makes `size` more phones, at most 250, in one namespace. A bus has one crowd. */
  async crowd(size: number): Promise<Crowd> {
    const { id, folder, gw } = this
    this.#crowd = new Crowd(id, folder, size)
    await this.#crowd.join(gw, this.layout)
    return this.#crowd
  }

  place(name: PlaceName): Place {
    if (name === 'gw') return this.gw
    if (name === 'crowd') {
      if (this.#crowd === null) throw new Error('this bus has no crowd yet: call crowd() first')
      return this.#crowd
    }
    return name === 'inet' ? this.inet : this.phone(Number(name.slice('phone'.length)))
  }

  /** Starts a program in a namespace; see Place.run. */
  run(place: PlaceName, ...program: Parameters<Place['run']>): Program {
    return this.place(place).run(...program)
  }

  /** A real Chromium in a phone's namespace. Closed with the bus, if not before. */
  async chromium(place: PlaceName): Promise<Browser> {
    const browser = await openChromium(this.place(place))
    this.#browsers.add(browser)
    browser.on('disconnected', () => this.#browsers.delete(browser))
    return browser
  }

  /** What has arrived at the internet host, counted by its own nft table. */
  arrived(): Promise<Arrived> {
    return readArrivals(this.inet.namespace)
  }

  /** Sets those counters to zero. */
  resetArrived(): Promise<Arrived> {
    return resetArrivals(this.inet.namespace)
  }

  /** What the internet host's web server has served, by Host and path. */
  async served(): Promise<Served[]> {
    return (await this.#internet?.ask('servedList', undefined, 5_000)) ?? []
  }

  /** Ends the bodies of `/stream` in good order, so that a download that lasted as long as a test needed is complete. */
  async finishStreams(): Promise<void> {
    await this.#internet?.ask('finishStreams', undefined, 5_000)
  }

  async resetServed(): Promise<void> {
    await this.#internet?.ask('servedReset', undefined, 5_000)
  }

  /** Takes the gateway's uplink away (its wan0 loses its carrier and keeps address and route), or gives it back. */
  async uplink(state: 'up' | 'down'): Promise<void> {
    await this.inet.exec('ip', ['link', 'set', 'wan0', state])
    const carrier = state === 'up' ? '1' : '0'
    await until(`wan0 of the gateway is ${state}`, async () => {
      const shown = await this.gw.exec('cat', ['/sys/class/net/wan0/carrier'])
      return shown.trim() === carrier
    })
  }

  /** For debugging: writes what passes the internet host's wan0 to a file until the program is stopped or the bus ends. */
  async capture(file: string): Promise<Program> {
    const program = this.inet.run('tcpdump', ['-i', 'wan0', '-n', '-U', '-Z', 'root', '-w', file])
    await program.waitForLine(/listening on/)
    return program
  }

  /** Removes all of it. Safe to call again, and from several places. */
  remove(): Promise<void> {
    this.#removal ??= this.#remove()
    return this.#removal
  }

  async #remove(): Promise<void> {
    const places = [this.gw, this.inet, ...this.phones, ...(this.#crowd === null ? [] : [this.#crowd])]
    await Promise.all([...this.#browsers].map((browser) => browser.close().catch(() => undefined)))
    await Promise.all(places.map((place) => place.stopPrograms()))
    removeAll(this.id)
    forget(this.id)
    await until(`nothing of bus ${this.id} is left`, () => {
      const { namespaces, etcFolders, processes } = leftoversOf(this.id)
      return namespaces.length + etcFolders.length + processes.length === 0 && !existsSync(this.folder)
    })
  }

  async #leaseAll(): Promise<void> {
    const waiting = [...this.phones]
    const ask = async () => {
      for (let phone = waiting.shift(); phone !== undefined; phone = waiting.shift()) await phone.dhcp()
    }
    await Promise.all(Array.from({ length: ASKING }, ask))
  }
}
