import './form/zod-without-eval.ts'
import { useEffect, useRef } from 'preact/hooks'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { bringIntoSight } from '../../components/in-sight.ts'
import type { PageProps } from '../../pages.ts'
import { formWords } from './form/words.ts'
import { SectionOutlet } from './section-outlet.tsx'
import { SECTIONS } from './sections.ts'
import { words } from './words.ts'
import './form/form.css'
import './settings.css'

/** What the fleet, its people and its programs go by: one section at a time, each with an address of its own. */
export default function SettingsPage({ parts }: PageProps) {
  const { language, session } = useDashboard()
  const text = useText()
  const page = useWords(words)
  const row = useRef<HTMLUListElement>(null)
  useEffect(() => bringIntoSight(row.current), [parts[0], language.code.value])
  const state = session.state.value
  if (state.kind !== 'signed-in') return null
  const { role } = state.me
  const [name = 'policy', ...rest] = parts
  const open = SECTIONS.filter((section) => section.roles.includes(role))
  const found = SECTIONS.find((section) => section.name === name)
  return (
    <div class="settings">
      <nav class="settings-nav" aria-label={page.nav}>
        <h2>{text.pages.settings}</h2>
        <ul ref={row}>
          {open.map((section) => (
            <li key={section.name}>
              <a href={`/settings/${section.name}`} data-page aria-current={section.name === name ? 'page' : undefined}>
                {page.sections[section.name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="settings-section">
        {found === undefined ? (
          <Message text={page.none} />
        ) : found.roles.includes(role) ? (
          <SectionOutlet key={found.name} section={found} role={role} parts={rest} title={page.sections[found.name]} />
        ) : (
          <Reserved />
        )}
      </div>
    </div>
  )
}

function Reserved() {
  return <Message text={useWords(formWords).notYours} />
}

function Message({ text }: { text: string }) {
  const page = useWords(words)
  return (
    <section class="panel" data-settings-message>
      <p>{text}</p>
      <p>
        <a href="/settings/policy" data-page>
          {page.first}
        </a>
      </p>
    </section>
  )
}
