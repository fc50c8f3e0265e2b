import type { Health } from '../../../contract/telemetry.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Fact } from './facts.tsx'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** From here on somebody should look; alerts have thresholds of their own. */
const HOT_C = 85
const FULL = 0.9
const NEARLY_FULL = 0.95

export function HealthFacts({ health }: { health: Health }) {
  const { format, language } = useDashboard()
  const text = useWords(words).box
  const units = createUnits(language.text.value.locale)
  const { temperatureC, cpuShare, memory, disk, dhcp, dnsmasqAlive, storage, databasesSetAside } = health
  const memoryShare = memory && 1 - memory.availableOctets / Math.max(1, memory.totalOctets)
  const diskShare = disk && 1 - disk.freeOctets / Math.max(1, disk.totalOctets)
  const dhcpShare = dhcp && dhcp.used / Math.max(1, dhcp.size)
  const { whole, percent } = format.value
  return (
    <>
      {temperatureC !== null && (
        <Fact name={text.temperature} isBad={temperatureC >= HOT_C} share={temperatureC / 100} fact="temperature">
          {units.degrees(temperatureC)}
        </Fact>
      )}
      {cpuShare !== null && (
        <Fact name={text.cpu} share={cpuShare} fact="cpu">
          {percent(cpuShare)}
        </Fact>
      )}
      {memory && memoryShare !== null && (
        <Fact name={text.memory} share={memoryShare} isBad={memoryShare > NEARLY_FULL} fact="memory">
          {text.of(units.octets(memory.totalOctets - memory.availableOctets), units.octets(memory.totalOctets))}
        </Fact>
      )}
      {disk && diskShare !== null && (
        <Fact name={text.disk} share={diskShare} isBad={diskShare > NEARLY_FULL} fact="disk">
          {text.of(units.octets(disk.totalOctets - disk.freeOctets), units.octets(disk.totalOctets))}
        </Fact>
      )}
      {dhcp && dhcpShare !== null && (
        <Fact name={text.dhcp} share={dhcpShare} isBad={dhcpShare >= FULL} fact="dhcp">
          {text.of(whole(dhcp.used), whole(dhcp.size))}
        </Fact>
      )}
      {dnsmasqAlive !== null && (
        <Fact name={text.dnsmasq} isBad={!dnsmasqAlive} fact="dnsmasq">
          {dnsmasqAlive ? text.running : text.stopped}
        </Fact>
      )}
      <Fact name={text.storage} isBad={storage === 'memory' || databasesSetAside > 0} fact="storage">
        {storage === 'disk' ? text.onDisk : text.inMemory}
        {databasesSetAside > 0 && <span class="gateway-sub">{text.setAside(whole(databasesSetAside))}</span>}
      </Fact>
    </>
  )
}
