import { enGateway } from './en-gateway.ts'
import { enNetwork } from './en-network.ts'
import type { CheckWords } from './es.ts'

export const en: CheckWords = {
  closing: {
    nothing: 'Nothing is missing.',
    some: (wrong, all) => `${wrong} of ${all} ${wrong === 1 ? 'needs' : 'need'} a hand.`,
  },
  reason: (noted) => noted,
  ...enNetwork,
  ...enGateway,
}
