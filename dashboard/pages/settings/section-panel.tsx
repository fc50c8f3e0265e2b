import type { ComponentChildren } from 'preact'
import { useWords } from '../../components/context.ts'
import type { Loaded } from '../../models/loaded.ts'
import { ListState } from './form/list-state.tsx'
import { ReadOnly } from './form/read-only.tsx'
import { formWords } from './form/words.ts'

interface SectionPanelProps {
  text: { title: string; lead: string }
  /** A link behind the lead. */
  link?: ComponentChildren
  /** Who may change something here, where this reader is not among them. */
  only?: 'onlyAdmins' | 'adminsAndOperators' | false
  /** What is said before what is loaded is here. */
  first?: ComponentChildren
  loaded: Loaded<unknown>
  load: () => unknown
  children?: ComponentChildren
}

/** The panel that a section begins with: what it is for, and what it holds, or why that is not here. */
export function SectionPanel({ text, link, only = false, first, loaded, load, children }: SectionPanelProps) {
  const words = useWords(formWords)
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
        <p class="muted">
          {text.lead} {link}
        </p>
      </div>
      {only && <ReadOnly why={words[only]} />}
      {first}
      <ListState loaded={loaded} retry={() => void load()} />
      {children}
    </section>
  )
}
