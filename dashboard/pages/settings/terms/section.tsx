import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useWords } from '../../../components/context.ts'
import { Preview } from '../preview/preview.tsx'
import { loadRiderPages, type RiderPages } from '../preview/source.ts'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { createTerms } from './model.ts'
import { TermsForm } from './terms-form.tsx'
import { Version } from './version.tsx'
import { words } from './words.ts'
import './terms.css'

/** What riders accept: by version, in both languages. */
export default function TermsSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createTerms)
  const pages = useSignal<RiderPages | 'failed' | null>(null)
  const shown = useComputed(() => model.shown(model.form.draft.value))
  const isAdmin = role === 'admin'
  useEffect(() => void loadRiderPages(pages), [model])
  const answer = model.list.data.value
  const isOurs = answer !== null && !answer.versions.some(({ version }) => version === answer.inForce)
  return (
    <>
      <SectionPanel text={text} only={!isAdmin && 'onlyAdmins'} loaded={model.list} load={model.load}>
        {isOurs && (
          <p data-terms-ours>
            <strong>{answer.inForce}</strong> · {text.ours} <span class="tag tag-good">{text.inForce}</span>
          </p>
        )}
        {answer?.versions.length === 0 && <p class="muted">{text.none}</p>}
        <ul class="entry-list">
          {answer?.versions.map((terms) => (
            <Version
              key={terms.version}
              terms={terms}
              isInForce={terms.version === answer.inForce}
              putInForce={isAdmin ? () => model.putInForce(terms.version) : null}
            />
          ))}
        </ul>
      </SectionPanel>
      {isAdmin && answer && (
        <div class="preview-columns">
          <section class="panel">
            <TermsForm form={model.form} newest={answer.versions[0] ?? null} />
          </section>
          <Preview policy={shown} pages={pages} shows={['terms']} />
        </div>
      )}
    </>
  )
}
