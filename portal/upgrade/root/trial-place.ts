import { readFileSync } from 'node:fs'
import { runProgram } from '../../run-program.ts'
import { TRIAL_ADDRESS } from '../places.ts'

const NAMESPACE = 'abordo-trial'
const LINK = 'abordo-trial'
/** Of our filter on the riders' interface, so that nobody else's is removed. */
const PREFERENCE = '48999'
const LONGEST_MS = 30_000

export interface TrialPlace {
  /** Runs a program in the phone's namespace; rejects where it fails. */
  run(program: string, args: string[]): Promise<string>
  remove(): Promise<void>
}

/**
 * A phone in a network namespace of its own whose packets come in by the riders' interface, whatever that is (bridge, WiFi, Ethernet): what
 * it sends is put in there as if received, and what leaves there for its address is handed to it. All that the gateway does with a
 * phone's packets it does with these: firewall, neighbour table, portal, names, forwarding. Only the air and DHCP are left out.
 */
export async function trialPlace(lanInterface: string, gateway: string, mac: string): Promise<TrialPlace> {
  const ip = (line: string) => runProgram('ip', line.split(' '))
  const tc = (line: string) => runProgram('tc', line.split(' '))
  const ownMac = readFileSync(`/sys/class/net/${lanInterface}/address`, 'utf8').trim()
  await removePlace(lanInterface)
  // As if it were to come in by the interface itself: its address too, or the kernel takes the packets for another's.
  await ip(`netns add ${NAMESPACE}`)
  try {
    await ip(`link add ${LINK} address ${ownMac} type veth peer name eth0 address ${mac} netns ${NAMESPACE}`)
    await ip(`link set ${LINK} addrgenmode none up`)
    await tc(`qdisc add dev ${LINK} clsact`)
    const everything = 'protocol all u32 match u32 0 0'
    await tc(`filter add dev ${LINK} ingress ${everything} action mirred ingress redirect dev ${lanInterface}`)
    // It is there already where somebody shapes traffic.
    await tc(`qdisc add dev ${lanInterface} clsact`).catch(() => '')
    const itsOwn = `pref ${PREFERENCE} protocol all u32 match ether dst ${mac}`
    await tc(`filter add dev ${lanInterface} egress ${itsOwn} action mirred egress redirect dev ${LINK}`)
    await ip(`route replace ${TRIAL_ADDRESS}/32 dev ${lanInterface}`)
    const inside = `-n ${NAMESPACE}`
    await ip(`${inside} link set lo up`)
    await ip(`${inside} link set eth0 addrgenmode none up`)
    await ip(`${inside} addr add ${TRIAL_ADDRESS}/32 dev eth0`)
    await ip(`${inside} route add default via ${gateway} dev eth0 onlink`)
  } catch (error) {
    await removePlace(lanInterface)
    throw error
  }
  return {
    run: (program, args) => runProgram('ip', ['netns', 'exec', NAMESPACE, program, ...args], { limitMs: LONGEST_MS }),
    remove: () => removePlace(lanInterface),
  }
}

/** Also what a trial that was killed has left behind. */
async function removePlace(lanInterface: string): Promise<void> {
  const commands = [
    ['tc', `filter del dev ${lanInterface} egress pref ${PREFERENCE}`],
    ['ip', `route del ${TRIAL_ADDRESS}/32 dev ${lanInterface}`],
    ['ip', `neigh del ${TRIAL_ADDRESS} dev ${lanInterface}`],
    ['ip', `link del ${LINK}`],
    ['ip', `netns del ${NAMESPACE}`],
  ]
  for (const [program = '', line = ''] of commands) await runProgram(program, line.split(' ')).catch(() => '')
}
