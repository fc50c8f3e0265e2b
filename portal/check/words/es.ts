import { esGateway } from './es-gateway.ts'
import { esNetwork } from './es-network.ts'
import { esReason } from './es-reasons.ts'

/** What `abordo check` says, Spanish of Mexico. The type of every other language: a missing entry does not compile. */
export const es = {
  closing: {
    nothing: 'No falta nada.',
    some: (wrong: number, all: number) => `${wrong} de ${all} ${wrong === 1 ? 'necesita' : 'necesitan'} atención.`,
  },
  /** Why something is so, as this program has noted it, which is in English. What others said stays as it is. */
  reason: esReason,
  ...esNetwork,
  ...esGateway,
}
export type CheckWords = typeof es
