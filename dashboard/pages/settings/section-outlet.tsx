import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Role } from '../../../contract/api.ts'
import { useText } from '../../components/context.ts'
import type { SECTIONS, SectionProps } from './sections.ts'

interface SectionOutletProps {
  section: (typeof SECTIONS)[number]
  role: Role
  parts: readonly string[]
  title: string
}

/** A section, once its part of the program is here. */
export function SectionOutlet({ section, role, parts, title }: SectionOutletProps) {
  const text = useText()
  const Section = useSignal<ComponentType<SectionProps> | null>(null)
  const failed = useSignal(false)
  const load = () => {
    failed.value = false
    section.load().then(
      (loaded) => {
        Section.value = loaded.default
      },
      () => {
        failed.value = true
      },
    )
  }
  useEffect(load, [])
  if (Section.value) return <Section.value role={role} parts={parts} />
  return (
    <section class="panel" aria-busy={!failed.value}>
      <div class="panel-head">
        <h2>{title}</h2>
      </div>
      {failed.value ? (
        <div role="alert">
          <p>{text.pageFailedHint}</p>
          <button type="button" class="button" onClick={load}>
            {text.again}
          </button>
        </div>
      ) : (
        <span class="bone bone-list" />
      )}
    </section>
  )
}
