import type { ComponentChildren } from 'preact'

interface FactProps {
  name: string
  /** How full or how far on, 0 to 1: drawn as a bar. */
  share?: number | undefined
  /** It needs a look. */
  isBad?: boolean
  children: ComponentChildren
  fact?: string
}

/** One line of a card: a name, a value, and a bar where it is a part of something. */
export function Fact({ name, share, isBad = false, children, fact }: FactProps) {
  return (
    <div class={isBad ? 'fact fact-bad' : 'fact'} data-fact={fact}>
      <dt>{name}</dt>
      <dd>
        {children}
        {share !== undefined && (
          <span class="fact-bar" aria-hidden="true">
            <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
          </span>
        )}
      </dd>
    </div>
  )
}
