import { LAN, macOf } from './addresses.ts'
import { askLease, type Lease } from './dhcp.ts'
import { namespaceOf } from './names.ts'
import { Place } from './place.ts'

/** A rider's phone: a place with one interface, `eth0`, whose address comes by DHCP. */
export class Phone extends Place {
  readonly mac: string
  /** null until it has asked for an address. */
  lease: Lease | null = null

  constructor(id: string, number: number, folder: string) {
    super(`phone${number}`, namespaceOf(id, `phone${number}`), folder)
    this.mac = macOf(number)
  }

  get ip(): string {
    if (this.lease === null) throw new Error(`${this.name} has no address yet: call dhcp() first`)
    return this.lease.ip
  }

  /** An address without DHCP, for a bus that has none. */
  async setAddress(ip: string): Promise<void> {
    const lines = [`addr replace ${ip}/${LAN.prefix} dev eth0`, `route replace default via ${LAN.gateway} dev eth0`]
    await this.exec('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` })
    this.lease = { ip, prefix: LAN.prefix, router: LAN.gateway, dns: [], leaseSeconds: 0, captivePortal: null }
  }

  /** Asks for an address (again). Writes the address, the default route and the phone's resolv.conf. */
  async dhcp(): Promise<Lease> {
    this.lease = await askLease(this.namespace, this.folder)
    return this.lease
  }
}
