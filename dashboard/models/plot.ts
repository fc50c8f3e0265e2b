import { type Signal, signal } from '@preact/signals'
import type { Annotation } from '../../contract/annotations.ts'
import type { RidersChart } from '../chart/riders-chart.ts'
import type { Flag } from '../chart/scene.ts'

/** What happens on the chart itself: where the reader points, and what they have marked to look at more closely. */
export interface PlotModel {
  chart: Signal<RidersChart | null>
  /** Index of the bucket that the reader looks at; null: none. */
  moment: Signal<number | null>
  /** Indexes of the buckets between which the chart is marked, in the order of marking. */
  marked: Signal<readonly [number, number] | null>
  flags: Signal<readonly Flag[]>
  /** What the numbers of the flags stand for, in their order. */
  changes: Signal<readonly Annotation[]>
  /** Where it can be looked at more closely: shows only the buckets between two. */
  closeUp: ((a: number, b: number) => void) | null
  /** Shows more again. */
  furtherAway: (() => void) | null
}

export function createPlot(zoom: Pick<PlotModel, 'closeUp' | 'furtherAway'>): PlotModel {
  return {
    chart: signal<RidersChart | null>(null),
    moment: signal<number | null>(null),
    marked: signal<readonly [number, number] | null>(null),
    flags: signal<readonly Flag[]>([]),
    changes: signal<readonly Annotation[]>([]),
    ...zoom,
  }
}
