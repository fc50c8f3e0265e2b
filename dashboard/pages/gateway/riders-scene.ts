import { readableOn } from '../../chart/contrast.ts'
import { type Frame, frameOf } from '../../chart/frame.ts'
import type { Scene } from '../../chart/scene.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { GROUNDS } from '../../models/theme.ts'
import type { GatewayPageModel } from './model.ts'

/** The chart's one line. */
export const LINE = 'gateway'
const BLUE = '#0b57c4'

/** What the riders' chart of a gateway is laid on; null until it is here. */
export function ridersFrame(model: GatewayPageModel, now: number): Frame | null {
  const answer = model.riders.data.value
  if (!answer) return null
  const points = new Map([[LINE, answer.points]])
  return frameOf(answer.window, answer.timezone, [LINE], points, new Map(), now)
}

/** The scene that the chart draws, in the colours of the theme. */
export function ridersScene(
  { theme, format, clock }: Dashboard,
  frame: Frame,
  name: string,
  moment: number | null,
): Scene {
  const line = readableOn(BLUE, GROUNDS[theme.effective.value])
  const looks = new Map([[LINE, { name, line, badge: BLUE, badgeText: '#ffffff' }]])
  const plain = { compared: null, flags: [], stacked: false, highlighted: null } as const
  return { ...plain, frame, looks, moment, format: format.value, now: clock.read() }
}
