import { join } from 'node:path'
import type { RawCounter } from '../queries/counters.ts'
import { readText } from '../read-text.ts'

/** Where the kernel's files are; other folders for tests. */
export interface KernelFolders {
  procFolder: string
  sysFolder: string
}

export const KERNEL: KernelFolders = { procFolder: '/proc', sysFolder: '/sys' }

/** Carrier of the interface. One that is set down has no carrier to read; one that is gone has no file. */
export function hasCarrier(name: string, { sysFolder } = KERNEL): boolean {
  return readText(join(sysFolder, 'class/net', name, 'carrier'))?.trim() === '1'
}

/** A default route over the interface. */
export function hasDefaultRoute(name: string, { procFolder } = KERNEL): boolean {
  return defaultRoutes(readText(join(procFolder, 'net/route')) ?? '').includes(name)
}

const UP = 0x1
const REJECT = 0x200

/** The interfaces of default routes, by /proc/net/route: `Iface Destination Gateway Flags RefCnt Use Metric Mask …`. */
export function defaultRoutes(procNetRoute: string): string[] {
  return procNetRoute.split('\n').flatMap((line) => {
    const [name = '', destination, , flags = '', , , , mask] = line.trim().split(/\s+/)
    const bits = Number.parseInt(flags, 16)
    const isDefault = destination === '00000000' && mask === '00000000'
    return isDefault && (bits & UP) !== 0 && (bits & REJECT) === 0 ? [name] : []
  })
}

/**
 * What the kernel has counted on the interface; null where it is gone. The count begins anew with each boot and each time that the
 * interface is made, so both stand in its name.
 */
export function interfaceCounter(name: string, kernelBootId: string, { sysFolder } = KERNEL): RawCounter | null {
  const read = (file: string) => readText(join(sysFolder, 'class/net', name, file))?.trim() ?? ''
  const received = octets(read('statistics/rx_bytes'))
  const sent = octets(read('statistics/tx_bytes'))
  const index = octets(read('ifindex'))
  if (received === null || sent === null || index === null) return null
  return { name: `if:${name}:${index}@${kernelBootId}`, received, sent }
}

/** A count as the kernel and mmcli print it; null where it is none, or too large to be kept exactly. */
export function octets(printed: string): number | null {
  const count = /^\d{1,16}$/.test(printed) ? Number(printed) : Number.NaN
  return Number.isSafeInteger(count) ? count : null
}
