import type { Annotation } from '../../../contract/annotations.ts'
import type { Flag } from '../../chart/scene.ts'
import type { Words } from './words.ts'

/** The words of what was changed. */
export function textOf(annotation: Annotation, words: Words): string {
  return annotation.kind === 'feed' ? words.feed(annotation.feedVersion, annotation.changes) : words.policy(annotation)
}

/** A mark for each; those that would cover one another on a chart with room for so many share one, such as `2–4`. */
export function flagsOf(
  annotations: readonly Annotation[],
  { from, to }: { from: number; to: number },
  room: number,
): Flag[] {
  const near = (to - from) / Math.max(1, room)
  const groups: { at: number; first: number; last: number }[] = []
  annotations.forEach((annotation, i) => {
    const at = Date.parse(annotation.at)
    const before = groups.at(-1)
    if (before && at - before.at < near) before.last = i + 1
    else groups.push({ at, first: i + 1, last: i + 1 })
  })
  return groups.map(({ at, first, last }) => ({ at, mark: first === last ? String(first) : `${first}–${last}` }))
}
