import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from '@preact/signals'
import type { Policy } from '../../../../contract/policy.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Segments } from '../../../components/segments.tsx'
import type { LanguageCode } from '../../../view-state.ts'
import type { PreviewOptions, RiderPages } from './source.ts'
import { words } from './words.ts'
import './preview.css'

/** A new document for every letter typed would flicker. */
const SETTLED_MS = 120

interface PreviewProps {
  policy: ReadonlySignal<Policy>
  pages: ReadonlySignal<RiderPages | 'failed' | null>
  /** The pages to choose from, the first one first. */
  shows: readonly [PreviewOptions['page'], ...PreviewOptions['page'][]]
}

/** The portal's page under what is typed, in a frame of a phone's width. */
export function Preview({ policy, pages, shows }: PreviewProps) {
  const { language, theme, timers } = useDashboard()
  const preview = useWords(words)
  const page = useSignal<PreviewOptions['page']>(shows[0])
  const inLanguage = useSignal<LanguageCode>(language.code.value)
  const look = useSignal<PreviewOptions['look']>(theme.effective.value)
  const html = useSignal<string | null>(null)
  useSignalEffect(() => {
    const made = pages.value
    if (made === null || made === 'failed') return
    const options = { page: page.value, language: inLanguage.value, look: look.value }
    const shown = policy.value
    const draw = () =>
      void made.riderPage(shown, options).then((document) => {
        html.value = document
      })
    if (html.peek() === null) draw()
    else return timers.after(SETTLED_MS, draw)
  })
  return (
    <section class="panel preview" data-preview>
      <h3>{preview.title}</h3>
      <p class="muted small">{preview.note}</p>
      <Switches shows={shows} page={page} language={inLanguage} look={look} />
      <div class="preview-phone">
        {pages.value === 'failed' ? (
          <p role="alert">{preview.failed}</p>
        ) : html.value === null ? (
          <span class="bone preview-bone" />
        ) : (
          // No script runs in it, no form is sent from it, and it is nobody's own origin.
          <iframe title={preview.frame} sandbox="" srcdoc={html.value} />
        )}
      </div>
    </section>
  )
}

interface SwitchesProps extends Pick<PreviewProps, 'shows'> {
  page: Signal<PreviewOptions['page']>
  language: Signal<LanguageCode>
  look: Signal<PreviewOptions['look']>
}

function Switches({ shows, page, language, look }: SwitchesProps) {
  const preview = useWords(words)
  return (
    <div class="preview-switches">
      {shows.length > 1 && (
        <Segments
          name="preview-page"
          label={preview.page}
          value={page}
          options={shows.map((value) => ({ value, label: preview.pages[value] }))}
        />
      )}
      <Segments
        name="preview-language"
        label={preview.language}
        value={language}
        options={(['es', 'en'] as const).map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Segments
        name="preview-look"
        label={preview.look}
        value={look}
        options={(['light', 'dark'] as const).map((value) => ({ value, label: preview.looks[value], icon: value }))}
      />
    </div>
  )
}
