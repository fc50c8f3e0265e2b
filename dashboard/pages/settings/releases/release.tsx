import type { Canary, ReleaseState } from '../../../../contract/releases.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { useDay } from '../form/day.ts'
import { Failures } from './failures.tsx'
import type { ReleasesModel } from './model.ts'
import { Progress } from './progress.tsx'
import { RingChoice } from './ring-choice.tsx'
import { words } from './words.ts'

interface ReleaseProps {
  release: ReleaseState
  canaries: readonly Canary[]
  model: ReleasesModel
  isAdmin: boolean
}

/** One version: what is in it, how far it has come, what went wrong, and who is offered it. */
export function Release({ release, canaries, model, isAdmin }: ReleaseProps) {
  const { format } = useDashboard()
  const text = useWords(words)
  const day = useDay()
  const { version, ring, braked, addedAt, files, notes, counts, gateways, failures } = release
  const whole = format.value.whole
  const about = [
    text.added(day(addedAt)),
    files
      .map(({ architecture, octets }) => `${architecture} ${text.size(whole(Math.max(1, octets / 1_000_000)))}`)
      .join(', '),
  ]
  return (
    <article class="release" data-release={version} aria-labelledby={`release-${version}`}>
      <h3 id={`release-${version}`}>
        {version}
        <span class={`tag ${braked ? 'tag-bad' : ring === 'all' ? 'tag-good' : ''}`} data-ring={ring}>
          {braked ? text.stopped : text.rings[ring]}
        </span>
      </h3>
      <p class="muted small">{about.join(' · ')}</p>
      {notes !== '' && <p class="release-notes">{notes}</p>}
      {braked && (
        <div class="release-stopped" role="status">
          <p>
            <strong>{text.stoppedTitle(counts.rolledBack, whole(counts.rolledBack))}</strong>
          </p>
          <p>{isAdmin ? text.stoppedAct : text.stoppedSee}</p>
        </div>
      )}
      {ring !== 'none' && !braked && <p>{text.offeredTo[ring](gateways, whole(gateways))}</p>}
      <Progress counts={counts} />
      <Failures failures={failures} version={version} isOpen={braked} />
      {isAdmin && <RingChoice release={release} canaries={canaries.length} model={model} />}
    </article>
  )
}
