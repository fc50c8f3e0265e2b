import type { GatewayUpgradesAnswer } from '../../../contract/releases.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Fact } from './facts.tsx'
import { upgradeWords } from './upgrade-words.ts'

interface SoftwareFactProps {
  /** As its reports say; null: there was none. */
  software: string | null
  /** Null: not loaded yet, or it could not be. */
  upgrades: GatewayUpgradesAnswer | null
}

/** What runs on it, what it is to run, and what became of the last version. */
export function SoftwareFact({ software, upgrades }: SoftwareFactProps) {
  const { format } = useDashboard()
  const text = useWords(upgradeWords)
  if (software === null) return null
  const last = upgrades?.upgrades[0]
  const isBad = last?.state === 'rolled-back' || last?.state === 'refused'
  const said = last && text.states[last.state](last.version, format.value.dayAndTime(Date.parse(last.at)))
  const offered = upgrades?.offered ?? null
  return (
    <Fact name={text.software} isBad={isBad} fact="software">
      {software}
      {said && <span class="gateway-sub">{isBad && last.reason !== null ? `${said}: ${last.reason}` : said}</span>}
      {offered !== null && offered !== last?.version && <span class="gateway-sub">{text.offered(offered)}</span>}
      {upgrades?.canary && <span class="gateway-sub">{text.canary}</span>}
    </Fact>
  )
}
