import { useWords } from '../../components/context.ts'
import type { Told } from './told.ts'
import { words } from './words.ts'

/** Writes a figure, or what stands in its place. */
export function useTold(): <T>(told: Told<T>, write: (value: T) => string) => string {
  const text = useWords(words)
  return (told, write) => {
    if (told.is === 'value') return write(told.value)
    return told.is === 'hidden' ? text.underTen : text.unknown
  }
}

interface FigureProps {
  name: string
  label: string
  /** In plain words. */
  note: string
  value: string
  /** Left out: there is nothing to compare it with. */
  change?: string | undefined
}

export function Figure({ name, label, note, value, change }: FigureProps) {
  return (
    <div class="key-figure" data-figure={name}>
      <dt>
        {label}
        <span class="key-figure-note">{note}</span>
      </dt>
      <dd>
        <span class="key-figure-value">{value}</span>
        {change !== undefined && <span class="key-figure-change">{change}</span>}
      </dd>
    </div>
  )
}
