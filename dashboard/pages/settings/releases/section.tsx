import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ListState } from '../form/list-state.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { SectionProps } from '../sections.ts'
import { Canaries } from './canaries.tsx'
import { createReleases } from './model.ts'
import { Release } from './release.tsx'
import { words } from './words.ts'
import './releases.css'

/** While a version spreads, the page asks this often. */
const EVERY_MS = 15_000

/** Versions of the gateways' program: how each fares, and who is offered it. Admins decide, operators see it. */
export default function ReleasesSection({ role }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const model = useMemo(() => createReleases(dashboard), [dashboard])
  useEffect(() => {
    void model.load()
    return dashboard.timers.every(EVERY_MS, () => void model.load())
  }, [model])
  const answer = model.loaded.data.value
  const isAdmin = role === 'admin'
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {!isAdmin && <ReadOnly why={general.onlyAdmins} />}
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {answer?.releases.length === 0 && (
          <div data-no-release>
            <p>{text.none}</p>
            <p class="muted">{text.noneHint}</p>
            <p class="command">
              <code>abordo release add ./abordo-gateway-1.4.0</code>
            </p>
          </div>
        )}
        {answer?.releases.map((release) => (
          <Release key={release.version} release={release} canaries={answer.canaries} model={model} isAdmin={isAdmin} />
        ))}
      </section>
      {answer && <Canaries canaries={answer.canaries} model={model} isAdmin={isAdmin} />}
    </>
  )
}
