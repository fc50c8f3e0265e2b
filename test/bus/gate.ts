import type { Bus } from './bus.ts'
import type { Phone } from './phone.ts'

/** What the portal has put into the kernel of a bus's gateway, read and changed by hand. */

interface Element {
  elem: { val: { concat: [string, string] }; timeout: number; expires: number }
}

/** Whether the portal's table stands. */
export async function hasTable(bus: Bus): Promise<boolean> {
  return (await bus.gw.exec('nft', ['list', 'tables'])).includes('table inet abordo')
}

/** The clients that the kernel lets through, with the seconds that they were given. */
export async function admitted(bus: Bus): Promise<{ mac: string; ip: string; timeout: number }[]> {
  const listed = JSON.parse(await bus.gw.exec('nft', ['-j', 'list', 'set', 'inet', 'abordo', 'clients']))
  const elements: Element[] = listed.nftables.find((item: { set?: object }) => item.set !== undefined)?.set.elem ?? []
  return elements.map(({ elem }) => {
    const [mac, ip] = elem.val.concat
    return { mac, ip, timeout: elem.timeout }
  })
}

/** Leaves a client one second more, as if the kernel's timeout were near. */
export async function endsInASecond(bus: Bus, { mac, ip }: Phone): Promise<void> {
  const commands = [
    ['clients', `${mac} . ${ip}`],
    ['client_ips', ip],
  ].flatMap(([set, element]) => [
    `delete element inet abordo ${set} { ${element} }`,
    `add element inet abordo ${set} { ${element} timeout 1s }`,
  ])
  await bus.gw.exec('nft', ['-f', '-'], { input: `${commands.join('\n')}\n` })
}
