import type { UpgradeOnGateway } from '../../../../contract/releases.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { words } from './words.ts'

interface FailuresProps {
  failures: readonly UpgradeOnGateway[]
  version: string
  isOpen: boolean
}

/** On which gateways a version did not stay, and why. */
export function Failures({ failures, version, isOpen }: FailuresProps) {
  const { format } = useDashboard()
  const text = useWords(words)
  if (failures.length === 0) return null
  return (
    <details class="release-failures" open={isOpen} data-failures={version}>
      <summary>{text.wrong(format.value.whole(failures.length))}</summary>
      <ul>
        {failures.map(({ gatewayId, label, state, reason, at }) => (
          <li key={gatewayId}>
            <a href={`/gateways/${encodeURIComponent(gatewayId)}`} data-page>
              {label ?? gatewayId}
            </a>
            <span>
              {state === 'refused' ? text.refused : text.rolledBack}
              {reason !== null && `: ${reason}`}
            </span>
            <span class="muted small">{format.value.dayAndTime(Date.parse(at))}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
