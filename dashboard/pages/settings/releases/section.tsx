import { useWords } from '../../../components/context.ts'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { Canaries } from './canaries.tsx'
import { createReleases } from './model.ts'
import { Release } from './release.tsx'
import { words } from './words.ts'
import './releases.css'

/** While a version spreads, the page asks this often. */
const EVERY_MS = 15_000

/** Versions of the gateways' program: how each fares, and who is offered it. Admins decide, operators see it. */
export default function ReleasesSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createReleases, EVERY_MS)
  const answer = model.loaded.data.value
  const isAdmin = role === 'admin'
  return (
    <>
      <SectionPanel text={text} only={!isAdmin && 'onlyAdmins'} loaded={model.loaded} load={model.load}>
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
      </SectionPanel>
      {answer && <Canaries canaries={answer.canaries} model={model} isAdmin={isAdmin} />}
    </>
  )
}
